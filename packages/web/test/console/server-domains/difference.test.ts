import { describe, expect, it } from 'vitest';
import { findDifference } from '../../../src/console/programs/settings/server-domains/difference.ts';

const [a, b] = ['https://a.example.com', 'https://b.example.com'];

describe('the difference before saving', () => {
  it('is none where only the order changed', () => {
    expect(findDifference([a, b], [b, a])).toEqual({ changes: false, lists: [] });
  });

  it('tells of one list what all calls gain and lose', () => {
    expect(findDifference([a], [b])).toEqual({
      changes: true,
      lists: [{ list: 'all', added: [b], removed: [a], replaced: [] }],
    });
  });

  it('tells of a host whose port changed that one entry takes the place of the other', () => {
    expect(findDifference([a], [`${a}:8443`]).lists).toEqual([
      { list: 'all', added: [], removed: [], replaced: [{ from: a, to: `${a}:8443` }] },
    ]);
  });

  it('tells of each call by itself, fallback of connectSocket included', () => {
    const { lists } = findDifference({ request: [a] }, { request: [a, b], uploadFile: [a] });
    expect(lists.map(({ list, added }) => [list, added])).toEqual([
      ['request', [b]],
      ['uploadFile', [a]],
      ['connectSocket', [b]],
    ]);
  });

  it('tells of another form with the same effect', () => {
    const separate = { request: [a], downloadFile: [a], uploadFile: [a] };
    expect(findDifference([a], separate)).toEqual({ changes: true, lists: [], form: 'separate' });
    expect(findDifference(separate, [a])).toEqual({ changes: true, lists: [], form: 'one' });
    expect(findDifference(separate, { ...separate, connectSocket: [a] })).toEqual({
      changes: true,
      lists: [],
      sockets: 'own',
    });
  });
});
