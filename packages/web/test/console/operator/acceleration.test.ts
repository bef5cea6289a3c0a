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
import { mergePolicies } from '../../../src/console/operator/acceleration/policy-merge.ts';

const bans = { bannedHosts: ['evil.example.com'], bannedOrigins: ['https://platform.example.com'] };
const policy: JsonObject & { readonly candidates: readonly JsonObject[] } = {
  candidates: [{ origin: 'https://a.example.com', weight: 2 }, { origin: 'https://b.example.com' }],
};

describe('two changes of one acceleration policy', () => {
  const [first, second] = policy.candidates;

  it('are put together value by value, candidates by their origin', () => {
    const theirs: JsonObject = { candidates: [second ?? {}, { ...first, region: 'eu' }], timeToLive: 5 };
    const mine: JsonObject = { candidates: [{ ...first, weight: 3 }, { origin: 'https://c.example.com' }] };
    expect(mergePolicies({ base: policy, theirs, mine })).toEqual({
      candidates: [
        { origin: 'https://a.example.com', weight: 3, region: 'eu' },
        { origin: 'https://c.example.com' },
      ],
      timeToLive: 5,
    });
  });

  it('keep mine where both changed the same value', () => {
    const of = (weight: number): JsonObject => ({ candidates: [{ ...first, weight }] });
    expect(mergePolicies({ base: of(1), theirs: of(2), mine: of(3) })).toEqual(of(3));
  });

  it('are not put together where candidates cannot be told apart', () => {
    const twice = { candidates: [{ origin: '' }, { origin: '' }] };
    expect(mergePolicies({ base: {}, theirs: policy, mine: twice })).toBeUndefined();
    expect(mergePolicies({ base: {}, theirs: policy, mine: { candidates: 3 } })).toBeUndefined();
  });
});

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
