import {
  type DatedPolicyDocument,
  findPolicyFault,
  parsePolicyDocument,
  type PolicyDocument,
  type SignedPolicyFault,
} from '@minigate/policy';
import { NetworkError } from './errors.ts';
import type { PolicyFeed } from './policy-feed/policy-feed-api.ts';

/** Whether a network gets its policy from a feed rather than as a document, which is plain data. */
export function isPolicyFeed(policy: PolicyDocument | PolicyFeed): policy is PolicyFeed {
  return typeof policy === 'object' && policy !== null && 'refresh' in policy;
}

/**
 * The policy that the calls of one network are judged by: a document, or what a feed gives. Of a feed the
 * network takes the policy that there is when it is made, or else the first one that comes; later ones only
 * where the feed says `at-once`, or when the one in force has expired. The same version signed anew changes
 * nothing but its end. Rule 24.
 */
export class PolicyInForce {
  readonly #onChange: () => void;
  readonly #clockOffset: number;
  #feed: PolicyFeed | undefined;
  #document: PolicyDocument | undefined;
  #ofFeed: DatedPolicyDocument | undefined;
  #stopListening = () => {};

  /**
   * @param onChange another policy is in force from now on
   * @param clockOffset how far the device's clock is ahead, in milliseconds
   * @throws TypeError if a document is given that cannot be used
   */
  constructor(given: PolicyDocument | PolicyFeed, onChange: () => void, clockOffset = 0) {
    this.#onChange = onChange;
    this.#clockOffset = clockOffset;
    if (!isPolicyFeed(given)) {
      this.#document = checkedPolicy(given);
      return;
    }
    this.#feed = given;
    this.#ofFeed = given.policy;
    this.#stopListening = given.on('policy', ({ policy }) => this.#offer(policy));
  }

  /** `undefined` where every call is refused. */
  get document(): PolicyDocument | undefined {
    const feed = this.#feed;
    if (feed === undefined) return this.#document;
    if (this.#ofFeed !== undefined && this.#holds(feed, this.#ofFeed)) return this.#ofFeed;
    const newest = feed.policy;
    if (newest !== undefined && this.#faultHere(newest) !== undefined) return undefined;
    if (newest !== undefined) this.#take(newest);
    return newest;
  }

  /** @throws NetworkError NO_POLICY where every call is refused */
  require(): PolicyDocument {
    const { document } = this;
    if (document !== undefined) return document;
    const newest = this.#feed?.policy;
    const fault = newest === undefined ? this.#feed?.fault : this.#faultHere(newest);
    const { message = '', suggestion = '' } = fault ?? {};
    const detail = `There is no policy for the mini program "${this.#feed?.appId ?? ''}", so every call is refused. ${message} ${suggestion}`;
    throw new NetworkError('NO_POLICY', { detail: detail.trim() });
  }

  /**
   * Puts a document in force; a feed has no more say.
   *
   * @throws TypeError if it cannot be used
   */
  replace(document: PolicyDocument): void {
    this.#document = checkedPolicy(document);
    this.release();
    this.#feed = undefined;
    this.#onChange();
  }

  /** Hears of no more changes. */
  release(): void {
    this.#stopListening();
  }

  #offer(policy: DatedPolicyDocument): void {
    const before = this.#ofFeed;
    const takes =
      this.#feed?.apply === 'at-once' ||
      before === undefined ||
      before.version === policy.version ||
      this.#feed === undefined ||
      !this.#holds(this.#feed, before);
    if (takes) this.#take(policy);
  }

  #holds(feed: PolicyFeed, policy: DatedPolicyDocument): boolean {
    return feed.holds(policy) && this.#faultHere(policy) === undefined;
  }

  /** What a clock that is wrong finds. A right one finds what the feed does. */
  #faultHere(policy: DatedPolicyDocument): SignedPolicyFault | undefined {
    if (this.#clockOffset === 0) return undefined;
    return findPolicyFault(policy, { appId: policy.appId, now: Date.now() + this.#clockOffset });
  }

  #take(policy: DatedPolicyDocument): void {
    const before = this.#ofFeed;
    this.#ofFeed = policy;
    if (before?.version !== policy.version) this.#onChange();
  }
}

function checkedPolicy(value: PolicyDocument): PolicyDocument {
  const parsed = parsePolicyDocument(value);
  if (parsed.ok) return parsed.document;
  throw new TypeError(
    `The policy document cannot be used: ${parsed.issues.map(({ message }) => message).join(' ')}`,
  );
}
