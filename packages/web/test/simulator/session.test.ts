import { describe, expect, it } from 'vitest';
import { takeToken, watchForTokens } from '../../src/simulator/feed/session.ts';

function pageAt(hash: string) {
  const written: (string | URL | null | undefined)[] = [];
  const replaceState: History['replaceState'] = (_data, _title, url) => void written.push(url);
  return {
    written,
    page: {
      location: { ...window.location, hash, pathname: '/', search: '?x=1' },
      history: { ...window.history, replaceState },
    },
  };
}

describe('the token of the address', () => {
  it('is taken, and leaves the address', () => {
    const { page, written } = pageAt('#token=abc-_1');
    expect(takeToken(page)).toBe('abc-_1');
    expect(written).toEqual(['/?x=1']);
  });

  it('leaves an address without one as it is', () => {
    const { page, written } = pageAt('#elsewhere');
    expect(takeToken(page)).toBeUndefined();
    expect(written).toEqual([]);
  });

  it('is taken too when it comes into a page that is open, as after a restart of the simulator', async () => {
    const token = new Promise<string>((resolve) => watchForTokens(window, resolve));
    window.location.hash = '#token=abc';
    expect(await token).toBe('abc');
    expect(window.location.hash).toBe('');
  });
});
