import { describe, expect, it } from 'vitest';
import { slotsOf } from '../../src/simulator/model/slots.ts';
import { call, underWay } from './support/calls.ts';

const profile = { size: 3, layout: 'shared', overflow: 'queue', maxQueued: 10 } as const;
const ids = (slots: readonly ({ row: { id: number } } | undefined)[] | undefined) =>
  slots?.map((slot) => slot?.row.id);

describe('the slots of a program', () => {
  it('hold the running calls of all APIs but sockets, and the others wait in their order', () => {
    const pools = slotsOf(
      [
        underWay({ id: 1 }),
        underWay({ id: 2, api: 'uploadFile' }),
        underWay({ id: 3, api: 'connectSocket' }),
        call({ id: 4 }),
        underWay({ id: 5, state: 'waiting' }),
        underWay({ id: 6, state: 'waiting' }),
      ],
      profile,
    );
    expect(pools).toHaveLength(1);
    expect(ids(pools[0]?.slots)).toEqual([1, 2, undefined]);
    expect(ids(pools[0]?.waiting)).toEqual([5, 6]);
  });

  it('keep a call where it is when another one ends', () => {
    const before = slotsOf([underWay({ id: 1 }), underWay({ id: 2 }), underWay({ id: 3 })], profile);
    const after = slotsOf([underWay({ id: 2 }), underWay({ id: 3 }), underWay({ id: 4 })], profile, before);
    expect(ids(after[0]?.slots)).toEqual([4, 2, 3]);
  });

  it('are a pool for each API where the host profile says so', () => {
    const pools = slotsOf([underWay({ id: 1 }), underWay({ id: 2, api: 'downloadFile' })], {
      ...profile,
      layout: 'per-api',
    });
    expect(pools.map(({ api, slots }) => [api, ids(slots)])).toEqual([
      ['request', [1, undefined, undefined]],
      ['downloadFile', [2, undefined, undefined]],
      ['uploadFile', [undefined, undefined, undefined]],
    ]);
  });
});
