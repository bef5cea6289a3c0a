import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { rootCertificates } from 'node:tls';
import { reasonOf, UsageError } from '../usage-error.ts';

export interface PlatformClientOptions {
  /** The origin of the platform. */
  readonly platform: string;
  /** Of who is signed in; nothing for those calls that everybody may make. */
  readonly token?: string;
  /** PEM certificates that are trusted beside those of the system. */
  readonly ca?: string | undefined;
}

/** More than any answer has; who sends more is no platform. */
const longestAnswer = 16 * 1024 * 1024;
/** Milliseconds without a byte. */
const patience = 60_000;

/** What a platform refused, in its own words. */
export class PlatformRefusal extends Error {
  override readonly name = 'PlatformRefusal';
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, details: Readonly<Record<string, unknown>>) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Calls the API of a platform. Redirects are not followed: a token is for one origin. */
export class PlatformClient {
  readonly #options: PlatformClientOptions;

  /** @throws UsageError if the platform is not named by an https origin; http is for this machine only */
  constructor(options: PlatformClientOptions) {
    checkOrigin(options.platform);
    this.#options = options;
  }

  /**
   * @param body sent as JSON
   * @returns what the platform answered, read from JSON; nothing for an answer without a body
   * @throws PlatformRefusal if the platform refused
   * @throws UsageError if it cannot be reached, or does not answer as a platform does
   */
  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const { platform } = this.#options;
    const { status, text } = await this.#exchange(method, path, body).catch((error: unknown) => {
      throw new UsageError(`The platform ${platform} cannot be reached: ${describe(error)}.`);
    });
    const answer = parse(text);
    if (status >= 200 && status < 300 && (answer !== undefined || text === '')) return answer;
    const { code, message, details } = ((answer as { error?: unknown } | undefined)?.error ?? {}) as Partial<
      Record<'code' | 'message' | 'details', unknown>
    >;
    if (typeof code === 'string' && typeof message === 'string') {
      throw new PlatformRefusal(status, code, message, (details ?? {}) as Readonly<Record<string, unknown>>);
    }
    throw new UsageError(
      `${platform} does not answer as a platform does (status ${status}). Check the address.`,
    );
  }

  #exchange(method: string, path: string, body: unknown): Promise<{ status: number; text: string }> {
    const { platform, token, ca } = this.#options;
    const url = new URL(path, platform);
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const outgoing = request(url, {
        method,
        timeout: patience,
        headers: {
          accept: 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(sent === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
        },
        ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('it does not answer')));
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        const parts: Buffer[] = [];
        let length = 0;
        incoming.on('data', (part: Buffer) => {
          length += part.length;
          if (length > longestAnswer) outgoing.destroy(new Error('its answer is too long'));
          else parts.push(part);
        });
        incoming.on('error', reject);
        incoming.on('end', () => {
          resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(parts).toString() });
        });
      });
      outgoing.end(sent);
    });
  }
}

/** @throws UsageError */
export function checkOrigin(platform: string): void {
  const url = URL.canParse(platform) ? new URL(platform) : undefined;
  const local = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && local);
  if (safe && url.origin === platform) return;
  throw new UsageError(
    `"${platform}" is not the address of a platform. Write it as https://minigate.example.com, without a path (http is for this machine only).`,
  );
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED') return 'nobody listens there';
  if (code === 'ENOTFOUND') return 'there is no such host';
  return reasonOf(error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
