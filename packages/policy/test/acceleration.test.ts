import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accelerationLimits, accelerationOf, binance, parsePolicyDocument } from '../src/index.ts';

const least = { appId: 'demo', version: 1, serverDomains: ['https://www.binance.com'] };
const candidates = [{ origin: 'https://fast.example.com' }];

function read(acceleration: unknown) {
  const result = parsePolicyDocument({ ...least, acceleration });
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join(' '));
  return result;
}

describe('rule 25: an acceleration policy', () => {
  it('has no fault that refuses its document, and is left out or in one spelling', () => {
    const host = fc.constantFrom(
      'a.example',
      'B.example',
      'api.binance.com',
      '10.0.0.1',
      'localhost',
      'ä.example',
    );
    const origin = fc.tuple(
      fc.constantFrom('https', 'http', 'HTTPS'),
      host,
      fc.constantFrom('', ':443', ':8443', '/'),
    );
    const text = fc.oneof(
      origin.map(([scheme, name, tail]) => `${scheme}://${name}${tail}`),
      fc.string(),
    );
    const nasty = fc.jsonValue();
    const candidate = fc.record(
      {
        origin: text,
        region: fc.oneof(fc.string(), nasty),
        weight: fc.oneof(fc.integer(), nasty),
        priority: nasty,
      },
      { requiredKeys: ['origin'] },
    );
    const policy = fc.record(
      {
        origin: text,
        candidates: fc.oneof(fc.array(candidate, { maxLength: 20 }), nasty),
        probePath: fc.oneof(fc.webPath(), fc.string()),
        thresholds: fc.oneof(fc.record({ nearBest: fc.double(), ejectedShare: nasty }), nasty),
        timeToLive: fc.oneof(fc.integer(), nasty),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(policy, nasty), (acceleration) => {
        const { document, ignored } = read(acceleration);
        expect(ignored.length).toBeLessThanOrEqual(accelerationLimits.mostIssues);
        const kept = document.acceleration;
        expect(kept === undefined).toBe(ignored.some(({ code }) => code !== 'UNKNOWN_FIELD'));
        if (kept === undefined) return;
        expect(read(kept)).toMatchObject({ document: { acceleration: kept }, ignored: [] });
        expect(new Set(kept.candidates.map(({ origin: one }) => one)).size).toBe(kept.candidates.length);
        for (const { origin: one } of kept.candidates) {
          expect(one).toMatch(/^https:\/\/[a-z0-9.-]+(:\d+)?$/);
          expect(one).not.toMatch(/api\.binance\.com|10\.0\.0\.1|localhost/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('tells of a hostile one a bounded number of faults', () => {
    const wide = Object.fromEntries(Array.from({ length: 200_000 }, (_, n) => [`k${n}`, n]));
    expect(read({ ...wide, candidates }).ignored).toHaveLength(accelerationLimits.mostIssues);
    expect(read({ ...wide, candidates: [] }).ignored[0]?.code).toBe('NO_CANDIDATES');
    const many = Array.from({ length: 10_000 }, (_, n) => ({ origin: `http://${n}.example` }));
    expect(read({ candidates: many })).toMatchObject({
      ignored: [{ code: 'TOO_MANY_CANDIDATES', at: 'acceleration.candidates' }],
    });
  });

  it('repeats of a hostile text only the beginning, and of unknown fields of a candidate only some', () => {
    const long = 'x'.repeat(1_000_000);
    const wide = Object.fromEntries(
      Array.from({ length: 1000 }, (_, n) => [`${long.slice(0, 1000)}${n}`, n]),
    );
    const policies = [
      { candidates: [{ origin: long }] },
      { candidates, probePath: long },
      { candidates: [{ ...candidates[0], ...wide }] },
      { candidates, [long]: 1 },
    ];
    for (const policy of policies) {
      const { ignored } = read(policy);
      expect(ignored.length).toBeGreaterThan(0);
      expect(ignored.length).toBeLessThanOrEqual(accelerationLimits.mostIssues);
      for (const { entry, message } of ignored) {
        expect(entry).toHaveLength(256);
        expect(message.length).toBeLessThan(500);
      }
    }
  });

  it('has no bound on faults that could hide one of them behind fields that nothing reads', () => {
    const wide = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`k${n}`, n]));
    const { document, ignored } = read({ candidates: [{ ...wide, ...candidates[0], weight: 0 }] });
    expect(document.acceleration).toBeUndefined();
    expect(ignored[0]).toMatchObject({
      code: 'INVALID_ACCELERATION_FIELD',
      at: 'acceleration.candidates[0].weight',
    });
  });

  it('takes a candidate with port 443 for the one without', () => {
    const written = [{ origin: 'https://www.binance.com:443' }, { origin: 'https://fast.example.com:8443' }];
    expect(read({ candidates: written }).document.acceleration?.candidates).toEqual([
      { origin: 'https://www.binance.com' },
      { origin: 'https://fast.example.com:8443' },
    ]);
    const spellings = ['https://fast.example.com', 'https://FAST.example.com:443'];
    for (const pair of [spellings, spellings.toReversed()]) {
      expect(read({ candidates: pair.map((origin) => ({ origin })) }).ignored).toMatchObject([
        { code: 'DUPLICATE', at: 'acceleration.candidates[1].origin' },
      ]);
    }
  });

  it('does not look for fields in the prototype', () => {
    const text = '{"candidates":[{"origin":"https://fast.example.com","__proto__":{"weight":5}}]}';
    expect(read(JSON.parse(text)).document.acceleration).toEqual({ candidates });
  });

  it('counts as faulty where the profile in force bans its origin or a candidate', () => {
    const profile = { ...binance, bannedHosts: ['fast.example.com'] };
    expect(parsePolicyDocument({ ...least, acceleration: { candidates } }, { profile })).toMatchObject({
      ok: true,
      ignored: [{ code: 'BANNED_HOST', at: 'acceleration.candidates[0].origin' }],
    });
    const own = { ...binance, bannedHosts: ['www.binance.com'] };
    const result = parsePolicyDocument(
      { ...least, serverDomains: [], acceleration: { candidates } },
      { profile: own },
    );
    expect(result).toMatchObject({ ok: true, ignored: [{ code: 'BANNED_HOST', at: 'acceleration.origin' }] });
  });
});

describe('rule 25: who is accelerated', () => {
  it('is a program that the platform marked first-party, and nobody else', () => {
    const acceleration = { candidates };
    expect(accelerationOf({ acceleration })).toBeUndefined();
    expect(accelerationOf({ firstParty: false, acceleration })).toBeUndefined();
    expect(accelerationOf({ firstParty: true })).toBeUndefined();
    expect(accelerationOf({ firstParty: true, acceleration })).toEqual({
      origin: 'https://www.binance.com',
      candidates: [{ origin: 'https://fast.example.com', region: undefined, weight: 1, priority: 0 }],
      probePath: '/',
      thresholds: {
        nearBest: 1.1,
        consecutiveFailures: 3,
        failureRate: 0.2,
        ejectionTime: 10_000,
        longestEjection: 60_000,
        ejectedShare: 0.5,
      },
      timeToLive: 300_000,
    });
  });

  it('calls the origin of the host profile, unless the policy names one', () => {
    const profile = { acceleration: { origin: 'https://www.example.com' } };
    expect(accelerationOf({ firstParty: true, acceleration: { candidates } }, profile)?.origin).toBe(
      'https://www.example.com',
    );
    const named = { origin: 'https://own.example.com', candidates };
    expect(accelerationOf({ firstParty: true, acceleration: named }, profile)?.origin).toBe(
      'https://own.example.com',
    );
  });
});
