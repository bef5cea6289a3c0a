import type { Clock } from '../clock.ts';
import { networkOf } from '../http/client-network.ts';

/** What bounds the refused attempts that the audit log keeps. Times are milliseconds; docs/limits.md shows this table. */
export const refusalLimits = {
  /** Of one asker, for the same action and reason, in `refusalsTime`; each replica counts for itself. */
  refusalsOfOne: 20,
  /** Of all who are not signed in together, for the same reason. */
  refusalsOfNobody: 200,
  refusalsTime: 15 * 60_000,
} as const;

/** What is counted at a time; beyond that the one that began first is forgotten. */
const mostCounts = 10_000;

/** An attempt that was refused. */
export interface Refusal {
  readonly actor: { readonly kind: string; readonly id: string };
  /** The address of the client. */
  readonly address: string;
  readonly action: string;
  /** The code of the refusal. */
  readonly reason: string;
  readonly teamId?: string | undefined;
  readonly appId?: string | undefined;
}

/** How many refusals of one kind there were in a window of time. */
interface Count {
  since: number;
  seen: number;
  /** `seen` when the last one was kept. */
  keptAt: number;
  /** Those after it. */
  leftOut: number;
}

/**
 * Keeps refused attempts from filling the audit log. Those that are few are kept each. Of a flood every one that
 * doubles the number is kept, and says how many were left out before it, so that a log of any flood is short and still
 * tells its size.
 */
export class RefusalBounds {
  readonly #clock: Clock;
  readonly #ofOne = new Map<string, Count>();
  readonly #ofNobody = new Map<string, Count>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns how many refusals of its kind were left out since the last one that was kept; undefined: leave this one out too */
  admit({ actor, address, action, reason, teamId = '', appId = '' }: Refusal): number | undefined {
    const asker = actor.kind === 'nobody' ? networkOf(address) : actor.id;
    const one = this.#count(this.#ofOne, `${actor.kind} ${asker} ${action} ${reason} ${appId || teamId}`);
    const counts = actor.kind === 'nobody' ? [one, this.#count(this.#ofNobody, `${reason} ${appId}`)] : [one];
    const [ofOne, ofNobody] = [refusalLimits.refusalsOfOne, refusalLimits.refusalsOfNobody];
    const kept = counts.every((count) => isKept(count, count === one ? ofOne : ofNobody));
    const leftOut = counts.at(-1)?.leftOut ?? 0;
    for (const count of counts) {
      if (kept) Object.assign(count, { keptAt: count.seen, leftOut: 0 });
      else count.leftOut += 1;
    }
    return kept ? leftOut : undefined;
  }

  /** Counts one more. What was left out of a window that is over is told in the next one. */
  #count(counts: Map<string, Count>, key: string): Count {
    const now = this.#clock.now();
    const known = counts.get(key);
    if (known !== undefined && now < known.since + refusalLimits.refusalsTime) {
      known.seen += 1;
      return known;
    }
    const begun = { since: now, seen: 1, keptAt: 0, leftOut: known?.leftOut ?? 0 };
    counts.delete(key);
    const oldest = counts.size < mostCounts ? undefined : counts.keys().next().value;
    if (oldest !== undefined) counts.delete(oldest);
    counts.set(key, begun);
    return begun;
  }
}

function isKept({ seen, keptAt }: Count, most: number): boolean {
  return seen <= most || seen >= 2 * keptAt;
}
