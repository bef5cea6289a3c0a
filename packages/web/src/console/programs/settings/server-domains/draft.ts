import { type Api, apis, type ListName, type ServerDomainLists } from '@minigate/policy';

/** One line of a list that somebody edits. Its text may be anything. */
export interface DraftEntry {
  readonly id: number;
  readonly text: string;
  /** Another page proposed it; nobody here has confirmed it yet. */
  readonly proposed?: boolean;
}

/** One list for all four calls, or a list for each. */
export type Form = 'one' | 'separate';

export type DraftLists = { readonly [L in ListName]?: readonly DraftEntry[] };

/** Lists in the form that is not shown, and what became of them in the other one. */
interface Shelf {
  readonly lists: DraftLists;
  readonly became: readonly string[];
}

/** Lists that are being edited. Without a list of its own, `connectSocket` goes by that of `request`. */
export interface Draft {
  /** The saved version that it began with. */
  readonly base: Base;
  readonly form: Form;
  readonly lists: DraftLists;
  readonly shelf?: Shelf | undefined;
  /** The list of `connectSocket` while that goes by the one of `request`. */
  readonly sockets?: readonly DraftEntry[] | undefined;
  readonly nextId: number;
}

export interface Base {
  readonly version: number;
  readonly serverDomains: ServerDomainLists;
}

export type DraftAction =
  | { readonly type: 'begin'; readonly base: Base; readonly lists?: ServerDomainLists }
  /** A draft was saved; what was written since is a draft of what is saved now. */
  | { readonly type: 'saved'; readonly base: Base; readonly sent: Draft }
  | {
      readonly type: 'add';
      readonly list: ListName;
      readonly texts: readonly string[];
      /** The line that they take the place of, if it has no text. */
      readonly instead?: number;
    }
  /** Makes sure of a last line without text. */
  | { readonly type: 'next'; readonly list: ListName }
  | { readonly type: 'write'; readonly texts: ReadonlyMap<number, string> }
  | { readonly type: 'remove'; readonly ids: readonly number[] }
  | { readonly type: 'propose'; readonly entry: string; readonly api: Api }
  | { readonly type: 'show-form'; readonly form: Form }
  | { readonly type: 'own-sockets'; readonly own: boolean };

export function beginDraft(base: Base, lists: ServerDomainLists = base.serverDomains): Draft {
  const form: Form = isOne(lists) ? 'one' : 'separate';
  const texts = isOne(lists) ? { all: lists } : { request: [], downloadFile: [], uploadFile: [], ...lists };
  return withTexts({ base, form, lists: {}, nextId: 1 }, texts);
}

/** The draft after something was done to it. Nothing that was typed is lost by changing the form. */
export function changeDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'begin':
      return beginDraft(action.base, action.lists);
    case 'saved':
      return draft === action.sent
        ? beginDraft(action.base)
        : { ...draft, base: { version: action.base.version, serverDomains: action.base.serverDomains } };
    case 'add': {
      const { list, texts, instead } = action;
      return addTexts(withoutBlank(draft, list, instead), list, texts);
    }
    case 'next':
      return draft.lists[action.list]?.at(-1)?.text === '' ? draft : addTexts(draft, action.list, ['']);
    case 'write':
      return mapEntries(draft, (entry) => {
        const text = action.texts.get(entry.id);
        return text === undefined ? entry : { id: entry.id, text };
      });
    case 'remove': {
      const gone = new Set(action.ids);
      return mapLists(draft, (list) => list.filter(({ id }) => !gone.has(id)));
    }
    case 'propose':
      return propose(draft, action);
    case 'show-form':
      return action.form === draft.form ? draft : showForm(draft, action.form);
    default:
      return ownSockets(draft, action.own);
  }
}

/** The lists as they are sent: lines without any text are none. */
export function listsOf({ form, lists }: Draft): ServerDomainLists {
  const texts = (list: readonly DraftEntry[] = []) => entriesOf(list).map(({ text }) => text);
  if (form === 'one') return texts(lists.all);
  const { request, downloadFile, uploadFile, connectSocket } = lists;
  return {
    request: texts(request),
    downloadFile: texts(downloadFile),
    uploadFile: texts(uploadFile),
    ...(connectSocket === undefined ? {} : { connectSocket: texts(connectSocket) }),
  };
}

/** What of a list is sent. */
export function entriesOf(list: readonly DraftEntry[]): readonly DraftEntry[] {
  return list.filter(({ text }) => text !== '');
}

/** The names of the lists that a draft shows. */
export function shownLists({ form, lists }: Draft): readonly ListName[] {
  return form === 'one' ? ['all'] : apis.filter((api) => lists[api] !== undefined);
}

/** Whether an entry is written for sockets alone. */
export function isSocketText(text: string): boolean {
  return /^\s*wss?:/i.test(text);
}

type Texts = { readonly [A in Api]?: readonly string[] };

