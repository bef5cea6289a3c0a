import { type DatedPolicyDocument, findPolicyFault, type OpenedPolicy, verifyPolicy } from '@minigate/policy';
import { type Clock, systemClock } from '../clock.ts';
import { tellHost } from '../host-console.ts';
import type { Transport } from '../transport/transport.ts';
import type { Announcements } from './announcements.ts';
import { Backoff } from './backoff.ts';
import { feedFault, type PolicyFeedFault } from './faults.ts';
import { checkFeedOptions, createTransport } from './feed-options.ts';
import { KeyRing } from './key-ring.ts';
import { policyFeedLimits } from './limits.ts';
import { PlatformClient } from './platform-client.ts';
import type { PolicyFeed, PolicyFeedEvents, PolicyFeedOptions, PolicyTrouble } from './policy-feed-api.ts';
import { PolicyStore } from './policy-store.ts';
import { restore, writeStored } from './stored-policy.ts';

/**
 * Fetches, verifies, keeps and follows the signed policy of one mini program. Begins at once: with what is
 * kept on the disk, then at the platform. Rule 24.
 *
 * @throws TypeError if an option is malformed; the message says what to mend
 *
 * @example
 * const feed = createPolicyFeed({
 *   issuer: 'https://platform.example.com',
 *   appId: 'demo',
 *   thumbprint: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
 *   directory: '/var/lib/superapp/policies',
 * });
 * await feed.ready;
 * const network = createNetwork({ policy: feed });
 */
export function createPolicyFeed(options: PolicyFeedOptions): PolicyFeed {
  checkFeedOptions(options);
  return new Feed(options);
}

/** The newest policy that was taken. */
interface Known {
  readonly text: string;
  readonly etag: string | undefined;
  readonly opened: OpenedPolicy;
}

type Verified = OpenedPolicy | { readonly ok: false; readonly fault: PolicyFeedFault };

class Feed implements PolicyFeed {
  readonly issuer: string;
  readonly appId: string;
  readonly apply: PolicyFeed['apply'];
  readonly ready: Promise<void>;
  readonly #options: PolicyFeedOptions;
  readonly #now: () => number;
  readonly #clock: Clock;
  readonly #transport: Transport;
  readonly #client: PlatformClient;
  readonly #store: PolicyStore | undefined;
  readonly #ring: KeyRing;
  readonly #backoff = new Backoff(policyFeedLimits.firstRetry, policyFeedLimits.longestRetry);
  readonly #listeners = new Map<keyof PolicyFeedEvents, Set<(event: never) => void>>();
  /** Files of the store that are none of ours. */
  readonly #useless = new Set<string>();
  #known: Known | undefined;
  #fault: PolicyFeedFault | undefined = feedFault('NOTHING_YET');
  /** The highest version that was announced. */
  #announced = -1;
  #askedAt = -Infinity;
  #asking: Promise<void> | undefined;
  #stopTimer = () => {};
  #announcements: Announcements | undefined;
  #closed = false;

