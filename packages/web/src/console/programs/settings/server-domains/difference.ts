import {
  areSameLists,
  compareLists,
  type EntriesByList,
  type ListName,
  type ServerDomainLists,
} from '@minigate/policy';

/** An entry that another one of the same host takes the place of, such as one with another port. */
export interface Replacement {
  readonly from: string;
  readonly to: string;
}

/** What becomes of one call, or of all of them. */
export interface ListDifference {
  readonly list: ListName;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly replaced: readonly Replacement[];
}

export interface Difference {
  /** Whether saving makes a new version. */
  readonly changes: boolean;
  readonly lists: readonly ListDifference[];
  /** The form that the lists get, where it is another one. */
  readonly form?: 'one' | 'separate';
  /** Whether `connectSocket` begins or ends to have a list of its own among separate ones. */
  readonly sockets?: 'own' | 'request';
}

/** What saving would change: which calls are allowed and refused from then on, and how the lists are written. */
export function findDifference(before: ServerDomainLists, after: ServerDomainLists): Difference {
  return {
    changes: !areSameLists(before, after),
    lists: describeAll(compareLists(before, after)),
    ...(isOne(before) !== isOne(after) && { form: isOne(after) ? ('one' as const) : ('separate' as const) }),
    ...socketChange(before, after),
  };
}

/** The same of a version in the history, which tells what it added and removed. */
export function findHistoryDifference(entry: Gains): Difference {
  return { changes: true, lists: describeAll(entry) };
}

interface Gains {
  readonly added: EntriesByList;
  readonly removed: EntriesByList;
}

function describeAll({ added, removed }: Gains): readonly ListDifference[] {
  const names = [...new Set([...Object.keys(added), ...Object.keys(removed)])] as ListName[];
  return names.map((list) => describe(list, added[list] ?? [], removed[list] ?? []));
}

function describe(list: ListName, added: readonly string[], removed: readonly string[]): ListDifference {
  const free = new Set(added);
  const replaced = removed.flatMap((from): Replacement[] => {
    const to = [...free].find((text) => hostOf(text) === hostOf(from));
    if (to === undefined) return [];
    free.delete(to);
    return [{ from, to }];
  });
  const left = new Set(replaced.map(({ from }) => from));
  return { list, added: [...free], removed: removed.filter((text) => !left.has(text)), replaced };
}

function socketChange(before: ServerDomainLists, after: ServerDomainLists): Pick<Difference, 'sockets'> {
  if (isOne(before) || isOne(after)) return {};
  const [had, has] = [before.connectSocket !== undefined, after.connectSocket !== undefined];
  return had === has ? {} : { sockets: has ? 'own' : 'request' };
}

function hostOf(entry: string): string {
  return entry.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, '');
}

function isOne(lists: ServerDomainLists): lists is readonly string[] {
  return Array.isArray(lists);
}
