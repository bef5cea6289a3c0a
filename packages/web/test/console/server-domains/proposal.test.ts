import { describe, expect, it } from 'vitest';
import { readProposal } from '../../../src/console/programs/settings/server-domains/proposal.ts';

describe('an entry that another page proposes', () => {
  it('is read with its call', () => {
    expect(readProposal('add=https%3A%2F%2Fa.example.com&api=connectSocket')).toEqual({
      entry: 'https://a.example.com',
      api: 'connectSocket',
    });
  });

  it('is for request where the call is none', () => {
    expect(readProposal('?add=x&api=__proto__')).toEqual({ entry: 'x', api: 'request' });
  });

  it('is text of a bounded length, whatever it says', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    expect(readProposal(`add=${encodeURIComponent(hostile)}`)?.entry).toBe(hostile);
    expect(readProposal(`add=${'a'.repeat(9999)}`)?.entry).toHaveLength(2048);
  });

  it('is absent where there is none', () => {
    expect(['', 'api=request', 'add=', 'add=%20'].map(readProposal)).toEqual(Array(4).fill(undefined));
  });
});