  constructor(options: PolicyFeedOptions) {
    const { issuer, appId, thumbprint, directory } = options;
    this.#options = options;
    this.issuer = issuer;
    this.appId = appId;
    this.apply = options.apply ?? 'cold-start';
    this.#now = options.now ?? Date.now;
    this.#clock = options.clock ?? systemClock;
    this.#transport = options.transport ?? createTransport(options);
    this.#ring = new KeyRing(issuer, thumbprint);
    this.#store = directory === undefined ? undefined : new PolicyStore(directory, issuer, appId);
    this.#client = new PlatformClient({
      issuer,
      appId,
      transport: this.#transport,
      clock: this.#clock,
      refreshInterval: options.refreshInterval ?? policyFeedLimits.refresh,
    });
    this.ready = this.#begin();
  }

  get policy(): DatedPolicyDocument | undefined {
    const policy = this.#known?.opened.policy;
    return policy !== undefined && this.holds(policy) ? policy : undefined;
  }

  get fault(): PolicyFeedFault | undefined {
    const policy = this.#known?.opened.policy;
    const ofTime = policy && findPolicyFault(policy, { appId: this.appId, now: this.#now() });
    if (ofTime === undefined || this.#fault === undefined) return ofTime ?? this.#fault;
    return { ...ofTime, message: `${ofTime.message} ${this.#fault.message}` };
  }

  holds(policy: DatedPolicyDocument): boolean {
    return findPolicyFault(policy, { appId: this.appId, now: this.#now() }) === undefined;
  }

  async refresh(): Promise<void> {
    // What is under way may be answered by a cache.
    await this.#asking;
    await this.#ask(true);
  }

  on<K extends keyof PolicyFeedEvents>(event: K, listener: (event: PolicyFeedEvents[K]) => void): () => void {
    let set = this.#listeners.get(event);
    if (set === undefined) this.#listeners.set(event, (set = new Set()));
    set.add(listener);
    return () => void set.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopTimer();
    this.#announcements?.close();
    await this.#transport.close();
    await this.#asking;
    await this.ready;
  }

  async #begin(): Promise<void> {
    await this.#readStore();
    if (this.#closed) return;
    const asked = this.#ask(false);
    if (this.policy === undefined) await asked;
    if (this.#closed || this.#options.announcements === false) return;
    this.#announcements = this.#client.announcements({
      onVersion: (version) => this.#onVersion(version),
      onFault: (fault) => this.#report({ fault, source: 'announcements' }),
    });
  }

  /** What is on the disk counts only as far as it proves itself. */
  async #readStore(): Promise<void> {
    if (this.#store === undefined) return;
    const { issuer, appId } = this;
    const { thumbprint } = this.#options;
    try {
      for (const file of await this.#store.read()) {
        const restored = await restore(file, this.#store, { issuer, appId, thumbprint });
        if (restored.ok) {
          const { stored, opened } = restored;
          await this.#ring.learn({ keys: stored.keys });
          await this.#take(stored.text, stored.etag, opened, 'disk');
          return;
        }
        this.#useless.add(file.name);
        this.#report({ fault: feedFault('STORED_POLICY_REFUSED', restored.why), source: 'disk' });
      }
    } catch (error) {
      this.#reportStore(error);
    }
  }

  #ask(revalidate: boolean): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return (this.#asking ??= this.#fetch(revalidate).finally(() => (this.#asking = undefined)));
  }

  /** One round: ask, verify, take, and say when the next one is due. Never rejects. */
  async #fetch(revalidate: boolean): Promise<void> {
    this.#stopTimer();
    this.#askedAt = this.#clock.now();
    const asked = await this.#client.policy(this.#known?.etag, revalidate);
    if (this.#closed) return;
    if (asked.kind === 'failure') {
      this.#fail(asked.fault, asked.retryAfter);
      return;
    }
    if (asked.kind === 'policy') {
      const verified = await this.#verify(asked.text);
      if (this.#closed) return;
      if (!verified.ok) {
        this.#fail(verified.fault, 0);
        return;
      }
      await this.#take(asked.text, asked.etag, verified, 'platform');
    }
    this.#fault = undefined;
    const behind = this.#announced > (this.#known?.opened.policy.version ?? -1);
    if (!behind) this.#backoff.reset();
    this.#schedule(behind ? this.#backoff.next() : asked.freshFor * (0.9 + Math.random() / 10), behind);
  }

  /** Looks for the key among those that the platform publishes where it is not known. */
  async #verify(text: string): Promise<Verified> {
    const first = await this.#verifyNow(text);
    const lacksKey =
      !first.ok && (first.fault.code === 'UNKNOWN_KEY' || first.fault.code === 'UNTRUSTED_KEY');
    if (!lacksKey) return first;
    const answer = await this.#client.keySet();
    if (!('ok' in answer)) return { ok: false, fault: answer.fault };
    await this.#ring.learn(answer.value);
    return this.#verifyNow(text);
  }

  #verifyNow(text: string): Promise<Verified> {
    const { issuer, appId } = this;
    const newerThan = this.#known?.opened.policy;
    return verifyPolicy(text, { issuer, appId, now: this.#now(), newerThan, ...this.#ring.trust });
  }

  async #take(
    text: string,
    etag: string | undefined,
    opened: OpenedPolicy,
    source: 'disk' | 'platform',
  ): Promise<void> {
    const changed = this.#known?.text !== text;
    this.#fault = undefined;
    this.#known = { text, etag, opened };
    await this.#ring.signedBy(opened.keyId);
    if (opened.nextKey !== undefined) await this.#ring.announced(opened.nextKey, text);
    if (!changed) return;
    if (source === 'platform') await this.#keep(this.#known);
    if (this.holds(opened.policy))
      this.#emit('policy', { policy: opened.policy, ignored: opened.ignored, source });
  }

  async #keep({ text, etag, opened }: Known): Promise<void> {
    if (this.#store === undefined) return;
    try {
      const stored = writeStored({ text, etag, keys: this.#ring.chain });
      await this.#store.write(opened.policy, stored, this.#useless);
      this.#useless.clear();
    } catch (error) {
      this.#reportStore(error);
    }
  }

  #onVersion(version: number): void {
    if (version <= Math.max(this.#known?.opened.policy.version ?? -1, this.#announced)) return;
    this.#announced = version;
    if (this.#asking !== undefined) return;
    const early = policyFeedLimits.leastBetweenAnnounced - (this.#clock.now() - this.#askedAt);
    if (early > 0) this.#schedule(early, true);
    else void this.#ask(true);
  }

  #fail(fault: PolicyFeedFault, retryAfter: number): void {
    this.#fault = fault;
    this.#report({ fault, source: 'platform' });
    this.#schedule(Math.max(this.#backoff.next(), retryAfter), false);
  }

  #schedule(delay: number, revalidate: boolean): void {
    this.#stopTimer();
    if (this.#closed) return;
    this.#stopTimer = this.#clock.after(delay, () => void this.#ask(revalidate));
  }

  #reportStore(error: unknown): void {
    const seen = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    this.#report({ fault: feedFault('STORE_FAILED', seen), source: 'disk' });
  }

  #report(trouble: PolicyTrouble): void {
    if (!this.#closed) this.#emit('fault', trouble);
  }

  #emit<K extends keyof PolicyFeedEvents>(name: K, event: PolicyFeedEvents[K]): void {
    const set = this.#listeners.get(name) as Set<(event: PolicyFeedEvents[K]) => void> | undefined;
    for (const listener of set ?? []) {
      try {
        listener(event);
      } catch (error) {
        tellHost(`A listener of the policy feed's "${name}" threw:`, error);
      }
    }
  }
}
