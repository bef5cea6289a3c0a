import type { PlatformView } from '@minigate/platform';

/** Limits as they are typed: empty text leaves what the host profile or the platform itself has. */
export interface LimitsDraft {
  readonly maxEntries: number | string;
  readonly changesPerMonth: number | string;
  readonly requestsPerMinute: number | string;
  readonly requestsPerDay: number | string;
}

export type LimitName = keyof LimitsDraft;

/** The word for no limit. */
export const unlimited = 'unlimited';

type Limits = PlatformView['limits'];

export function toDraft({ serverDomains, accessTokens }: Limits): LimitsDraft {
  return {
    maxEntries: serverDomains.maxEntries ?? '',
    changesPerMonth: serverDomains.changesPerMonth ?? '',
    requestsPerMinute: accessTokens?.requestsPerMinute ?? '',
    requestsPerDay: accessTokens?.requestsPerDay ?? '',
  };
}

/** What is sent; the platform judges the numbers. */
export function toLimits(draft: LimitsDraft): Limits {
  const { maxEntries, changesPerMonth, requestsPerMinute, requestsPerDay } = draft;
  return {
    serverDomains: {
      maxEntries: toNumber(maxEntries),
      changesPerMonth: changesPerMonth === unlimited ? unlimited : toNumber(changesPerMonth),
    },
    accessTokens: {
      requestsPerMinute: toNumber(requestsPerMinute),
      requestsPerDay: toNumber(requestsPerDay),
    },
  };
}

/** The draft that a text has; undefined where it is none. */
export function readLimitsDraft(text: string): LimitsDraft | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<LimitName, unknown>>;
    const read = (name: LimitName): number | string => {
      const field = value[name];
      return typeof field === 'number' || typeof field === 'string' ? field : '';
    };
    return {
      maxEntries: read('maxEntries'),
      changesPerMonth: read('changesPerMonth'),
      requestsPerMinute: read('requestsPerMinute'),
      requestsPerDay: read('requestsPerDay'),
    };
  } catch {
    return undefined;
  }
}

/** What both have changed since `base`; where both changed the same limit, `mine` stays. */
export function mergeLimits(base: LimitsDraft, theirs: LimitsDraft, mine: LimitsDraft): LimitsDraft {
  const merged = (name: LimitName) => (mine[name] === base[name] ? theirs[name] : mine[name]);
  return {
    maxEntries: merged('maxEntries'),
    changesPerMonth: merged('changesPerMonth'),
    requestsPerMinute: merged('requestsPerMinute'),
    requestsPerDay: merged('requestsPerDay'),
  };
}

function toNumber(typed: number | string): number | null {
  return typed === '' ? null : Number(typed);
}
