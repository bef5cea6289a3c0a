import { describe, expect, it } from 'vitest';
import {
  barKinds,
  barsOf,
  partsOf,
  readableTicks,
  ticksOf,
  timeSpanOf,
} from '../../src/simulator/model/waterfall.ts';
import { call, underWay } from './support/calls.ts';

describe('the waterfall', () => {
  it('reaches from the first call to the last ending, or to now while something goes on', () => {
    const settled = call({ id: 1, calledAt: 1000, settledAt: 1500 });
    expect(timeSpanOf([settled], 9000)).toEqual({ from: 1000, to: 1500 });
    expect(timeSpanOf([settled, underWay({ id: 2, calledAt: 1200 })], 2000)).toEqual({
      from: 1000,
      to: 2000,
    });
  });

  it('is not stretched by a socket that stays open', () => {
    const socket = underWay({
      api: 'connectSocket',
      calledAt: 1000,
      socket: { sent: 0, received: 0, open: true },
    });
    const span = timeSpanOf([socket, call({ calledAt: 1000, settledAt: 1400 })], 900_000);
    expect(span).toEqual({ from: 1000, to: 1400 });
    expect(barsOf(socket, span, 900_000)).toEqual([{ phase: 'rest', start: 0, width: 100 }]);
  });

  it('puts the phases of a call one behind the other, and what is left behind them', () => {
    const phases = { queue: 100, dns: 0, connect: 50, tls: 50, wait: 100, download: 50 };
    const bars = barsOf(call({ calledAt: 1100, settledAt: 1500, phases }), { from: 1000, to: 2000 }, 0);
    expect(bars).toEqual([
      { phase: 'queue', start: 10, width: 10 },
      { phase: 'connect', start: 20, width: 5 },
      { phase: 'tls', start: 25, width: 5 },
      { phase: 'wait', start: 30, width: 10 },
      { phase: 'download', start: 40, width: 5 },
      { phase: 'rest', start: 45, width: 5 },
    ]);
  });

  it('draws phases that overlap no longer than their call', () => {
    const phases = { queue: 0, dns: 0, connect: 0, tls: 0, wait: 300, download: 100 };
    const bars = barsOf(call({ calledAt: 0, settledAt: 200, phases }), { from: 0, to: 200 }, 0);
    expect(bars.map(({ width }) => width)).toEqual([75, 25]);
  });

  it('has parts that are the whole call together; the queue of one that still waits is one of them', () => {
    const phases = { queue: 100.3, dns: 0, connect: 50.1, tls: 50, wait: 100, download: 50 };
    const settled = call({ calledAt: 1100, settledAt: 1500.7, phases });
    const sum = partsOf(settled, 0).reduce((total, [, span]) => total + span, 0);
    expect(sum).toBeCloseTo(400.7, 6);
    const waiting = underWay({ calledAt: 1000, state: 'waiting' });
    expect(partsOf(waiting, 1250)).toEqual([['queue', 250]]);
    expect(barKinds).toContain('rest');
  });

  it('has only marks that can be read beside the name of its column, at every width', () => {
    const span = { from: 0, to: 1000 };
    expect(readableTicks(span, 120)).toEqual([]);
    for (let width = 130; width < 2000; width += 7) {
      const places = readableTicks(span, width).map(({ at }) => (at * width) / 100);
      expect(places.every((place) => place >= 92 && place <= width - 58)).toBe(true);
      for (const [index, place] of places.entries())
        expect(place - (places[index - 1] ?? 0)).toBeGreaterThan(58);
    }
    expect(readableTicks(span, 600).length).toBeGreaterThan(2);
  });

  it('has marks at round distances', () => {
    expect(ticksOf({ from: 0, to: 1000 }, 4).map(({ offset }) => offset)).toEqual([200, 400, 600, 800]);
    expect(ticksOf({ from: 0, to: 730 }, 4).map(({ offset }) => offset)).toEqual([200, 400, 600]);
    expect(ticksOf({ from: 0, to: 1000 }, 4)[0]?.at).toBe(20);
    expect(ticksOf({ from: 0, to: 190_000 }, 4).map(({ offset }) => offset)).toEqual([
      60_000, 120_000, 180_000,
    ]);
  });
});
