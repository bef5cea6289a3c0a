import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Its body, with the transfer coding undone. */
  readonly text: string;
}

export interface MailServer {
  /** Settings that name it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly received: readonly ReceivedMail[];
  /** The next mail that nobody has taken yet. */
  next(): Promise<ReceivedMail>;
}

/** A real SMTP server on loopback, which wants a password; it is closed after the test. */
export async function startMailServer({ refuses }: { refuses?: string } = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const arrivals = new EventTarget();
  let taken = 0;
  const server = new SMTPServer({
    // Loopback has no certificate to show.
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (username === 'minigate' && password === 'of the mail server') done(null, { user: username });
      else done(new Error('Wrong user or password.'));
    },
    onRcptTo({ address }, _session, done) {
      done(address === refuses ? new Error('No such mailbox.') : null);
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          text: bodyOf(Buffer.concat(chunks).toString('utf8')),
        });
        arrivals.dispatchEvent(new Event('mail'));
        done(null);
      });
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = listener.address() as AddressInfo;
  return {
    environment: {
      MINIGATE_SMTP_URL: `smtp://minigate:of%20the%20mail%20server@127.0.0.1:${port}`,
      MINIGATE_MAIL_FROM: 'minigate@example.test',
    },
    received,
    async next() {
      for (;;) {
        const mail = received[taken];
        if (mail !== undefined) {
          taken += 1;
          return mail;
        }
        await once(arrivals, 'mail');
      }
    },
  };
}

/** Undoes quoted-printable (RFC 2045) where the mail says so. */
function bodyOf(source: string): string {
  const at = source.indexOf('\r\n\r\n');
  const body = source.slice(at + 4);
  if (!/^content-transfer-encoding: quoted-printable/im.test(source.slice(0, at))) return body;
  return body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
