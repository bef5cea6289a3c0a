import { acceleration } from './support/acceleration.ts';
import type { ConsoleLine, FeedItem } from '@minigate/runtime/simulator/protocol';
import { describe, expect, it } from 'vitest';
import { mostCalls } from '../../src/simulator/model/calls.ts';
import { afterItems, nothingTold } from '../../src/simulator/model/simulation.ts';
import { row } from './support/calls.ts';

const told = (id: number, run = 1, change = {}): FeedItem => ({
  kind: 'call',
  run,
  row: row({ id, ...change }),
});

const printed = (number: number, run = 1): FeedItem => ({ kind: 'line', line: line(number, run) });

function line(number: number, run = 1): ConsoleLine {
  return { number, run, time: number, kind: 'console', level: 'log', texts: [`line ${number}`] };
}

const keys = (items: readonly FeedItem[], before = nothingTold) =>
  afterItems(before, items).calls.map(({ key }) => key);

describe('what the page knows of a simulator', () => {
  it('keeps calls in the order in which they were made, whatever order they are told in', () => {
    expect(keys([told(3), told(1, 2), told(1), told(2)])).toEqual(['1:1', '1:2', '1:3', '2:1']);
  });

  it('replaces what was told of a call before, in its place', () => {
    const before = afterItems(nothingTold, [told(1, 1, { state: 'running' }), told(2)]);
    const now = afterItems(before, [told(1, 1, { state: 'settled', status: 404 })]);
    expect(now.calls.map(({ row: { status } }) => status)).toEqual([404, 200]);
    expect(before.calls[0]?.row.state).toBe('running');
  });

  it('is the same after a replay of what it knew already', () => {
    const items = [told(1), told(2), printed(1), printed(2)];
    const once = afterItems(nothingTold, items);
    expect(afterItems(once, items)).toEqual(once);
  });

  it('keeps the newest 10,000 calls', () => {
    const items = Array.from({ length: mostCalls + 5 }, (_, index) => told(index + 1));
    const { calls } = afterItems(nothingTold, items);
    expect([calls.length, calls[0]?.row.id, calls.at(-1)?.row.id]).toEqual([mostCalls, 6, mostCalls + 5]);
  });

  it('forgets what came before it was cleared, and keeps what comes after', () => {
    const now = afterItems(nothingTold, [
      told(1),
      printed(1),
      { kind: 'cleared', upTo: 1 },
      told(2),
      printed(2),
      told(1, 2),
    ]);
    expect(now.calls.map(({ key }) => key)).toEqual(['1:2', '2:1']);
    expect(now.lines.map(({ number }) => number)).toEqual([2]);
  });

  it('puts lines into the order of their numbers', () => {
    const before = afterItems(nothingTold, [printed(1), printed(4)]);
    expect(afterItems(before, [printed(3), printed(2)]).lines.map(({ number }) => number)).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it('counts the changes of each file, so that the same change twice is seen twice', () => {
    const changed = (...paths: string[]): FeedItem => ({ kind: 'files', changed: paths });
    const { changedFiles } = afterItems(nothingTold, [changed('app.js', 'app.json'), changed('app.js')]);
    expect(changedFiles).toEqual({ 'app.js': 2, 'app.json': 1 });
  });

  it('knows what is accelerated as it was told last, and that nothing is any more', () => {
    const known = afterItems(nothingTold, [
      acceleration({ network: 'wifi' }),
      acceleration({ network: '4g' }),
    ]);
    expect(known.acceleration?.network).toBe('4g');
    expect(afterItems(known, [{ kind: 'acceleration' }]).acceleration).toBeUndefined();
  });
});
