import { describe, expect, it } from 'vitest';
import { type CallFilter, everyCall, readFilter } from '../../src/simulator/model/call-filter.ts';
import { readExpression } from '../../src/simulator/model/expressions.ts';
import { call, underWay } from './support/calls.ts';

const calls = [
  call({ id: 1, url: 'https://api.example.test/users?page=1' }),
  call({ id: 2, url: 'https://api.example.test/missing', status: 404 }),
  call({ id: 3, url: 'https://other.example.test/users', api: 'downloadFile', mimeType: 'image/png' }),
  call({ id: 4, url: 'https://denied.example.test/', refused: true, outcome: 'fail' }),
  call({ id: 5, url: 'http://lan.example.test/', wouldFail: true, method: 'POST' }),
  call({ id: 6, url: 'https://api.example.test/slow', settledAt: 9000, mock: 'made up' }),
  underWay({ id: 7, url: 'https://api.example.test/now' }),
];

function found(change: Partial<CallFilter> | string): number[] {
  const filter = typeof change === 'string' ? { text: change } : change;
  const { matches } = readFilter({ ...everyCall, ...filter }, readExpression);
  return calls.filter(matches).map(({ row: { id } }) => id);
}

describe('the filter of the network panel', () => {
  it('shows everything where nothing is asked', () => {
    expect(found('  ')).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('wants every word, in any letter case, and none of those behind a minus', () => {
    expect(found('USERS')).toEqual([1, 3]);
    expect(found('users api')).toEqual([1]);
    expect(found('users -page')).toEqual([3]);
  });

  it('finds what an errMsg says, in any letter case', () => {
    const { matches } = readFilter({ ...everyCall, text: 'net::ERR_timed' });
    expect(matches(call({ errMsg: 'request:fail net::ERR_TIMED_OUT', outcome: 'fail' }))).toBe(true);
    expect(matches(call({ errMsg: 'request:fail abort', outcome: 'fail' }))).toBe(false);
  });

  it('takes quoted words as one, and a URL as text', () => {
    expect(found('"users?page"')).toEqual([1]);
    expect(found('https://other')).toEqual([3]);
  });

  it('takes what is between slashes as a regular expression, with spaces too', () => {
    expect(found(String.raw`/\/(users|missing)$/`)).toEqual([2, 3]);
    expect(found('-/example/')).toEqual([]);
  });

  it('finds expressions in any letter case, and has none that looks around', () => {
    expect(found('/USERS$/')).toEqual([3]);
    expect(readFilter({ ...everyCall, text: '/(?=users)/' }, readExpression).faults).toEqual(['/(?=users)/']);
  });

  it.each([String.raw`/^https:(\w+\/?|\/)+=$/`, '/(a|a)+!/', '/.*.*.*=x/'])(
    'takes no time for %s that grows faster than the URLs',
    (text) => {
      const { matches } = readFilter({ ...everyCall, text }, readExpression);
      const long = call({ url: `https://${'a'.repeat(2000)}` });
      expect(matches(long)).toBe(false);
    },
  );

  it('filters by all but expressions until these can be read', () => {
    const { matches, faults } = readFilter({ ...everyCall, text: '/missing/ users' });
    expect([calls.filter(matches).map(({ row: { id } }) => id), faults]).toEqual([[1, 3], []]);
  });

  it('says which words it does not understand, and filters by the others', () => {
    const { faults, matches } = readFilter(
      { ...everyCall, text: '/(/ status:abc is:odd users' },
      readExpression,
    );
    expect(faults).toEqual(['/(/', 'status:abc', 'is:odd']);
    expect(calls.filter(matches).map(({ row: { id } }) => id)).toEqual([1, 3]);
  });

  it.each([
    ['status:404', [2]],
    ['status:4xx', [2]],
    ['status:2', [1, 3, 4, 5, 6]],
    ['api:download', [3]],
    ['method:post', [5]],
    ['host:other', [3]],
    ['type:png', [3]],
    ['is:refused', [4]],
    ['is:failed', [4]],
    ['is:amber', [5]],
    ['is:mock', [6]],
    ['is:slow', [6]],
    ['is:running', [7]],
    ['-is:running -status:2xx', [2]],
  ])('understands %s', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  it('shows the APIs and the kinds that are chosen', () => {
    expect(found({ apis: new Set(['downloadFile']) })).toEqual([3]);
    expect(found({ kinds: new Set(['image']) })).toEqual([3]);
    expect(found({ kinds: new Set(['json']), text: 'status:404' })).toEqual([2]);
  });
});
