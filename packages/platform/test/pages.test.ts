import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestPlatform } from './support/test-platform.ts';

async function builtPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'minigate-pages-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'pages', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'not a page');
  await writeFile(join(folder, 'pages', 'console.html'), '<title>Console</title>');
  await writeFile(join(folder, 'pages', 'minigate.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'pages', 'assets', 'console-1a2b.js'), 'export {};');
  return join(folder, 'pages');
}

describe('the pages of a platform', () => {
  it('are its console, which may load nothing from elsewhere and is asked for each time', async () => {
    const { nobody } = await startTestPlatform('sqlite', { pages: await builtPages() });
    const page = await nobody.call('GET', '/console');
    expect([page.status, page.body]).toEqual([200, '<title>Console</title>']);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const root = await nobody.call('GET', '/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/console']);
  });

  it('are made of assets that browsers keep', async () => {
    const { nobody } = await startTestPlatform('sqlite', { pages: await builtPages() });
    const asset = await nobody.call('GET', '/assets/console-1a2b.js');
    expect([asset.status, asset.body]).toEqual([200, 'export {};']);
    expect(asset.headers.get('content-type')).toBe('application/javascript; charset=utf-8');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each(['/assets/missing.js', '/assets/..%2f..%2fsecret.txt', '/assets/.made-from', '/secret.txt'])(
    'are nothing else: %s is not found',
    async (path) => {
      const { nobody } = await startTestPlatform('sqlite', { pages: await builtPages() });
      const answer = await nobody.call('GET', path);
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ error: { code: 'NOT_FOUND' } });
      expect(answer.headers.get('cache-control') ?? 'no-store').toBe('no-store');
    },
  );

  it('are not there where a platform has none', async () => {
    const { nobody } = await startTestPlatform('sqlite');
    expect((await nobody.call('GET', '/console')).status).toBe(404);
  });
});
