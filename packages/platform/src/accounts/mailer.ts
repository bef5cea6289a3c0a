import type { Settings } from '../settings.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail through the server of the settings. */
export interface Mailer {
  /** @throws Error if the server does not take it */
  send(mail: Mail): Promise<void>;
}

/** Milliseconds for the mail server to answer. */
const patience = 15_000;

/** @returns undefined if the settings name no mail server */
export function createMailer({ mail }: Pick<Settings, 'mail'>): Mailer | undefined {
  if (mail === undefined) return undefined;
  return {
    async send({ to, subject, text }) {
      // Loaded with a mail, which few platforms send and none at its start.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        url: mail.smtpUrl,
        connectionTimeout: patience,
        greetingTimeout: patience,
        socketTimeout: patience,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      await transport.sendMail({ from: mail.from, to: { name: '', address: to }, subject, text });
    },
  };
}
