import { describe, expect, it } from 'vitest';
import { checkOptions } from '../src/run/settings.ts';
import { UsageError } from '../src/usage-error.ts';

describe('--proxy', () => {
  it('is handed to the network as it was written', async () => {
    const proxy = 'http://user:secret@proxy.example.com:3128';
    expect(await checkOptions({ proxy }, '/')).toMatchObject({ proxy });
    expect(await checkOptions({}, '/')).toMatchObject({ proxy: undefined });
  });

  it('is complained about without its password', async () => {
    const error: unknown = await checkOptions({ proxy: 'https://user:secret@proxy.example.com' }, '/').catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toBe(
      'UsageError: --proxy: The proxy cannot be used: its scheme is https. Write http://host:port, or http://user:password@host:port.',
    );
  });
});
