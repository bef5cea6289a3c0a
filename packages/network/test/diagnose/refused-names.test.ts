import { findRefusedNames } from '@minigate/network/diagnose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

const answers: Readonly<Record<string, readonly string[]>> = {
  'public.example': ['198.41.0.4', '2001:503:ba3e::2:30'],
  'mixed.example': ['198.41.0.4', '10.0.0.1'],
  'own.example': ['::1'],
};

async function lookup(hostname: string): Promise<readonly string[]> {
  const found = answers[hostname];
  if (found === undefined) throw new Error('ENOTFOUND');
  return found;
}

describe('the names that lead to an address which no client dials', () => {
  it('are those of which one address is not globally routable', async () => {
    const names = ['public.example', 'mixed.example', 'own.example', 'nowhere.example'];
    expect(await findRefusedNames(names, { lookup })).toEqual([
      { hostname: 'mixed.example', addressClass: 'private' },
      { hostname: 'own.example', addressClass: 'loopback' },
    ]);
  });

  it('are not those whose addresses are allowed, or are said to be others', async () => {
    const options = { lookup, allowAddresses: ['10.0.0.0/8'], resolve: { 'own.example': '198.41.0.4' } };
    expect(await findRefusedNames(['mixed.example', 'own.example'], options)).toEqual([]);
  });

  it('are not those that cannot be looked up in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const found = findRefusedNames(['slow.example'], { lookup: () => new Promise(() => {}), timeout: 5000 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(await found).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
