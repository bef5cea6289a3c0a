import { isIP, type Socket } from 'node:net';
import { connect as startTls, type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import { NetworkError } from '../errors.ts';
import { Dial, type DialPlan } from '../transport/dial.ts';
import { toWireError } from '../transport/wire-errors.ts';
import { diagnosisLimits } from './limits.ts';

/** How TLS is spoken with a server that is only looked at. */
export interface HandshakeTerms {
  readonly secureContext: SecureContext;
  readonly protocols: readonly string[];
}

/** What was seen of a server. */
export interface Seen {
  readonly version: string;
  readonly cipher: string;
  readonly protocol: string | undefined;
  /** OpenSSL's word on the chain, without the host name; absent where it is good. */
  readonly fault: string | undefined;
  /** DER: the server's own certificate, then each one's issuer, as far as they were sent or are trusted. */
  readonly chain: readonly Buffer[];
  /** As `checkServerIdentity` wants it. */
  readonly leaf: PeerCertificate;
  readonly connectTime: number;
  readonly tlsTime: number;
}

/** How far it came, and why it ended there. */
export interface Unseen {
  readonly stage: 'connect' | 'tls';
  readonly error: NetworkError;
}

export type Handshake = { readonly seen: Seen } | { readonly unseen: Unseen };

/**
 * Makes a connection, shakes hands and ends it. The certificate is looked at, not relied on: nothing is sent
 * over a connection that is made here.
 *
 * @param plan the address guard judges every address of it; its time bounds the connection and the handshake each
 */
export async function shakeHands(plan: DialPlan, terms: HandshakeTerms): Promise<Handshake> {
  const dialled = await dial({ ...plan, tls: false });
  if ('error' in dialled) return { unseen: { stage: 'connect', error: dialled.error } };
  const { socket, connectTime } = dialled;
  return new Promise((resolve) => {
    const start = performance.now();
    let secure: TLSSocket | undefined;
    const end = (handshake: Handshake): void => {
      clearTimeout(timer);
      secure?.destroy();
      socket.destroy();
      resolve(handshake);
    };
    const fail = (error: unknown): void =>
      end({ unseen: { stage: 'tls', error: toWireError(error, 'tls', plan.name) } });
    const timer = setTimeout(() => {
      const detail = `${plan.name}: no TLS handshake within ${Math.round(plan.timeout)} ms.`;
      fail(new NetworkError('CONNECTION_TIMED_OUT', { detail }));
    }, plan.timeout);
    try {
      secure = open(socket, plan.hostname.replace(/\.$/, ''), terms);
    } catch (error) {
      fail(error);
      return;
    }
    const opened = secure;
    opened.on('error', fail);
    opened.once('secureConnect', () => {
      try {
        end({ seen: { ...read(opened), connectTime, tlsTime: performance.now() - start } });
      } catch (error) {
        fail(error);
      }
    });
  });
}

function dial(plan: DialPlan): Promise<{ socket: Socket; connectTime: number } | { error: NetworkError }> {
  return new Promise((resolve) => {
    const attempt = new Dial(plan, (error, socket) => {
      const { connectStart, connectEnd } = attempt.marks;
      if (socket !== null) resolve({ socket, connectTime: connectEnd - connectStart });
      else resolve({ error: error ?? new NetworkError('CONNECTION_ABORTED') });
    });
    attempt.start();
  });
}

function open(socket: Socket, host: string, { secureContext, protocols }: HandshakeTerms): TLSSocket {
  return startTls({
    socket,
    host,
    servername: isIP(host) === 0 ? host : '',
    secureContext,
    // A bad certificate is what is being looked for.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ALPNProtocols: [...protocols],
  });
}

function read(socket: TLSSocket): Omit<Seen, 'connectTime' | 'tlsTime'> {
  const leaf = socket.getPeerCertificate(true);
  const chain: Buffer[] = [];
  for (
    let next: typeof leaf | undefined = leaf;
    next?.raw !== undefined && chain.length < diagnosisLimits.certificates;
    next = next.issuerCertificate
  ) {
    const { raw } = next;
    if (chain.some((known) => known.equals(raw))) break;
    chain.push(raw);
  }
  const { authorizationError } = socket;
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    protocol: socket.alpnProtocol || undefined,
    fault: authorizationError ? String(authorizationError) : undefined,
    chain,
    leaf,
  };
}
