import type { Core } from '../core.ts';
import type { Change } from '../database/storage.ts';
import { addToCount } from '../database/usage-count.ts';

/** How often something may be done. */
export interface ThrottleRule {
  /** What is counted, as it stands in the database. */
  readonly what: string;
  /** How often, in one window. */
  readonly limit: number;
  /** Milliseconds. Windows begin at multiples of it. */
  readonly window: number;
}

export interface Throttled {
  /** With this one. */
  readonly count: number;
  readonly exceeded: boolean;
  /** Seconds until the next window. */
  readonly retryAfter: number;
}

/**
 * Counts what people do that must not be done often. The counts are in the database, so all replicas have the same; a
 * count of an older window is deleted when the first of a new one is made.
 */
export class Throttle {
  readonly #core: Pick<Core, 'clock'>;

  constructor(core: Pick<Core, 'clock'>) {
    this.#core = core;
  }

  async count({ tx }: Change, { what, limit, window }: ThrottleRule, subject: string): Promise<Throttled> {
    const now = this.#core.clock.now();
    const current = Math.floor(now / window);
    const count = await addToCount(tx, { subject, what, window: current, count: 1 });
    if (count === 1) {
      await tx.deleteFrom('usage_count').where('what', '=', what).where('window', '<', current).execute();
    }
    return { count, exceeded: count > limit, retryAfter: ((current + 1) * window - now) / 1000 };
  }

  /** Takes one back that need not have been counted. */
  async takeBack({ tx }: Change, { what, window }: ThrottleRule, subject: string): Promise<void> {
    await tx
      .updateTable('usage_count')
      .set(({ eb }) => ({ count: eb('count', '-', 1) }))
      .where('subject', '=', subject)
      .where('what', '=', what)
      .where('window', '=', Math.floor(this.#core.clock.now() / window))
      .where('count', '>', 0)
      .execute();
  }
}
