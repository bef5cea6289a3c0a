import { describe, expect, it } from 'vitest';
import { judgePolicy } from '../../../src/console/operator/acceleration/judge-policy.ts';
import { comparePolicies } from '../../../src/console/operator/acceleration/policy-difference.ts';
import {
  candidatesOf,
  type JsonObject,
  readPolicy,
  valueAt,
  withValue,
} from '../../../src/console/operator/acceleration/policy-json.ts';

const bans = { bannedHosts: ['evil.example.com'], bannedOrigins: ['https://platform.example.com'] };
const policy: JsonObject & { readonly candidates: readonly JsonObject[] } = {
  candidates: [{ origin: 'https://a.example.com', weight: 2 }, { origin: 'https://b.example.com' }],
};

describe('an acceleration policy that is edited', () => {
  it('is read from text where that is an object of JSON', () => {
    expect(readPolicy('{"candidates":[]}')).toEqual({ candidates: [] });
    expect(['', '[]', 'null', '3', '{'].map(readPolicy)).toEqual(Array(5).fill(undefined));
  });

  it('gets and loses values, the rest of it unchanged', () => {
    const path = ['candidates', 1, 'region'];
    const more = withValue(policy, path, 'eu');
    expect(valueAt(more, path)).toBe('eu');
    expect(withValue(more, path, undefined)).toEqual(policy);
    expect(withValue({}, ['thresholds', 'nearBest'], 2)).toEqual({ thresholds: { nearBest: 2 } });
    expect(withValue(policy, ['candidates', 0], undefined)).toEqual({
      candidates: [{ origin: 'https://b.example.com' }],
    });
    expect(policy.candidates).toHaveLength(2);
  });

  it('has rows for a form only where its candidates are a list of objects', () => {
    expect(candidatesOf(policy)).toBe(policy.candidates);
    expect(candidatesOf({})).toEqual([]);
    expect([{ candidates: 'x' }, { candidates: [1] }].map((text) => candidatesOf(text))).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('is judged by the policy package, with the place of each fault', () => {
    expect(judgePolicy({}, bans)).toEqual([]);
    expect(judgePolicy(policy, bans)).toEqual([]);
    const faulty: JsonObject = {
      candidates: [{ origin: 'http://a.example.com', weight: 0 }, { origin: 'https://evil.example.com' }],
    };
    expect(judgePolicy(faulty, bans).map(({ at, code, correction }) => [at, code, correction])).toEqual([
      ['acceleration.candidates[0].origin', 'NOT_HTTPS', 'https://a.example.com'],
      ['acceleration.candidates[0].weight', 'INVALID_ACCELERATION_FIELD', undefined],
      ['acceleration.candidates[1].origin', 'BANNED_HOST', undefined],
    ]);
  });

  it('differs from another one value by value, candidates by their origin', () => {
    const after: JsonObject = {
      timeToLive: 60_000,
      candidates: [{ origin: 'https://b.example.com' }, { origin: 'https://c.example.com' }],
    };
    expect(comparePolicies(policy, after)).toEqual([
      { name: 'https://a.example.com', before: '✓', after: undefined },
      { name: 'https://a.example.com · weight', before: '2', after: undefined },
      { name: 'timeToLive', before: undefined, after: '60000' },
      { name: 'https://c.example.com', before: undefined, after: '✓' },
    ]);
    expect(comparePolicies(policy, { candidates: policy.candidates.toReversed() })).toEqual([]);
  });
});
