import { areSameLists, compareLists, grantedBy } from '@minigate/policy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEntries, removeEntries } from '../src/server-domains/lists.ts';
import { grantsAfter, type Lists, listsOfAnyForm, modelOf, show } from './support/list-model.ts';

const runs = { numRuns: 3000 };

describe('lists of server domains', () => {
  it.each([
    ['add', addEntries],
    ['remove', removeEntries],
  ] as const)('%s entries in either form for exactly the calls that are meant', (verb, change) => {
    fc.assert(
      fc.property(listsOfAnyForm, listsOfAnyForm, (before, given) => {
        const after = change(before, given) as Lists;
        const expected = show({ grants: grantsAfter(modelOf(before), verb, given) });
        expect(show(modelOf(after))).toEqual(expected);
        expect(after === before).toBe(JSON.stringify(expected) === JSON.stringify(show(modelOf(before))));
      }),
      runs,
    );
  });

  it('differ by what was added and removed, whatever their forms', () => {
    fc.assert(
      fc.property(listsOfAnyForm, listsOfAnyForm, (before, after) => {
        const { added, removed } = compareLists(before, after);
        const [old, now] = [grantedBy(before), grantedBy(after)];
        for (const api of ['request', 'downloadFile', 'uploadFile', 'connectSocket'] as const) {
          const concerns = (entry: string) => api === 'connectSocket' || entry.startsWith('https:');
          const of = (entries: typeof added) => [
            ...(entries.all ?? []).filter(concerns),
            ...(entries[api] ?? []),
          ];
          const made = [...old[api].filter((entry) => !of(removed).includes(entry)), ...of(added)];
          expect(made.sort()).toEqual([...now[api]].sort());
        }
      }),
      runs,
    );
  });

  it('are the same in any order, and different in another form', () => {
    expect(
      areSameLists(['https://a.example', 'https://b.example'], ['https://b.example', 'https://a.example']),
    ).toBe(true);
    expect(areSameLists({ request: [] }, {})).toBe(true);
    expect(areSameLists([], {})).toBe(false);
    expect(areSameLists({ request: ['https://a.example'] }, { request: [], connectSocket: [] })).toBe(false);
    expect(
      areSameLists(
        { request: ['https://a.example'] },
        { request: ['https://a.example'], connectSocket: ['https://a.example'] },
      ),
    ).toBe(false);
  });
});
