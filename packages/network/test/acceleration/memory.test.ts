import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMemory, withNetwork, writeMemory } from '../../src/acceleration/memory.ts';
import { callOnce, chooserOf, near, origin, probeAll, viewOf } from './choosers.ts';

const candidates = [{ origin }, { origin: near }];
const ways = { [origin]: 60, [near]: 40 };
const day = 86_400_000;

function learnt(now: number) {
  const chooser = chooserOf(candidates);
  callOnce(chooser, ways, now - 1000);
  probeAll(chooser, ways, now - 900);
  callOnce(chooser, ways, now - 800);
  for (let n = 0; n < 3; n += 1) chooser.failed(0, origin, 'broken', now - 500);
  return chooser.remember(now);
}

describe('rule 25: what is remembered of a network', () => {
  it('is the same after it was written and read', () => {
    const memory = withNetwork(new Map(), 'wifi', learnt(10_000));
    expect(readMemory(writeMemory(memory), 10_000)).toEqual(memory);
  });

  it('leads the first call after a start to the best server, in a race where what is known is old', () => {
    const restored = (now: number) => {
      const memory = readMemory(writeMemory(new Map([['wifi', learnt(10_000)]])), now).get('wifi');
      return chooserOf(candidates, { memory }).choose(now);
    };
    expect(restored(11_000)).toMatchObject({ origin: near, why: 'only', headStart: undefined });
    expect(restored(10_000 + 3_600_000).headStart).toBeGreaterThan(0);
    expect(restored(10_000 + 8 * day).why).toBe('unmeasured');
  });

  it('is kept of eight networks, the newest ones', () => {
    let memory = new Map() as ReturnType<typeof readMemory>;
    for (let n = 0; n < 20; n += 1) memory = withNetwork(memory, `network ${n}`, learnt(10_000 + n));
    expect([...memory.keys()]).toEqual(Array.from({ length: 8 }, (_, n) => `network ${19 - n}`));
  });

  it('keeps nobody out for longer than a policy could', () => {
    const until = 1e15;
    const text = writeMemory(new Map([['wifi', learnt(10_000)]])).replaceAll(
      /"until":[\d.]+/g,
      `"until":${until}`,
    );
    const memory = readMemory(text, 11_000).get('wifi');
    const chooser = chooserOf(candidates, { memory });
    expect(viewOf(chooser, origin, 12_000).state).toBe('ejected');
    expect(viewOf(chooser, origin, 11_000 + 1.25 * 3_600_000).state).toBe('returning');
  });

  it('leaves out what lies in the future', () => {
    const text = writeMemory(new Map([['wifi', learnt(10_000)]]));
    expect(readMemory(text, 5000)).toEqual(new Map());
  });

  it('never throws, whatever the text is, and what it gives can be chosen by', () => {
    const valid = JSON.parse(writeMemory(new Map([['wifi', learnt(10_000)]]))) as object;
    const average = fc.dictionary(fc.constantFrom('value', 'last', 'floor', 'usual', 'at'), fc.jsonValue());
    const nasty = fc.record({
      version: fc.constant(1),
      networks: fc.dictionary(
        fc.string(),
        fc.record({
          at: fc.oneof(fc.double(), fc.jsonValue()),
          current: fc.oneof(fc.constant(near), fc.jsonValue()),
          servers: fc.dictionary(
            fc.constantFrom(origin, near),
            fc.record({ firstByte: average, connect: average, health: fc.jsonValue() }),
          ),
        }),
      ),
    });
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      nasty.map((value) => JSON.stringify({ ...valid, ...value })),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const memory of readMemory(text, 20_000).values()) {
          expect([origin, near]).toContain(chooserOf(candidates, { memory }).choose(20_000).origin);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
