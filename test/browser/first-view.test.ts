import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { simulate } from '../../packages/runtime/test/simulator/support/simulated.ts';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { messages as layoutTexts } from '../../packages/web/src/simulator/layout/layout.messages.ts';
import { messages as networkTexts } from '../../packages/web/src/simulator/network/network.messages.ts';
import { closeBrowser, hasBrowser, newContext, watchFaults } from './support/browser.ts';
import { countScripts } from './support/first-view.ts';

const pages = fileURLToPath(new URL('../../packages/web/dist/pages', import.meta.url));

afterAll(closeBrowser);

/** How much JavaScript a page loads until nothing more comes. */
async function firstViewOf(url: string): Promise<number> {
  const page = await (await newContext()).newPage();
  const faults = watchFaults(page);
  const scripts = countScripts(page);
  await page.goto(url);
  await page.getByRole('button', { name: 'Language' }).waitFor();
  const size = await scripts();
  expect(faults).toEqual([]);
  expect(size).toBeGreaterThan(20_000);
  return size;
}

describe.skipIf(!hasBrowser)('the simulator', () => {
  it('shows the calls where they were after its window became narrow', async () => {
    const calls = `for (let n = 0; n < 80; n += 1) wx.request({ url: 'https://other.example.test/' + n });`;
    const { simulator } = await simulate({ 'app.js': calls }, { pages });
    const page = await (await newContext()).newPage();
    await page.goto(simulator.newUrl());
    const grid = page.getByRole('grid', { name: networkTexts.en.table });
    const rowAt = (name: string) => grid.getByRole('row').filter({ hasText: name });
    await rowAt('79').waitFor();
    await grid.evaluate((element) => element.scrollTo(0, 700));
    await rowAt('30').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('tab', { name: layoutTexts.en.tabs.network }).waitFor();
    await rowAt('30').waitFor();
    expect(await grid.evaluate((element) => element.scrollTop)).toBe(700);
  });
});

describe.skipIf(!hasBrowser)('the first view takes at most 300 KB of compressed JavaScript', () => {
  it('in the console', async () => {
    const platform = await startTestPlatform('sqlite', { pages });
    expect(await firstViewOf(`${platform.address}/console`)).toBeLessThanOrEqual(300_000);
  });

  it('in the simulator', async () => {
    const { simulator } = await simulate({ 'app.js': '' }, { pages });
    expect(await firstViewOf(simulator.newUrl())).toBeLessThanOrEqual(300_000);
  });

  it('in the simulator, whose editor and charts are loaded when they are opened', async () => {
    const { simulator } = await simulate({ 'app.js': '' }, { pages });
    const page = await (await newContext()).newPage();
    await page.goto(simulator.newUrl());
    await page.getByRole('button', { name: 'Language' }).waitFor();
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    const { code, acceleration } = layoutTexts.en.tabs;
    for (const [name, chunk] of [
      [code, /code-pane/],
      [acceleration, /acceleration-pane/],
    ] as const) {
      const [loaded] = await Promise.all([
        page.waitForRequest(chunk),
        page.getByRole('tab', { name }).click(),
      ]);
      expect((await loaded.response())?.status()).toBe(200);
    }
  });
});
