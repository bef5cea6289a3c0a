import type { EntryVerdict, Overflow } from '@minigate/platform';
import {
  type Api,
  binance,
  type HostProfile,
  type IssueCode,
  namedLists,
  parsePolicyDocument,
  parseServerDomain,
  type PolicyIssue,
  type ServerDomainLists,
} from '@minigate/policy';
import { type Draft, type DraftEntry, entriesOf, listsOf, shownLists } from './draft.ts';

/** What is said of one line. */
export interface LineVerdict {
  readonly ok: boolean;
  /** Of a good one its one spelling. */
  readonly text?: string;
  readonly code?: IssueCode;
  /** The engine's sentence: what is wrong, and what to do. */
  readonly message?: string;
  readonly correction?: string;
}

export interface DraftJudgement {
  /** By the id of the line; lines without any text have none. */
  readonly verdicts: ReadonlyMap<number, LineVerdict>;
  /** The good entries, each once and in its one spelling. */
  readonly lists: ServerDomainLists;
  readonly overflows: readonly Overflow[];
  /** How many lines are bad. */
  readonly faults: number;
}

/** What the platform knows beside the rules: it answers for the lists as they were sent to it. */
export interface PlatformWord {
  readonly of: ServerDomainLists;
  readonly entries: readonly EntryVerdict[];
}

/** How many entries a list may have is the platform's word, not the profile's. */
const profile: HostProfile = {
  ...binance,
  serverDomains: { ...binance.serverDomains, maxEntries: Number.POSITIVE_INFINITY },
};

/**
 * Judges every line of a draft by the policy package, as the platform does.
 *
 * @param limit entries of one list
 * @param word what the platform said of these lists; of others it is passed over
 */
export function judgeDraft(draft: Draft, limit: number, word?: PlatformWord): DraftJudgement {
  const given = listsOf(draft);
  const read = parsePolicyDocument({ appId: 'draft', version: 0, serverDomains: given }, { profile });
  const issues = new Map(read.ok ? read.ignored.map((issue) => [issue.at, issue]) : []);
  const refused = word !== undefined && sameText(word.of, given) ? refusals(word.entries) : new Map();
  const verdicts = new Map<number, LineVerdict>();
  const good: Record<string, string[]> = {};
  for (const name of shownLists(draft)) {
    const list: string[] = (good[name] = []);
    for (const [index, entry] of entriesOf(draft.lists[name] ?? []).entries()) {
      const own = judgeLine(entry, name === 'all' ? 'connectSocket' : name, issues.get(placeOf(name, index)));
      const verdict = own.ok ? (refused.get(`${name}[${index}]`) ?? own) : own;
      verdicts.set(entry.id, verdict);
      if (verdict.ok && verdict.text !== undefined && !list.includes(verdict.text)) list.push(verdict.text);
    }
  }
  const lists: ServerDomainLists = draft.form === 'one' ? (good['all'] ?? []) : good;
  return {
    verdicts,
    lists,
    overflows: namedLists(lists).flatMap(([list, { length: count }]) =>
      count > limit ? [{ list, count, limit }] : [],
    ),
    faults: [...verdicts.values()].filter(({ ok }) => !ok).length,
  };
}

/** What every bad line that has a correction would be after it, by the ids of the lines. */
export function correctionsOf({ verdicts }: DraftJudgement): ReadonlyMap<number, string> {
  return new Map(
    [...verdicts].flatMap(([id, { ok, correction }]) =>
      ok || correction === undefined ? [] : [[id, correction] as const],
    ),
  );
}

/** The lines that cannot be saved. */
export function faultsOf({ verdicts }: DraftJudgement): readonly number[] {
  return [...verdicts].flatMap(([id, { ok }]) => (ok ? [] : id));
}

/** The lines that are on their list already. */
export function duplicatesOf({ verdicts }: DraftJudgement): readonly number[] {
  return [...verdicts].flatMap(([id, { code }]) => (code === 'DUPLICATE' ? id : []));
}

function judgeLine({ text }: DraftEntry, api: Api, issue: PolicyIssue | undefined): LineVerdict {
  const read = parseServerDomain(text, { api });
  const told = read.ok ? issue : read.issue;
  return {
    ok: read.ok,
    ...(read.ok && { text: read.domain.text }),
    ...(told !== undefined && {
      code: told.code,
      message: told.message,
      ...(told.correction !== undefined && { correction: told.correction }),
    }),
  };
}

function refusals(entries: readonly EntryVerdict[]): ReadonlyMap<string, LineVerdict> {
  return new Map(
    entries.flatMap(({ list, index, ok, code, message, correction }) => {
      const verdict: LineVerdict = {
        ok,
        ...(code !== undefined && { code }),
        ...(message !== undefined && { message }),
        ...(correction !== undefined && { correction }),
      };
      return ok ? [] : [[`${list}[${index}]`, verdict] as const];
    }),
  );
}

function placeOf(name: string, index: number): string {
  return name === 'all' ? `serverDomains[${index}]` : `serverDomains.${name}[${index}]`;
}

function sameText(one: ServerDomainLists, other: ServerDomainLists): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
