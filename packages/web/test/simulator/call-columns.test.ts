import { describe, expect, it } from 'vitest';
import { type CallColumn, inOrder, nextOrder } from '../../src/simulator/model/call-columns.ts';
import { typeOf } from '../../src/simulator/model/call-kind.ts';
import { nameOf } from '../../src/simulator/model/call-name.ts';
import { statusOf, toneOf } from '../../src/simulator/model/call-status.ts';
import { sumsOf } from '../../src/simulator/model/call-sums.ts';
import { call, underWay } from './support/calls.ts';

describe('the columns of the network panel', () => {
  it.each([
    ['https://a.example.test/path/to/item?x=1#part', 'item?x=1'],
    ['https://a.example.test/folder/', 'folder/'],
    ['https://a.example.test/?x=/y/', 'a.example.test?x=/y/'],
    ['https://a.example.test:8443', 'a.example.test:8443'],
    ['not a url', 'not a url'],
    ['', ''],
  ])('names %s as browsers do', (url, name) => {
    expect(nameOf(url).name).toBe(name);
  });

  it('says what became of a call', () => {
    expect(statusOf(call({ status: 404 }))).toEqual({ kind: 'answered', status: 404 });
    expect(statusOf(call({ refused: true, outcome: 'fail' }))).toEqual({ kind: 'refused' });
    expect(statusOf(call({ refused: true, outcome: 'fail', code: 'INTERRUPTED' }))).toEqual({
      kind: 'interrupted',
    });
    expect(statusOf(call({ outcome: 'fail', code: 'TIMED_OUT' }))).toEqual({
      kind: 'failed',
      code: 'TIMED_OUT',
    });
    expect(statusOf(underWay({ state: 'waiting' }))).toEqual({ kind: 'waiting' });
    expect(statusOf(underWay())).toEqual({ kind: 'pending' });
    expect(
      statusOf(underWay({ api: 'connectSocket', socket: { sent: 1, received: 1, open: true } })),
    ).toEqual({
      kind: 'open',
    });
  });

  it('colours what would fail in production amber, whatever its answer', () => {
    expect(toneOf(call({ wouldFail: true, status: 500 }))).toBe('amber');
    expect(toneOf(call({ status: 500 }))).toBe('bad');
    expect(toneOf(call({ status: 204 }))).toBe('good');
    expect(toneOf(underWay())).toBe('calm');
  });

  it('writes media types short', () => {
    expect(typeOf(call({ mimeType: 'application/vnd.api+json' }))).toBe('api+json');
    expect(typeOf(call({ api: 'connectSocket' }))).toBe('websocket');
  });

  it('goes from up to down to the order in which the calls were made', () => {
    const up = nextOrder(undefined, 'size');
    const down = nextOrder(up, 'size');
    expect([up, down, nextOrder(down, 'size'), nextOrder(down, 'name')]).toEqual([
      { column: 'size', descending: false },
      { column: 'size', descending: true },
      undefined,
      { column: 'name', descending: false },
    ]);
  });

  const rows = [
    call({ id: 1, url: 'https://x.example.test/b', bytes: 30, settledAt: 1500, method: 'POST', status: 500 }),
    call({ id: 2, url: 'https://x.example.test/c', bytes: 10, settledAt: 1300, api: 'uploadFile' }),
    call({ id: 3, url: 'https://x.example.test/A', bytes: 20, settledAt: 1900, mimeType: 'image/png' }),
    underWay({ id: 4, url: 'https://x.example.test/d', bytes: 0, mimeType: 'text/plain' }),
  ];

  it.each<[CallColumn, number[]]>([
    ['name', [3, 1, 2, 4]],
    ['api', [1, 3, 4, 2]],
    ['method', [2, 3, 4, 1]],
    ['status', [2, 3, 1, 4]],
    ['type', [1, 2, 4, 3]],
    ['size', [4, 2, 3, 1]],
    ['time', [2, 1, 3, 4]],
    ['waterfall', [1, 2, 3, 4]],
  ])('orders by %s, and equal ones as they were made', (column, ids) => {
    const idsIn = (descending: boolean) =>
      inOrder(rows, { column, descending }, 5000).map(({ row }) => row.id);
    expect(idsIn(false)).toEqual(ids);
    expect(new Set(idsIn(true))).toEqual(new Set(ids));
    expect(idsIn(true)[0]).not.toBe(ids[0]);
  });

  it('sums up calls, refusals, bytes and the time from the first call to the last ending', () => {
    expect(sumsOf([...rows, call({ id: 5, refused: true }), call({ id: 6, wouldFail: true })])).toEqual({
      calls: 6,
      refused: 1,
      wouldFail: 1,
      underWay: 1,
      bytes: 80,
      span: 899,
    });
    expect(sumsOf([]).span).toBe(0);
  });
});
