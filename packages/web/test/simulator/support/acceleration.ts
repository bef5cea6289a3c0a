import type { AccelerationState, FeedItem } from '@minigate/runtime/simulator/protocol';

/** The state of an accelerated origin with two candidates, one of them ejected. */
export function acceleration(change: Partial<AccelerationState> = {}): FeedItem {
  const counts = {
    ...{ calls: 12, repeats: 1, hedges: 2, races: 3, fallbacks: 4, panics: 5 },
    probes: { connection: 6, request: 1 },
    ejections: {
      ...{ unreachable: 0, silent: 0, broken: 0, unavailable: 0, certificate: 1 },
      'failure share': 0,
    },
    answers: { 'https://fast.example.test': 12 },
  };
  const time = 1_700_000_000_000;
  return {
    kind: 'acceleration',
    acceleration: {
      origin: 'https://www.example.test',
      network: 'wifi',
      panic: false,
      counts,
      candidates: [
        {
          ...{ origin: 'https://fast.example.test', region: 'eu', weight: 2, priority: 0 },
          ...{ state: 'healthy', chosen: true, cost: 42, calls: 12, share: 1, failures: 0, age: 10 },
          measured: [[time + 10, 42]],
          connected: [[time, 80]],
        },
        {
          ...{ origin: 'https://bad.example.test', weight: 1, priority: 0 },
          ...{ state: 'ejected', chosen: false, calls: 0, share: 0, failures: 1 },
          ejectedFor: 'certificate',
          returnsAt: Date.now() + 3_600_000,
          measured: [],
          connected: [],
        },
      ],
      happenings: [
        {
          time,
          network: 'wifi',
          kind: 'chosen',
          candidate: 'https://fast.example.test',
          reason: 'unmeasured',
        },
        {
          ...{ time, network: 'wifi', kind: 'ejected', candidate: 'https://bad.example.test' },
          reason: 'certificate',
          detail: '<b>Other names.</b> Get one that names this host.',
        },
      ],
      ...change,
    },
  };
}
