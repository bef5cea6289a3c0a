import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { simulate } from '../../packages/runtime/test/simulator/support/simulated.ts';
import { messages as layoutTexts } from '../../packages/web/src/simulator/layout/layout.messages.ts';
import { serve } from '../support/servers.ts';
import { closeBrowser, hasBrowser, newContext, watchFaults } from './support/browser.ts';

const pages = fileURLToPath(new URL('../../packages/web/dist/pages', import.meta.url));
const texts = layoutTexts.en;

afterAll(closeBrowser);

const programs = [
  [
    'floods the console',
    `for (let n = 0; n < 100000; n += 1) console.log('line ' + n);`,
    /line 99999|was interrupted/,
  ],
  ['loops for ever', `for (;;) {}`, /was interrupted/],
  [
    'allocates without end',
    `const all = []; for (;;) all.push(new Array(1e5).fill(all.length));`,
    texts.endedTitle,
  ],
  [
    'gets 50 MB',
    `wx.request({ url: 'https://api.example.test/', complete: ({ errMsg }) => console.log('ended', errMsg) });`,
    /ended request:fail/,
  ],
] as const;

describe.skipIf(!hasBrowser)('the page of a program that', () => {
  it.each(programs)('%s says so, and answers those who press', async (_does, source, sign) => {
    const server = await serve((_request, response) => void response.end(Buffer.alloc(50 * 2 ** 20, 'x')));
    const { simulator } = await simulate(
      { 'app.js': source },
      {
        pages,
        tls: { ca: server.authority.pem },
        resolve: server.resolve,
        allowAddresses: ['127.0.0.0/8'],
      },
    );
    const page = await (await newContext()).newPage();
    const faults = watchFaults(page);
    await page.goto(simulator.newUrl());
    await page.getByRole('tab', { name: texts.tabs.code }).click();
    await page.getByText('app.json').first().waitFor();
    await page.getByRole('tab', { name: new RegExp(texts.tabs.console) }).click();
    await page.getByText(sign).first().waitFor({ timeout: 90_000 });
    await page.getByRole('tab', { name: texts.tabs.mocks }).click();
    await page.getByRole('tabpanel', { name: texts.tabs.mocks }).waitFor();
    expect(faults).toEqual([]);
  });
});
