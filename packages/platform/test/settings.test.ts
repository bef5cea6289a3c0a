import { describe, expect, it } from 'vitest';
import { readSettings } from '../src/settings.ts';

const secret = 'a'.repeat(32);

describe('the settings', () => {
  it('have a default for everything', () => {
    expect(readSettings({})).toMatchObject({
      ok: true,
      settings: { port: 7300, host: '127.0.0.1', databaseUrl: undefined, policyLifetime: 7 * 86_400_000 },
    });
  });

  it.each([
    [{ MINIGATE_PORT: 'many' }, 'MINIGATE_PORT is not a number.'],
    [{ MINIGATE_PORT: '70000' }, 'MINIGATE_PORT is above 65535.'],
    [{ MINIGATE_HOST: 'example.com' }, 'MINIGATE_HOST is not an IP address.'],
    [{ MINIGATE_SECRET: 'short' }, 'MINIGATE_SECRET has fewer than 32 characters.'],
    [{ DATABASE_URL: 'mysql://h/d', MINIGATE_SECRET: secret }, /^DATABASE_URL is not of the form postgres:/],
    [{ DATABASE_URL: 'postgres://h/d' }, /^MINIGATE_SECRET is missing: with PostgreSQL/],
    [{ MINIGATE_PUBLIC_URL: 'http://example.com' }, /^MINIGATE_PUBLIC_URL is not an https URL/],
    [{ MINIGATE_PUBLIC_URL: 'https://example.com/path' }, /^MINIGATE_PUBLIC_URL is not an https URL/],
    [{ MINIGATE_OPERATOR_EMAIL: 'root@example.test' }, /go together: set both, or none\.$/],
    [{ MINIGATE_SMTP_URL: 'smtp://127.0.0.1' }, /^MINIGATE_MAIL_FROM is missing/],
    [{ MINIGATE_TRUSTED_PROXIES: '10.0.0.0/8, everybody' }, /^MINIGATE_TRUSTED_PROXIES is not a list/],
    [{ MINIGATE_PROT: '1' }, /^MINIGATE_PROT is not a setting\. There are: MINIGATE_PORT, /],
  ])('that are wrong get one sentence: %j', (environment, sentence) => {
    expect(readSettings(environment)).toEqual({ ok: false, faults: [expect.stringMatching(sentence)] });
  });

  it('tell every mistake at once, and repeat no value', () => {
    const result = readSettings({ MINIGATE_PORT: 'x1', MINIGATE_SECRET: 'hush', MINIGATE_LOG: 'loud' });
    expect(result).toMatchObject({ ok: false, faults: { length: 3 } });
    expect(JSON.stringify(result)).not.toMatch(/x1|hush|loud/);
  });

  it('treat an empty variable as one that is not set', () => {
    expect(readSettings({ MINIGATE_PORT: '', DATABASE_URL: '' })).toMatchObject({ ok: true });
  });
});
