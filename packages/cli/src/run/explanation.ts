import { reasons } from '@minigate/policy';
import { type Denial, denialsOf, type Entry, type EntryError, isRefused } from '@minigate/runtime';

/** Why a call ended as it did, and what to do about it, in sentences for people. */
export interface Explanation {
  readonly why: string;
  /** The rule that was broken, by its number. */
  readonly rule?: number;
  readonly nearest?: string;
  readonly fix?: string;
  /** The server domain that would have to be configured. */
  readonly missing?: string;
}

/** For failures that are expected of a server on the developer's own machine. */
const developmentFlags: Readonly<Partial<Record<EntryError['code'], string>>> = {
  NAME_NOT_RESOLVED: '--resolve <name=address>',
  CERTIFICATE_AUTHORITY_INVALID: '--ca <file>',
};

/** What ended a call without success; nothing for a success and for an abort, which needs no explanation. */
export function explainFailure(entry: Entry): Explanation | undefined {
  const { error } = entry;
  if (error === undefined || error.code === 'ABORTED') return undefined;
  const denial = denialsOf(entry).findLast(({ enforced }) => enforced);
  if (isRefused(entry) && denial !== undefined) return explainDenial(denial);
  const flag = developmentFlags[error.code];
  const fix = flag === undefined ? error.fix : `${error.fix} In development: ${flag}`;
  return { why: error.detail ?? entry.errMsg ?? error.code, fix };
}

/** What would have ended a call outside of debugging mode. Rule 8. */
export function explainWaived(entry: Entry): Explanation | undefined {
  const denial = denialsOf(entry).find(({ enforced }) => !enforced);
  return denial === undefined ? undefined : explainDenial(denial);
}

function explainDenial({ reason, message, suggestion, nearest, address, origin }: Denial): Explanation {
  if (address !== undefined) {
    const fix = `Point the name at a public address; for development: --allow-address ${address}`;
    return { why: message, rule: 7, nearest, fix };
  }
  const rule = Object.entries(reasons).find(([code]) => code === reason)?.[1].rule;
  const missing = reason === 'HOST_NOT_LISTED' || reason === 'NO_SERVER_DOMAINS';
  return { why: message, rule, nearest, fix: suggestion, ...(missing ? { missing: origin } : undefined) };
}
