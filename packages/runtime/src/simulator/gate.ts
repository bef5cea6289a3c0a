import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { keyHeader, type LetIn } from './protocol.ts';
import { SimulatorError } from './simulator-error.ts';

/** Addresses that were given out and not used yet; the oldest one is void when there is one more. */
const mostTokens = 8;
/** Browsers that are let in; the oldest one has to ask anew. */
const mostSessions = 16;
/** Used tokens that are still known as such, for a better sentence. */
const mostUsed = 64;

const another = 'Press Enter in the terminal where the simulator runs: it prints a new address.';

/**
 * Who may come in. The token of a printed address is exchanged once for a cookie and a key, and everything but the
 * page's own files needs both: scripts cannot read the cookie, and a server on another port, to which the browser sends
 * it as well, does not know the key. Whatever else a browser has open has neither: it does not know the token, its
 * requests carry another Origin, and a name of its own that leads here carries another Host.
 */
export class Gate {
  readonly #origin: string;
  readonly #host: string;
  readonly #cookie: string;
  readonly #tokens = new Set<string>();
  readonly #used = new Set<string>();
  /** Of cookie and key together. */
  readonly #sessions = new Set<string>();

  /** @param origin under which the simulator is reached, such as `http://127.0.0.1:7301` */
  constructor(origin: string) {
    const { host, port } = new URL(origin);
    this.#origin = origin;
    this.#host = host;
    this.#cookie = `minigate-simulator-${port || '80'}`;
  }

  /** A new token for an address; it works once. */
  newToken(): string {
    const token = randomBytes(32).toString('base64url');
    addTo(this.#tokens, digestOf(token), mostTokens);
    return token;
  }

  /**
   * Whether the request was sent to the address that was printed, and not to a name that leads here as well.
   *
   * @throws SimulatorError 421
   */
  checkHost({ headers, rawHeaders }: IncomingMessage): void {
    const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
    if (hosts.length === 1 && headers.host === this.#host) return;
    throw new SimulatorError(421, `The simulator answers to ${this.#origin} only.`, {
      fix: 'Open the address as it was printed in the terminal.',
    });
  }

  /**
   * Whether another page may be behind the request.
   *
   * @param changes whether the request could change something, or read what the feed tells
   * @throws SimulatorError 403
   */
  checkSender({ headers }: IncomingMessage, changes: boolean): void {
    const { origin } = headers;
    const site = headers['sec-fetch-site'];
    const isOwn = origin === this.#origin || (origin === undefined && !changes);
    if (isOwn && (site === undefined || site === 'same-origin' || (site === 'none' && !changes))) return;
    throw new SimulatorError(403, 'Only the page of this simulator may ask that.');
  }

  /** @throws SimulatorError 401 without a cookie and its key that were given here */
  checkSession(request: IncomingMessage): void {
    if (this.#isLetIn(request)) return;
    throw new SimulatorError(401, 'This browser is not let in.', { fix: another });
  }

  /**
   * Exchanges a token.
   *
   * @returns the `Set-Cookie` of whoever brought it, and the key to it
   * @throws SimulatorError 403 where it was never given out, or used before
   */
  exchange(
    request: IncomingMessage,
    token: string,
  ): { readonly headers: Readonly<Record<string, string>>; readonly value: LetIn } {
    const digest = digestOf(token);
    const known = [...this.#tokens].find((candidate) => isSame(candidate, digest));
    if (known === undefined) {
      const wasUsed = [...this.#used].some((candidate) => isSame(candidate, digest));
      // The same browser opens its address again, as after a restart.
      if (wasUsed && this.#isLetIn(request)) return { headers: {}, value: {} };
      const message = wasUsed
        ? 'This address was used already: it works once.'
        : 'This address is not known here.';
      throw new SimulatorError(403, message, { fix: another });
    }
    this.#tokens.delete(known);
    addTo(this.#used, known, mostUsed);
    const [session, key] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
    addTo(this.#sessions, digestOf(pairOf(session, key)), mostSessions);
    const cookie = `${this.#cookie}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    return { headers: { 'set-cookie': cookie }, value: { key } };
  }

  #isLetIn({ headers }: IncomingMessage): boolean {
    // A browser lets a page name the protocol of a WebSocket, and no header line.
    const key = headers[keyHeader] ?? headers['sec-websocket-protocol'];
    if (typeof key !== 'string') return false;
    const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    const given = cookies.flatMap((cookie) =>
      cookie.startsWith(`${this.#cookie}=`)
        ? [digestOf(pairOf(cookie.slice(this.#cookie.length + 1), key))]
        : [],
    );
    return [...this.#sessions].some((session) => given.some((digest) => isSame(session, digest)));
  }
}

/** Neither has a space. */
function pairOf(session: string, key: string): string {
  return `${session} ${key}`;
}

/** Secrets are known by their digests: comparing those tells nothing of them, by time neither. */
function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));
}

function addTo(set: Set<string>, value: string, most: number): void {
  set.add(value);
  const [oldest] = set;
  if (set.size > most && oldest !== undefined) set.delete(oldest);
}
