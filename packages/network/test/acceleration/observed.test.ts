import { expect, it } from 'vitest';
import { AccelerationCounters } from '../../src/acceleration/counters.ts';
import type { AccelerationNews } from '../../src/acceleration/events.ts';
import { ObservedChooser } from '../../src/acceleration/observed-chooser.ts';
import { knowing, near, origin } from './choosers.ts';

it('rule 25: those who watch are told when all are used because so many are ejected, and when no longer', () => {
  const told: AccelerationNews[] = [];
  const counters = new AccelerationCounters();
  let now = 1000;
  const thresholds = { ejectedShare: 0, consecutiveFailures: 1 };
  const observed = new ObservedChooser(knowing({ [near]: 50, [origin]: 60 }, { thresholds }), {
    ...{ origin, counters },
    now: () => now,
    tell: (news) => told.push(news),
  });
  observed.failed(observed.choose({ id: 1, hop: 0 }), near, 'broken');
  for (const id of [2, 3]) observed.choose({ id, hop: 0 });
  expect(observed.panic).toBe(true);
  now = 20_000;
  const probe = observed.probes().find((one) => one.origin === near);
  if (probe === undefined) throw new Error('the ejected one is probed');
  observed.probeAnswered(probe, { firstByte: 50 });
  for (const id of [4, 5]) observed.choose({ id, hop: 0 });
  expect(observed.panic).toBe(false);
  expect(told.filter(({ kind }) => kind === 'panic')).toEqual([
    { kind: 'panic', on: true },
    { kind: 'panic', on: false },
  ]);
  expect(counters.snapshot()).toMatchObject({ calls: 5, panics: 1, probes: { request: 1 } });
});
