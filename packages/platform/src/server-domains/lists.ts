import { type Api, apis, compareLists, grantedBy, type ServerDomainLists } from '@minigate/policy';

type Separate = { readonly [A in Api]?: readonly string[] };

/**
 * The lists with further entries; as they were if every call has them already. What was one list for all calls becomes
 * four, with the same effect, where entries are given for single calls; entries for all calls go onto each of separate
 * lists. Nothing that was granted is taken away.
 */
export function addEntries(lists: ServerDomainLists, given: ServerDomainLists): ServerDomainLists {
  const next = isOne(lists) && isOne(given) ? union(lists, given) : addSeparately(lists, given);
  return grantTheSame(lists, next) ? lists : next;
}

/** The lists without some entries; as they were if none of them is on a list. */
export function removeEntries(lists: ServerDomainLists, given: ServerDomainLists): ServerDomainLists {
  const next = isOne(lists) && isOne(given) ? without(lists, given) : removeSeparately(lists, given);
  return grantTheSame(lists, next) ? lists : next;
}

function addSeparately(lists: ServerDomainLists, given: ServerDomainLists): Separate {
  const next: { [A in Api]?: readonly string[] } = separate(lists);
  const more = isOne(given) ? spread(given, next.connectSocket === undefined) : given;
  for (const api of apis) {
    const entries = more[api] ?? [];
    if (entries.length > 0) next[api] = union(next[api] ?? followed(api, next), entries);
  }
  return next;
}

function removeSeparately(lists: ServerDomainLists, given: ServerDomainLists): Separate {
  const next: { [A in Api]?: readonly string[] } = separate(lists);
  for (const api of apis) {
    const list = next[api] ?? followed(api, next);
    const left = without(list, isOne(given) ? given : (given[api] ?? []));
    if (left.length < list.length) next[api] = left;
  }
  return next;
}

/** Entries for all calls, onto each list that can have them; a list that follows another one has that one's. */
function spread(entries: readonly string[], follows: boolean): Separate {
  const { connectSocket, ...rest } = grantedBy(entries);
  return { ...rest, connectSocket: follows ? connectSocket.filter(isSocketEntry) : connectSocket };
}

/** Without a list of its own, `connectSocket` has that of `request`. */
function followed(api: Api, lists: Separate): readonly string[] {
  return api === 'connectSocket' ? (lists.request ?? []) : [];
}

function separate(lists: ServerDomainLists): Separate {
  return isOne(lists) ? grantedBy(lists) : { ...lists };
}

function isOne(lists: ServerDomainLists): lists is readonly string[] {
  return Array.isArray(lists);
}

function isSocketEntry(entry: string): boolean {
  return entry.startsWith('wss:');
}

function grantTheSame(one: ServerDomainLists, other: ServerDomainLists): boolean {
  const { added, removed } = compareLists(one, other);
  return Object.keys(added).length === 0 && Object.keys(removed).length === 0;
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])];
}

function without(one: readonly string[], other: readonly string[]): readonly string[] {
  const gone = new Set(other);
  return one.filter((entry) => !gone.has(entry));
}
