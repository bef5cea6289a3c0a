import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { closeBrowser, hasBrowser, newContext, watchFaults } from './support/browser.ts';
import { countScripts } from './support/first-view.ts';

const pages = fileURLToPath(new URL('../../packages/web/dist/pages', import.meta.url));

afterAll(closeBrowser);

describe.skipIf(!hasBrowser)('the first view of the console', () => {
  it('takes at most 300 KB of compressed JavaScript', async () => {
    const platform = await startTestPlatform('sqlite', { pages });
    const page = await (await newContext()).newPage();
    const faults = watchFaults(page);
    const scripts = countScripts(page);
    await page.goto(`${platform.address}/console`);
    await page.getByRole('button', { name: 'Language' }).waitFor();
    const size = await scripts();
    expect(size).toBeGreaterThan(20_000);
    expect(size).toBeLessThanOrEqual(300_000);
    expect(faults).toEqual([]);
  });
});
