import {
  type Api,
  apis,
  grantedBy,
  type ListName,
  namedLists,
  type ServerDomainLists,
} from '@minigate/policy';

/** What one side did to an entry since both began. */
export type Deed = 'kept' | 'added' | 'removed' | 'absent';

/** One entry of one list, as both sides have it and as it would be after the merge. */
export interface MergedEntry {
  readonly text: string;
  readonly theirs: Deed;
  readonly mine: Deed;
  readonly stays: boolean;
}

export interface MergedList {
  readonly list: ListName;
  readonly entries: readonly MergedEntry[];
}

export interface Merge {
  readonly lists: ServerDomainLists;
  /** Each list with everything that anybody had on it. */
  readonly entries: readonly MergedList[];
  /**
   * What a call is allowed or refused after the merge otherwise than the changes of its entries say, as the form of the
   * lists brings it: what is on a list of its own that is given up, and what one list for all calls opens to each.
   */
  readonly byForm: readonly MergedList[];
}

interface Sides<T> {
  readonly base: T;
  readonly theirs: T;
  readonly mine: T;
}

type MergedCall = MergedList & { readonly list: Api };

type Separate = { readonly [A in Api]?: readonly string[] };

/**
 * Both changes together: what either side added is there, what either side removed is not. Where the sides write their
 * lists in different forms, the form that was changed counts, mine where both were.
 */
export function mergeLists(sides: Sides<ServerDomainLists>): Merge {
  const merged = mergeEntries(sides);
  return { ...merged, byForm: findByForm(sides, grantedBy(merged.lists)) };
}

function mergeEntries({ base, theirs, mine }: Sides<ServerDomainLists>): Omit<Merge, 'byForm'> {
  const form = isOne(mine) === isOne(base) ? theirs : mine;
  if (isOne(form)) {
    const entries = compare({ base: gather(base), theirs: gather(theirs), mine: gather(mine) });
    return { lists: staying(entries), entries: [{ list: 'all', entries }] };
  }
  const own = ownsSockets({ base: separate(base), theirs: separate(theirs), mine: separate(mine) });
  const entries = compareCalls({ base, theirs, mine }).filter(({ list }) => list !== 'connectSocket' || own);
  return { lists: Object.fromEntries(entries.map(({ list, entries: of }) => [list, staying(of)])), entries };
}

/** What each side did to what each call is allowed. */
function compareCalls({ base, theirs, mine }: Sides<ServerDomainLists>): readonly MergedCall[] {
  const [before, ofThem, ofMe] = [grantedBy(base), grantedBy(theirs), grantedBy(mine)];
  return apis.map((api) => ({
    list: api,
    entries: compare({ base: before[api], theirs: ofThem[api], mine: ofMe[api] }),
  }));
}

function findByForm(
  sides: Sides<ServerDomainLists>,
  granted: Readonly<Record<Api, readonly string[]>>,
): readonly MergedList[] {
  return compareCalls(sides)
    .map(({ list, entries }) => {
      const after = new Set(granted[list]);
      const known = new Set(entries.map(({ text }) => text));
      const turned = entries
        .filter(({ text, stays }) => stays !== after.has(text))
        .map((entry) => ({ ...entry, stays: !entry.stays }));
      const opened = [...after]
        .filter((text) => !known.has(text))
        .map((text): MergedEntry => ({ text, theirs: 'absent', mine: 'absent', stays: true }));
      return { list, entries: [...turned, ...opened] };
    })
    .filter(({ entries }) => entries.length > 0);
}

function compare({ base, theirs, mine }: Sides<readonly string[]>): readonly MergedEntry[] {
  const [before, those, these] = [new Set(base), new Set(theirs), new Set(mine)];
  const deed = (text: string, side: ReadonlySet<string>): Deed => {
    if (before.has(text)) return side.has(text) ? 'kept' : 'removed';
    return side.has(text) ? 'added' : 'absent';
  };
  return [...new Set([...base, ...theirs, ...mine])].map((text) => {
    const [ofThem, ofMe] = [deed(text, those), deed(text, these)];
    return { text, theirs: ofThem, mine: ofMe, stays: ofThem !== 'removed' && ofMe !== 'removed' };
  });
}

function staying(entries: readonly MergedEntry[]): readonly string[] {
  return entries.flatMap(({ text, stays }) => (stays ? text : []));
}

/** Whether `connectSocket` has a list of its own: as the side has it that changed that. */
function ownsSockets({ base, theirs, mine }: Sides<Separate>): boolean {
  const owns = ({ connectSocket }: Separate) => connectSocket !== undefined;
  return owns(mine) === owns(base) ? owns(theirs) : owns(mine);
}

function gather(lists: ServerDomainLists): readonly string[] {
  return [...new Set(namedLists(lists).flatMap(([, texts]) => texts))];
}

/** One list as separate ones; sockets need their own only for entries that the others cannot have. */
function separate(lists: ServerDomainLists): Separate {
  if (!isOne(lists)) return lists;
  const { connectSocket, ...rest } = grantedBy(lists);
  return connectSocket.length === rest.request.length ? rest : { ...rest, connectSocket };
}

function isOne(lists: ServerDomainLists): lists is readonly string[] {
  return Array.isArray(lists);
}
