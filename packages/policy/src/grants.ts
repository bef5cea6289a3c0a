import { apis } from './api.ts';
import type { Api } from './api.ts';
import type { ServerDomainLists } from './lists.ts';

/** The list of a call, or the one that serves all four. */
export type ListName = 'all' | Api;

/** Entries by the list that they are on; lists without any are left out. */
export type EntriesByList = { readonly [L in ListName]?: readonly string[] };

/**
 * The entries that serve a call, whichever way the lists are written. Rules 1.2 and 2.1.
 *
 * @param lists in the one spelling that `parsePolicyDocument` gives
 */
export function grantedBy(lists: ServerDomainLists): Readonly<Record<Api, readonly string[]>> {
  if (!isOne(lists)) {
    const { request = [], downloadFile = [], uploadFile = [], connectSocket = request } = lists;
    return { request, downloadFile, uploadFile, connectSocket };
  }
  const https = lists.filter((entry) => !entry.startsWith('wss:'));
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

/** Whether lists are written in the same form with the same entries; their order plays no part. */
export function areSameLists(one: ServerDomainLists, other: ServerDomainLists): boolean {
  if (isOne(one) || isOne(other)) return isOne(one) && isOne(other) && isSameSet(one, other);
  const [left, right] = [grantedBy(one), grantedBy(other)];
  const sameFallback = (one.connectSocket === undefined) === (other.connectSocket === undefined);
  return sameFallback && apis.every((api) => isSameSet(left[api], right[api]));
}

/**
 * What is granted now and was not before, and the other way round. Two lists that serve all calls are compared as
 * such, else each call by itself.
 *
 * @example
 * compareLists(['https://a.example.com'], ['https://b.example.com']);
 * // { added: { all: ['https://b.example.com'] }, removed: { all: ['https://a.example.com'] } }
 */
export function compareLists(
  before: ServerDomainLists,
  after: ServerDomainLists,
): { readonly added: EntriesByList; readonly removed: EntriesByList } {
  if (isOne(before) && isOne(after)) {
    return { added: named('all', without(after, before)), removed: named('all', without(before, after)) };
  }
  const [old, now] = [grantedBy(before), grantedBy(after)];
  const each = (of: (api: Api) => readonly string[]): EntriesByList =>
    Object.assign({}, ...apis.map((api) => named(api, of(api)))) as EntriesByList;
  return {
    added: each((api) => without(now[api], old[api])),
    removed: each((api) => without(old[api], now[api])),
  };
}

function isOne(lists: ServerDomainLists): lists is readonly string[] {
  return Array.isArray(lists);
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && without(one, other).length === 0;
}

function without(one: readonly string[], other: readonly string[]): readonly string[] {
  const gone = new Set(other);
  return one.filter((entry) => !gone.has(entry));
}

function named(list: ListName, entries: readonly string[]): EntriesByList {
  return entries.length === 0 ? {} : { [list]: entries };
}
