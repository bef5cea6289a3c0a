import type { Core } from '../core.ts';
import type { Database } from '../database/storage.ts';
import { addToCount, type Usage } from '../database/usage-count.ts';
import { ApiError } from '../errors.ts';
import type { PlatformLimits } from '../platform-state/limits.ts';
import { tokenLimits } from './limits.ts';

interface Limit {
  /** How the database calls it. */
  readonly what: 'token-minute' | 'token-day';
  /** Milliseconds; windows begin at multiples of it. */
  readonly window: number;
  readonly most: number;
}

interface Counter {
  readonly window: number;
  /** What all replicas had counted when this one last told its own. */
  total: number;
  /** What this replica has counted since. */
  untold: number;
  /** When the first of those was counted. */
  untoldSince: number;
  /** What the others are being told just now; it is in neither of the two any more, or yet. */
  beingTold: number;
  /** There while the others are told, until they are. Never rejects. */
  telling?: Promise<void> | undefined;
}

/** How many requests one mini program may make. */
export interface QuotaLimits {
  readonly requestsPerMinute: number;
  /** Days are those of UTC. */
  readonly requestsPerDay: number;
}

/** The limits that hold: those of operators, or else the platform's own. */
export function quotaLimitsOf({ accessTokens }: PlatformLimits): QuotaLimits {
  const { requestsPerMinute, requestsPerDay } = tokenLimits;
  return {
    requestsPerMinute: accessTokens?.requestsPerMinute ?? requestsPerMinute,
    requestsPerDay: accessTokens?.requestsPerDay ?? requestsPerDay,
  };
}

/** Milliseconds after which a replica tells what it has counted, with the next request. */
const untoldTime = 1000;

/**
 * How many requests for a token a mini program may make. A replica counts in its memory and tells the others through
 * the database after a hundredth of the limit, or with the first request after a second. So of N replicas as much as
 * N hundredths of the limit can pass beyond it.
 */
export class Quota {
  readonly #core: Core;
  readonly #counters = new Map<string, Counter>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** @throws ApiError `QUOTA_EXCEEDED` if this one is too many; it is not counted then */
  async take(appId: string, { requestsPerMinute, requestsPerDay }: QuotaLimits): Promise<void> {
    const limits: readonly Limit[] = [
      { what: 'token-minute', window: tokenLimits.minute, most: requestsPerMinute },
      { what: 'token-day', window: tokenLimits.day, most: requestsPerDay },
    ];
    const { now, counters } = await this.#settled(appId, limits);
    for (const { limit, counter } of counters) refuseMore(limit, counter, now);
    for (const { counter } of counters) {
      if (counter.untold === 0) counter.untoldSince = now;
      counter.untold += 1;
    }
    const due = counters.filter(
      ({ limit, counter }) => counter.untold >= limit.most / 100 || now - counter.untoldSince >= untoldTime,
    );
    await Promise.all(due.map(({ limit, counter }) => this.#tell(appId, limit, counter)));
  }

  /** The counters at a moment when none of them is being told: what the others have counted is known then. */
  async #settled(appId: string, limits: readonly Limit[]) {
    for (;;) {
      const now = this.#core.clock.now();
      const counters = limits.map((limit) => ({ limit, counter: this.#counter(appId, limit, now) }));
      const telling = counters.find(({ counter }) => counter.telling !== undefined)?.counter.telling;
      if (telling === undefined) return { now, counters };
      await telling;
    }
  }

  #counter(appId: string, { what, window: length }: Limit, now: number): Counter {
    const key = `${what} ${appId}`;
    const window = Math.floor(now / length) * length;
    const known = this.#counters.get(key);
    if (known?.window === window) return known;
    const counter = { window, total: 0, untold: 0, untoldSince: now, beingTold: 0 };
    this.#counters.delete(key);
    const most = 2 * tokenLimits.rememberedPrograms;
    const oldest = this.#counters.size < most ? undefined : this.#counters.keys().next().value;
    if (oldest !== undefined) this.#counters.delete(oldest);
    this.#counters.set(key, counter);
    return counter;
  }

  async #tell(appId: string, { what }: Limit, counter: Counter): Promise<void> {
    const count = counter.untold;
    counter.untold = 0;
    counter.beingTold += count;
    const telling = this.#core.storage.change(({ tx }) =>
      addUsage(tx, { subject: appId, what, window: counter.window, count }),
    );
    counter.telling = telling.then(
      () => undefined,
      () => undefined,
    );
    try {
      counter.total = Math.max(counter.total, await telling);
    } catch (error) {
      counter.untold += count;
      throw error;
    } finally {
      counter.beingTold -= count;
      counter.telling = undefined;
    }
  }
}

function refuseMore({ window, most }: Limit, counter: Counter, now: number): void {
  if (counter.total + counter.beingTold + counter.untold < most) return;
  throw new ApiError('QUOTA_EXCEEDED', {
    detail: `${most} access tokens may be asked for in ${window / tokenLimits.minute} minutes`,
    details: { limit: most, seconds: window / 1000 },
    retryAfter: (counter.window + window - now) / 1000,
  });
}

/** Adds to a count, and forgets the windows before. @returns the count of all replicas */
export async function addUsage(tx: Database, usage: Usage): Promise<number> {
  const { subject, what, window } = usage;
  const count = await addToCount(tx, usage);
  if (count === usage.count) {
    await tx
      .deleteFrom('usage_count')
      .where('subject', '=', subject)
      .where('what', '=', what)
      .where('window', '<', window)
      .execute();
  }
  return count;
}