function addTexts(
  draft: Draft,
  list: ListName,
  texts: readonly string[],
  more: Pick<DraftEntry, 'proposed'> = {},
): Draft {
  const added = texts.map((text, index): DraftEntry => ({ id: draft.nextId + index, text, ...more }));
  const lists = { ...draft.lists, [list]: [...(draft.lists[list] ?? []), ...added] };
  return { ...draft, lists, nextId: draft.nextId + added.length };
}

function withoutBlank(draft: Draft, list: ListName, blank: number | undefined): Draft {
  const left = draft.lists[list]?.filter(({ id, text }) => id !== blank || text !== '');
  return left === undefined ? draft : { ...draft, lists: { ...draft.lists, [list]: left } };
}

/** An entry for one call, onto the list that serves it; sockets get their own for it. What is there already stays one. */
function propose(draft: Draft, { entry, api }: { entry: string; api: Api }): Draft {
  const list = draft.form === 'one' ? 'all' : api;
  const ready = list === 'connectSocket' ? ownSockets(draft, true) : draft;
  if (ready.lists[list]?.some(({ text }) => text === entry) === true) return draft;
  return addTexts(ready, list, [entry], { proposed: true });
}

function showForm(draft: Draft, form: Form): Draft {
  const { shelf } = draft;
  const texts = form === 'one' ? gather(draft, shelf) : withSockets(spread(draft, shelf), draft.sockets);
  const { sockets } = draft;
  const returned = form === 'separate' && 'connectSocket' in texts;
  const shown = withTexts({ ...draft, form, lists: {}, sockets: returned ? undefined : sockets }, texts);
  return { ...shown, shelf: { lists: draft.lists, became: textsIn(shown.lists) } };
}

/** One list of several: what each of them has. What was removed from all of them is gone. */
function gather({ lists }: Draft, shelf: Shelf | undefined): { all: readonly string[] } {
  const now = textsIn(lists);
  const before = (shelf?.lists.all ?? []).map(({ text }) => text);
  const gone = new Set(shelf?.became.filter((text) => !now.includes(text)));
  return { all: unique([...before.filter((text) => !gone.has(text)), ...now]) };
}

/** A list for each call: as they were before, with what came and went since; else each call has what it had. */
function spread({ lists }: Draft, shelf: Shelf | undefined): Texts {
  const now = unique(textsIn(lists));
  const came = now.filter((text) => shelf?.became.includes(text) !== true);
  const kept = (api: Api) =>
    shelf?.lists[api]?.map(({ text }) => text).filter((text) => now.includes(text)) ?? [];
  const forHttps = came.filter((text) => !isSocketText(text));
  const shelved = shelf?.lists.connectSocket;
  const own = shelved !== undefined || came.some(isSocketText);
  const before = shelved === undefined ? kept('request') : kept('connectSocket');
  return {
    request: [...kept('request'), ...forHttps],
    downloadFile: [...kept('downloadFile'), ...forHttps],
    uploadFile: [...kept('uploadFile'), ...forHttps],
    ...(own ? { connectSocket: [...before, ...came] } : {}),
  };
}

/** Where sockets get a list of their own again, what was put aside for it comes back. */
function withSockets(texts: Texts, sockets: readonly DraftEntry[] | undefined): Texts {
  if (texts.connectSocket === undefined || sockets === undefined) return texts;
  const kept = sockets.map(({ text }) => text);
  return { ...texts, connectSocket: unique([...kept, ...texts.connectSocket]) };
}

function ownSockets(draft: Draft, own: boolean): Draft {
  const { connectSocket, ...others } = draft.lists;
  if (draft.form === 'one' || own === (connectSocket !== undefined)) return draft;
  if (!own) return { ...draft, lists: others, sockets: connectSocket };
  if (draft.sockets !== undefined) {
    return { ...draft, lists: { ...draft.lists, connectSocket: draft.sockets }, sockets: undefined };
  }
  const texts = (draft.lists.request ?? []).map(({ text }) => text);
  return addTexts(draft, 'connectSocket', texts);
}

function withTexts(draft: Draft, texts: { readonly [L in ListName]?: readonly string[] }): Draft {
  return (Object.keys(texts) as ListName[]).reduce(
    (made, list) => addTexts(made, list, texts[list] ?? []),
    draft,
  );
}

function mapEntries(draft: Draft, change: (entry: DraftEntry) => DraftEntry): Draft {
  return mapLists(draft, (list) => list.map(change));
}

function mapLists(draft: Draft, change: (list: readonly DraftEntry[]) => readonly DraftEntry[]): Draft {
  const lists = Object.fromEntries(shownLists(draft).map((name) => [name, change(draft.lists[name] ?? [])]));
  return { ...draft, lists };
}

function textsIn(lists: DraftLists): readonly string[] {
  return Object.values(lists).flatMap((list) => list.map(({ text }) => text));
}

function isOne(lists: ServerDomainLists): lists is readonly string[] {
  return Array.isArray(lists);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
