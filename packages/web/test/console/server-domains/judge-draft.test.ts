import { decide, parseServerDomain } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import {
  beginDraft,
  changeDraft,
  type Draft,
  listsOf,
} from '../../../src/console/programs/settings/server-domains/draft.ts';
import {
  correctionsOf,
  duplicatesOf,
  judgeDraft,
} from '../../../src/console/programs/settings/server-domains/judge-draft.ts';
import { documentOf } from '../../../src/console/programs/settings/server-domains/try-url.ts';

const [a, b] = ['https://a.example.com', 'https://b.example.com'];
const draftOf = (lists: Parameters<typeof beginDraft>[1]) =>
  beginDraft({ version: 1, serverDomains: [] }, lists);
const said = (draft: Draft, limit = 200) => [...judgeDraft(draft, limit).verdicts.values()];

describe('the judgement on a draft', () => {
  it('has the sentence and the correction of the engine', () => {
    const text = 'http://A.example.com/';
    const read = parseServerDomain(text);
    const { code, message, correction } = read.ok ? {} : read.issue;
    expect(said(draftOf([text]))).toEqual([{ ok: false, code, message, correction }]);
    expect(correction).toBe(a);
  });

  it('says how a good entry is saved', () => {
    expect(said(draftOf(['HTTPS://A.Example.com']))).toEqual([{ ok: true, text: a }]);
  });

  it('permits wss on the one list and on that of connectSocket alone', () => {
    const text = 'wss://a.example.com';
    expect(said(draftOf([text]))[0]?.ok).toBe(true);
    expect(said(draftOf({ connectSocket: [text] })).map(({ ok }) => ok)).toEqual([true]);
    expect(said(draftOf({ request: [text] }))[0]).toMatchObject({ ok: false, code: 'WSS_ELSEWHERE' });
  });

  it('tells what is there twice, whatever its spelling, and counts it once', () => {
    const draft = draftOf([a, 'https://A.example.com', b]);
    const judgement = judgeDraft(draft, 2);
    expect(duplicatesOf(judgement)).toEqual([2]);
    expect(judgement.lists).toEqual([a, b]);
    expect(judgement.overflows).toEqual([]);
  });

  it('tells which list is too long, and by how much', () => {
    expect(judgeDraft(draftOf({ request: [a, b], uploadFile: [a] }), 1).overflows).toEqual([
      { list: 'request', count: 2, limit: 1 },
    ]);
  });

  it('corrects everything that has a correction, at once', () => {
    const draft = draftOf(['http://a.example.com', '*.example.com', 'b.example.com/x']);
    const corrected = changeDraft(draft, { type: 'write', texts: correctionsOf(judgeDraft(draft, 200)) });
    expect(listsOf(corrected)).toEqual([a, '*.example.com', b]);
  });

  it('takes the word of the platform about these lists, and of no others', () => {
    const draft = draftOf([a, b]);
    const refusal = { ok: false, code: 'BANNED_HOST', message: 'This host is banned.' } as const;
    const entries = [{ list: 'all', index: 1, entry: b, ...refusal }] as const;
    const { verdicts, lists, faults } = judgeDraft(draft, 200, { of: [a, b], entries });
    expect([...verdicts.values()]).toEqual([{ ok: true, text: a }, refusal]);
    expect(lists).toEqual([a]);
    expect(faults).toBe(1);
    expect(judgeDraft(draft, 200, { of: [a], entries }).faults).toBe(0);
  });

  it('leads to a document by which a URL can be tried, with what the platform bans', () => {
    const draft = draftOf([a, b]);
    const entries = [
      { list: 'all', index: 1, entry: b, ok: false, code: 'BANNED_HOST', message: '' },
    ] as const;
    const document = documentOf(judgeDraft(draft, 200, { of: [a, b], entries }), draft);
    expect(decide(document, 'request', `${a}/x`).reason).toBe('LISTED');
    expect(decide(document, 'request', `${b}/x`).reason).toBe('BANNED_HOST');
  });
});
