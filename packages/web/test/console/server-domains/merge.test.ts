import { grantedBy, type ServerDomainLists } from '@minigate/policy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeLists } from '../../../src/console/programs/settings/server-domains/merge.ts';

const [a, b, c, d] = [
  'https://a.example.com',
  'https://b.example.com',
  'https://c.example.com',
  'https://d.example.com',
];
const socket = 'wss://a.example.com';

const list = fc.uniqueArray(fc.constantFrom(a, b, c, d), { maxLength: 4 }).map((texts) => texts.toSorted());
const names = ['request', 'downloadFile', 'uploadFile', 'connectSocket'] as const;
const lists = fc.oneof(
  list,
  fc.record(
    { request: list, downloadFile: list, uploadFile: list, connectSocket: list },
    { requiredKeys: [] },
  ),
);
const granted = (given: ServerDomainLists) =>
  Object.entries(grantedBy(given)).map(([api, texts]) => [api, texts.toSorted()]);

describe('two changes of the same version', () => {
  it('are put together: what either side added is there, what either side removed is not', () => {
    const { lists: merged, entries } = mergeLists({ base: [a, b], theirs: [a, c], mine: [a, b, d] });
    expect(merged).toEqual([a, c, d]);
    expect(entries).toEqual([
      {
        list: 'all',
        entries: [
          { text: a, theirs: 'kept', mine: 'kept', stays: true },
          { text: b, theirs: 'removed', mine: 'kept', stays: false },
          { text: c, theirs: 'added', mine: 'absent', stays: true },
          { text: d, theirs: 'absent', mine: 'added', stays: true },
        ],
      },
    ]);
  });

  it('get the form that one of them has changed', () => {
    const separate = { request: [a], downloadFile: [a], uploadFile: [] };
    expect(mergeLists({ base: [a], theirs: separate, mine: [a, b] }).lists).toEqual({
      request: [a, b],
      downloadFile: [a, b],
      uploadFile: [b],
    });
    expect(mergeLists({ base: [a], theirs: [a, b], mine: separate }).lists).toEqual({
      request: [a, b],
      downloadFile: [a, b],
      uploadFile: [b],
    });
    expect(mergeLists({ base: separate, theirs: [a], mine: { ...separate, request: [a, b] } }).lists).toEqual(
      [a, b],
    );
  });

  it('leave connectSocket to the list of request, unless one of them gave it its own', () => {
    const base = { request: [a], downloadFile: [], uploadFile: [] };
    expect(mergeLists({ base, theirs: base, mine: { ...base, request: [a, b] } }).lists).toEqual({
      ...base,
      request: [a, b],
    });
    expect(
      mergeLists({
        base,
        theirs: { ...base, connectSocket: [a, socket] },
        mine: { ...base, request: [a, b] },
      }).lists,
    ).toEqual({ ...base, request: [a, b], connectSocket: [a, socket, b] });
  });

  it('are the change of one side where the other side changed nothing', () => {
    fc.assert(
      fc.property(lists, lists, (base, changed) => {
        expect(granted(mergeLists({ base, theirs: changed, mine: base }).lists)).toEqual(granted(changed));
        expect(granted(mergeLists({ base, theirs: base, mine: changed }).lists)).toEqual(granted(changed));
      }),
      { numRuns: 2000 },
    );
  });

  it('tell what a list of sockets that one side gives up drops of the other', () => {
    const base = { request: [a], downloadFile: [], uploadFile: [], connectSocket: [a] };
    const { request, downloadFile, uploadFile } = base;
    const merge = mergeLists({
      base,
      theirs: { ...base, connectSocket: [a, socket] },
      mine: { request, downloadFile, uploadFile },
    });
    expect(merge.lists).toEqual({ request, downloadFile, uploadFile });
    expect(merge.byForm).toEqual([
      { list: 'connectSocket', entries: [{ text: socket, theirs: 'added', mine: 'absent', stays: false }] },
    ]);
  });

  it('tell what one list for all calls opens again that the other side has closed', () => {
    const base = { request: [a, b], downloadFile: [a, b], uploadFile: [a, b] };
    const merge = mergeLists({ base, theirs: [a, b], mine: { ...base, uploadFile: [a] } });
    expect(merge.lists).toEqual([a, b]);
    expect(merge.byForm).toEqual([
      { list: 'uploadFile', entries: [{ text: b, theirs: 'kept', mine: 'removed', stays: true }] },
    ]);
  });

  it('tell what one list for all calls opens to calls that neither side meant', () => {
    const base = { request: [a], downloadFile: [a], uploadFile: [a] };
    const merge = mergeLists({ base, theirs: [a], mine: { ...base, request: [a, b] } });
    const opened = { text: b, theirs: 'absent', mine: 'absent', stays: true };
    expect(merge.byForm).toEqual([
      { list: 'downloadFile', entries: [opened] },
      { list: 'uploadFile', entries: [opened] },
    ]);
  });

  it('allow each call what the changes of its entries say, but for what is told of the form', () => {
    fc.assert(
      fc.property(lists, lists, lists, (base, theirs, mine) => {
        const merge = mergeLists({ base, theirs, mine });
        const [before, ofThem, ofMe, after] = [base, theirs, mine, merge.lists].map(grantedBy);
        for (const name of names) {
          const told = merge.byForm.find((group) => group.list === name)?.entries ?? [];
          for (const text of [a, b, c, d]) {
            const [was, one, other, is] = [before, ofThem, ofMe, after].map((of) =>
              of?.[name].includes(text),
            );
            const said = was === true ? one === true && other === true : one === true || other === true;
            const entry = told.find((each) => each.text === text);
            expect([name, text, entry === undefined ? said : entry.stays]).toEqual([name, text, is]);
            if (entry !== undefined) expect(entry.stays).not.toBe(said);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('grant nothing that neither side wants', () => {
    fc.assert(
      fc.property(lists, lists, lists, (base, theirs, mine) => {
        const merged = mergeLists({ base, theirs, mine });
        for (const { list: name, entries } of merged.entries) {
          for (const { stays, theirs: ofThem, mine: ofMe } of entries) {
            expect(stays).toBe(ofThem !== 'removed' && ofMe !== 'removed');
            expect([name, ofThem, ofMe]).not.toEqual([name, 'absent', 'absent']);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
