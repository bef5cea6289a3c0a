import type { Target } from '@minigate/policy';
import type { Clock } from '../clock.ts';
import type { Transport } from '../transport/transport.ts';
import { type AnnouncementListener, Announcements } from './announcements.ts';
import { feedFault, type PolicyFeedFault } from './faults.ts';
import { freshFor, readEtag, retryAfter } from './freshness.ts';
import { policyFeedLimits } from './limits.ts';
import { ask, type PlatformAnswer } from './platform-answer.ts';

/** What the platform says of a policy, as it says it: nothing is verified. */
export type FetchedPolicy =
  | {
      readonly kind: 'policy';
      readonly text: string;
      readonly etag: string | undefined;
      readonly freshFor: number;
    }
  | { readonly kind: 'unchanged'; readonly freshFor: number }
  | Failure;

interface Failure {
  readonly kind: 'failure';
  readonly fault: PolicyFeedFault;
  /** Milliseconds that the platform asks to be left in peace. */
  readonly retryAfter: number;
}

export interface PlatformClientOptions {
  readonly issuer: string;
  readonly appId: string;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Milliseconds for which a policy is fresh where its answer does not say. */
  readonly refreshInterval: number;
}

/** The three questions that a client asks a platform. Nothing of an answer is believed here. Rule 24. */
export class PlatformClient {
  readonly #options: PlatformClientOptions;
  readonly #policyPath: string;

  constructor(options: PlatformClientOptions) {
    this.#options = options;
    this.#policyPath = `/client/v1/mini-programs/${encodeURIComponent(options.appId)}/policy`;
  }

  /**
   * @param etag of the policy that is known
   * @param revalidate asks the platform itself: no cache on the way answers
   */
  async policy(etag: string | undefined, revalidate: boolean): Promise<FetchedPolicy> {
    const headers = ['accept', 'application/jose'];
    if (etag !== undefined) headers.push('if-none-match', etag);
    if (revalidate) headers.push('cache-control', 'no-cache');
    const answer = await ask(
      this.#options,
      this.#target(this.#policyPath),
      headers,
      policyFeedLimits.policyBytes,
    );
    if (!answer.ok) return { kind: 'failure', fault: answer.fault, retryAfter: 0 };
    const { status, header, body } = answer;
    const fresh = freshFor(header, this.#options.refreshInterval);
    if (status === 304 && etag !== undefined) return { kind: 'unchanged', freshFor: fresh };
    const fault = findFault(answer, 'application/jose');
    if (fault !== undefined) return { kind: 'failure', fault, retryAfter: retryAfter(header) };
    return {
      kind: 'policy',
      text: body.toString('latin1').trim(),
      etag: readEtag(header('etag')),
      freshFor: fresh,
    };
  }

  /** The public keys of the platform, as the JSON value that it gives. */
  async keySet(): Promise<{ readonly ok: true; readonly value: unknown } | Failure> {
    const target = this.#target('/.well-known/jwks.json');
    const answer = await ask(
      this.#options,
      target,
      ['accept', 'application/json'],
      policyFeedLimits.keySetBytes,
    );
    if (!answer.ok) return { kind: 'failure', fault: answer.fault, retryAfter: 0 };
    const fault = findFault(answer, 'application/json', 'application/jwk-set+json');
    if (fault !== undefined) return { kind: 'failure', fault, retryAfter: retryAfter(answer.header) };
    try {
      return { ok: true, value: JSON.parse(answer.body.toString('utf8')) as unknown };
    } catch {
      return { kind: 'failure', fault: feedFault('NOT_A_POLICY', 'the keys are no JSON'), retryAfter: 0 };
    }
  }

  /** Begins to listen for announcements; they go on until they are closed. */
  announcements(listener: AnnouncementListener): Announcements {
    return new Announcements(this.#options, this.#target(`${this.#policyPath}/events`), listener);
  }

  #target(path: string): Target {
    const { protocol, hostname, port, host } = new URL(this.#options.issuer);
    const scheme = protocol === 'https:' ? 'https' : 'http';
    return {
      scheme,
      hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
      explicitPort: port === '' ? undefined : port,
      authority: host,
      path,
    };
  }
}

function findFault({ status, header }: PlatformAnswer, ...types: string[]): PolicyFeedFault | undefined {
  if (status === 404) return feedFault('NO_SUCH_PROGRAM');
  if (status !== 200) return feedFault('PLATFORM_REFUSES', `status ${status}`);
  const type = (header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return types.includes(type) ? undefined : feedFault('NOT_A_POLICY', `it is not ${types.join(' or ')}`);
}
