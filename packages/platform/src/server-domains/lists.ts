import { type Api, apis, type ServerDomainLists } from '@minigate/policy';

type Separate = { readonly [A in Api]?: readonly string[] };
/** What every call is granted, whichever way the lists are written. */
type Granted = Readonly<Record<Api, readonly string[]>>;

/** The list of a call, or the one that serves all four. */
export type ListName = 'all' | Api;

/** Entries by the list that they are on; lists without any are left out. */
export type Entries = { readonly [L in ListName]?: readonly string[] };

/**
 * The lists with further entries; as they were if every call has them already. What was one list for all calls becomes
 * four, with the same effect, where entries are given for single calls; entries for all calls go onto each of separate
 * lists. Nothing that was granted is taken away.
 */
export function addEntries(lists: ServerDomainLists, given: ServerDomainLists): ServerDomainLists {
  const next = isOne(lists) && isOne(given) ? union(lists, given) : addSeparately(lists, given);
  return isSameGrant(lists, next) ? lists : next;
}

/** The lists without some entries; as they were if none of them is on a list. */
export function removeEntries(lists: ServerDomainLists, given: ServerDomainLists): ServerDomainLists {
  const next = isOne(lists) && isOne(given) ? without(lists, given) : removeSeparately(lists, given);
  return isSameGrant(lists, next) ? lists : next;
}

/** Whether lists are written in the same form with the same entries; their order plays no part. */
export function areSameLists(one: ServerDomainLists, other: ServerDomainLists): boolean {
  if (isOne(one) || isOne(other)) return isOne(one) && isOne(other) && isSameSet(one, other);
  const follows = (lists: Separate) => lists.connectSocket === undefined;
  return follows(one) === follows(other) && isSameGrant(one, other);
}

/** What is granted now and was not before, and the other way round. */
export function compareLists(
  before: ServerDomainLists,
  after: ServerDomainLists,
): { readonly added: Entries; readonly removed: Entries } {
  if (isOne(before) && isOne(after)) {
    return { added: named('all', without(after, before)), removed: named('all', without(before, after)) };
  }
  const [old, now] = [grantedBy(before), grantedBy(after)];
  const each = (of: (api: Api) => readonly string[]): Entries =>
    Object.assign({}, ...apis.map((api) => named(api, of(api)))) as Entries;
  return {
    added: each((api) => without(now[api], old[api])),
    removed: each((api) => without(old[api], now[api])),
  };
}

/** The entries that serve a call. Rules 1.2 and 2.1. */
export function grantedBy(lists: ServerDomainLists): Granted {
  if (!isOne(lists)) {
    const { request = [], downloadFile = [], uploadFile = [], connectSocket = request } = lists;
    return { request, downloadFile, uploadFile, connectSocket };
  }
  const https = lists.filter((entry) => !isSocketEntry(entry));
  return { request: https, downloadFile: https, uploadFile: https, connectSocket: lists };
}

/** Lists by their names, those that are not there left out. */
export function namedLists(lists: ServerDomainLists): readonly (readonly [ListName, readonly string[]])[] {
  if (isOne(lists)) return [['all', lists]];
  return apis.flatMap((api) => {
    const list = lists[api];
    return list === undefined ? [] : [[api, list] as const];
  });
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

function isSameGrant(one: ServerDomainLists, other: ServerDomainLists): boolean {
  const [left, right] = [grantedBy(one), grantedBy(other)];
  return apis.every((api) => isSameSet(left[api], right[api]));
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && without(one, other).length === 0;
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])];
}

function without(one: readonly string[], other: readonly string[]): readonly string[] {
  const gone = new Set(other);
  return one.filter((entry) => !gone.has(entry));
}

function named(list: ListName, entries: readonly string[]): Entries {
  return entries.length === 0 ? {} : { [list]: entries };
}
