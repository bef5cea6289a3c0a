import { areSameLists, compareLists, type ListName, type ServerDomainLists } from '@minigate/policy';

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
  const { added, removed } = compareLists(before, after);
  const names = [...new Set([...Object.keys(added), ...Object.keys(removed)])] as ListName[];
  const lists = names.map((list) => describe(list, added[list] ?? [], removed[list] ?? []));
  return {
    changes: !areSameLists(before, after),
    lists,
    ...(isOne(before) !== isOne(after) && { form: isOne(after) ? ('one' as const) : ('separate' as const) }),
    ...socketChange(before, after),
  };
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
