import {
  type Api,
  binance,
  type HostProfile,
  type IssueCode,
  type ListName,
  namedLists,
  parsePolicyDocument,
  parseServerDomain,
  type PolicyIssue,
  type ServerDomainLists,
} from '@minigate/policy';

/** What the platform says of one entry. */
export interface EntryVerdict {
  readonly list: ListName;
  /** Its place among the entries that were given for the list, from 0. */
  readonly index: number;
  readonly entry: string;
  readonly ok: boolean;
  /** The one spelling of a good entry. */
  readonly text?: string;
  /** Of a bad entry, and of a good one about which there is something to say. */
  readonly code?: IssueCode;
  /** What is wrong, and what to do. */
  readonly message?: string;
  /** The corrected text, where there is one. */
  readonly correction?: string;
}

export interface Judgement {
  readonly entries: readonly EntryVerdict[];
  /** The good entries, each once and in its one spelling. */
  readonly lists: ServerDomainLists;
}

/** What can be neither configured nor called, beside the banned hosts of the host profile. Rule 4. */
export interface Bans {
  readonly bannedHosts: readonly string[];
  readonly bannedOrigins: readonly string[];
}

/** How many entries a list has is judged when the lists are put together. */
const profile: HostProfile = {
  ...binance,
  serverDomains: { ...binance.serverDomains, maxEntries: Number.POSITIVE_INFINITY },
};
const nothingBanned = { bannedHosts: [] };

/** Judges entries by the policy package. One that is there twice is good, and is told. */
export function judgeEntries(given: ServerDomainLists, bans: Bans): Judgement {
  const read = parsePolicyDocument(
    { appId: 'judged', version: 0, serverDomains: given, ...bans },
    { profile },
  );
  if (!read.ok) throw new Error(`Lists cannot be judged: ${read.issues.map(({ code }) => code).join(', ')}.`);
  const { ignored, document } = read;
  const issues = new Map(ignored.map((issue) => [issue.at, issue]));
  const good = new Map(namedLists(document.serverDomains));
  const entries = namedLists(given).flatMap(([list, texts]) => {
    const inForce = good.get(list)?.values();
    return texts.map((entry, index): EntryVerdict => {
      const issue = issues.get(`${list === 'all' ? 'serverDomains' : `serverDomains.${list}`}[${index}]`);
      if (issue === undefined) return { list, index, entry, ok: true, text: inForce?.next().value ?? entry };
      const told = tell(issue);
      if (issue.code !== 'DUPLICATE') return { list, index, entry, ok: false, ...told };
      return { list, index, entry, ok: true, text: spell(entry, list).text ?? entry, ...told };
    });
  });
  return { entries, lists: document.serverDomains };
}

/**
 * Reads entries that are to be removed. What cannot be a server domain is on no list, so its removal is a success; what
 * is banned may still be on one.
 */
export function readRemovals(given: ServerDomainLists): Judgement {
  const entries = namedLists(given).flatMap(([list, texts]) =>
    texts.map((entry, index): EntryVerdict => ({ list, index, entry, ok: true, ...spell(entry, list) })),
  );
  const textsOf = (list: ListName) =>
    entries.flatMap((verdict) => (verdict.list === list && verdict.text !== undefined ? verdict.text : []));
  const lists: ServerDomainLists = Array.isArray(given)
    ? textsOf('all')
    : Object.fromEntries(namedLists(given).map(([list]) => [list, textsOf(list)]));
  return { entries, lists };
}

function spell(
  entry: string,
  list: ListName,
): Pick<EntryVerdict, 'text' | 'code' | 'message' | 'correction'> {
  const api: Api = list === 'all' ? 'connectSocket' : list;
  const read = parseServerDomain(entry, { api, profile: nothingBanned });
  return read.ok ? { text: read.domain.text } : tell(read.issue);
}

function tell({
  code,
  message,
  correction,
}: PolicyIssue): Pick<EntryVerdict, 'code' | 'message' | 'correction'> {
  return { code, message, ...(correction === undefined ? {} : { correction }) };
}
