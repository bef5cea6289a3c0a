import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginDraft,
  changeDraft,
  type Draft,
  type DraftAction,
  listsOf,
} from '../../../src/console/programs/settings/server-domains/draft.ts';
import { readDraft, writeDraft } from '../../../src/console/programs/settings/server-domains/draft-text.ts';

const [a, b, c] = ['https://a.example.com', 'https://b.example.com', 'https://c.example.com'];
const socket = 'wss://a.example.com';

const draftOf = (serverDomains: Parameters<typeof beginDraft>[0]['serverDomains']) =>
  beginDraft({ version: 3, serverDomains });
const after = (draft: Draft, ...actions: readonly DraftAction[]) => actions.reduce(changeDraft, draft);
const one: DraftAction = { type: 'show-form', form: 'one' };
const separate: DraftAction = { type: 'show-form', form: 'separate' };
const idOf = (draft: Draft, list: 'all' | 'request' | 'uploadFile', text: string) =>
  draft.lists[list]?.find((entry) => entry.text === text)?.id ?? 0;

describe('a draft of server domains', () => {
  it('begins with the saved lists, in their form', () => {
    expect(listsOf(draftOf([a, b]))).toEqual([a, b]);
    expect(listsOf(draftOf({ request: [a] }))).toEqual({ request: [a], downloadFile: [], uploadFile: [] });
  });

  it('sends no line without text', () => {
    expect(listsOf(after(draftOf([a]), { type: 'add', list: 'all', texts: ['', b] }))).toEqual([a, b]);
  });

  it('gives each call what it had when lists are shown for each call', () => {
    expect(listsOf(after(draftOf([a, socket]), separate))).toEqual({
      request: [a],
      downloadFile: [a],
      uploadFile: [a],
      connectSocket: [a, socket],
    });
    expect(listsOf(after(draftOf([a]), separate))).toEqual({
      request: [a],
      downloadFile: [a],
      uploadFile: [a],
    });
  });

  it('is as it was when the form is changed back', () => {
    const lists = { request: [a], downloadFile: [b], uploadFile: [], connectSocket: [socket] };
    expect(listsOf(after(draftOf(lists), one))).toEqual([a, b, socket]);
    expect(listsOf(after(draftOf(lists), one, separate))).toEqual(lists);
    expect(listsOf(after(draftOf([b, socket, a]), separate, one))).toEqual([b, socket, a]);
  });

  it('brings along what came and went in the other form', () => {
    const shown = after(draftOf({ request: [a], downloadFile: [b], uploadFile: [] }), one);
    const changed = after(
      shown,
      { type: 'add', list: 'all', texts: [c] },
      { type: 'remove', ids: [idOf(shown, 'all', b)] },
      separate,
    );
    expect(listsOf(changed)).toEqual({ request: [a, c], downloadFile: [c], uploadFile: [c] });
  });

  it('loses nothing that was typed by any change of form', () => {
    const text = fc.constantFrom(a, b, c, socket, 'http://bad/', 'ws:x', 'typed');
    const list = fc.constantFrom('request', 'downloadFile', 'uploadFile', 'connectSocket', 'all');
    const action = fc.oneof(
      fc.constant(one),
      fc.constant(separate),
      fc.boolean().map((own): DraftAction => ({ type: 'own-sockets', own })),
      fc.record({ type: fc.constant('add' as const), list, texts: fc.array(text, { maxLength: 2 }) }),
    );
    const fits = (draft: Draft, { type, list: name }: { type: string; list?: string }) =>
      type !== 'add' || Object.hasOwn(draft.lists, name ?? '');
    fc.assert(
      fc.property(fc.array(action, { maxLength: 12 }), (actions) => {
        let draft = draftOf([a, socket]);
        const typed = new Set([a, socket]);
        for (const next of actions) {
          if (!fits(draft, next)) continue;
          if (next.type === 'add') for (const entry of next.texts) typed.add(entry);
          draft = changeDraft(draft, next);
        }
        const shown = after(draft, separate, { type: 'own-sockets', own: true }, one);
        expect(new Set(listsOf(shown) as string[])).toEqual(typed);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the list of connectSocket while that goes by the one of request', () => {
    const draft = draftOf({ request: [a], connectSocket: [socket] });
    const shared = after(draft, { type: 'own-sockets', own: false });
    expect(listsOf(shared)).not.toHaveProperty('connectSocket');
    expect(listsOf(after(shared, { type: 'own-sockets', own: true }))).toMatchObject({
      connectSocket: [socket],
    });
  });

  it('begins a list of connectSocket with what it had, that of request', () => {
    const draft = after(draftOf({ request: [a, b] }), { type: 'own-sockets', own: true });
    expect(listsOf(draft)).toMatchObject({ connectSocket: [a, b] });
  });

  it('takes a proposed entry as confirmed once it is written', () => {
    const draft = after(draftOf([]), { type: 'propose', entry: a, api: 'request' });
    const [entry] = draft.lists.all ?? [];
    expect(entry).toMatchObject({ text: a, proposed: true });
    const written = after(draft, { type: 'write', texts: new Map([[entry?.id ?? 0, b]]) });
    expect(written.lists.all).toEqual([{ id: entry?.id, text: b }]);
  });

  it('keeps what was written while it was being saved', () => {
    const sent = after(draftOf([a]), { type: 'add', list: 'all', texts: [b] });
    const base = { version: 4, serverDomains: [a, b] };
    expect(after(sent, { type: 'saved', base, sent })).toEqual(beginDraft(base));
    const later = after(sent, { type: 'add', list: 'all', texts: [c] }, { type: 'saved', base, sent });
    expect(later.base).toEqual(base);
    expect(listsOf(later)).toEqual([a, b, c]);
  });

  it('survives as text', () => {
    const draft = after(draftOf([a, socket]), separate, { type: 'own-sockets', own: false });
    expect(readDraft(writeDraft(draft))).toEqual(draft);
  });

  it.each(['', 'null', '[]', '{}', '{"base":{"version":1,"serverDomains":[1]}}', 'no JSON'])(
    'is not read from %j',
    (text) => {
      expect(readDraft(text)).toBeUndefined();
    },
  );
});
