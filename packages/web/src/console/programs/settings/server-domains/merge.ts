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
}

interface Sides<T> {
  readonly base: T;
  readonly theirs: T;
  readonly mine: T;
}

type Separate = { readonly [A in Api]?: readonly string[] };

/**
 * Both changes together: what either side added is there, what either side removed is not. Where the sides write their
 * lists in different forms, the form that was changed counts, mine where both were.
 */
export function mergeLists(sides: Sides<ServerDomainLists>): Merge {
  const { base, theirs, mine } = sides;
  const form = isOne(mine) === isOne(base) ? theirs : mine;
  if (isOne(form)) {
    const entries = compare({ base: gather(base), theirs: gather(theirs), mine: gather(mine) });
    return { lists: staying(entries), entries: [{ list: 'all', entries }] };
  }
  const own = ownsSockets({ base: separate(base), theirs: separate(theirs), mine: separate(mine) });
  const entries = apis
    .filter((api) => api !== 'connectSocket' || own)
    .map((api): MergedList & { list: Api } => ({
      list: api,
      entries: compare({
        base: grantedBy(base)[api],
        theirs: grantedBy(theirs)[api],
        mine: grantedBy(mine)[api],
      }),
    }));
  return { lists: Object.fromEntries(entries.map(({ list, entries: of }) => [list, staying(of)])), entries };
}

function compare({ base, theirs, mine }: Sides<readonly string[]>): readonly MergedEntry[] {
  const deed = (text: string, side: readonly string[]): Deed => {
    if (base.includes(text)) return side.includes(text) ? 'kept' : 'removed';
    return side.includes(text) ? 'added' : 'absent';
  };
  return [...new Set([...base, ...theirs, ...mine])].map((text) => {
    const [ofThem, ofMe] = [deed(text, theirs), deed(text, mine)];
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
