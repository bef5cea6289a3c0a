import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createOperator, readSettings, startPlatform } from '@minigate/platform';
import { startSimulator } from '@minigate/runtime/simulator';
import { chromium, type Page } from 'playwright-core';
import { findChromium, quietly } from '../scripts/chromium.mjs';
import { countScripts } from '../test/browser/support/first-view.ts';
import { quantile, report } from './support/pairs.ts';

/**
 * The two pages in a real browser on loopback: when they show their first content, how much JavaScript that takes, how
 * soon a row follows its event, and whether the page stays alive under 500 events a second and with 10,000 rows.
 */
const pages = fileURLToPath(new URL('../packages/web/dist/pages', import.meta.url));
const rounds = Number(process.env.ROUNDS ?? 5);

const found = await findChromium();
if ('problem' in found) throw new Error(found.problem);
const browser = await chromium.launch({ executablePath: found.path, args: [...quietly] });
const folder = await mkdtemp(join(tmpdir(), 'minigate-pages-'));

/**
 * Calls that a rule refuses: each is three events at once, and no server's time is measured. `begin(rate, count)`
 * makes them, and their names say when.
 */
const program = `
App({});
const wave = (count, each, pause) => {
  if (count <= 0) return;
  for (let i = 0; i < each; i += 1) wx.request({ url: 'https://elsewhere.example.test/' + Date.now() + '-' + count + '-' + i });
  setTimeout(() => wave(count - each, each, pause), pause);
};
`;

async function simulatorWith(lines: string) {
  const directory = await mkdtemp(join(folder, 'program-'));
  await writeFile(join(directory, 'app.json'), '{}');
  await writeFile(join(directory, 'app.js'), `${program}\n${lines}\n`);
  return startSimulator({
    directory,
    pages,
    watch: false,
    policy: { appId: 'bench', version: 1, serverDomains: ['https://api.example.test'] },
    policyOrigin: 'the benchmark',
  });
}

interface FirstView {
  /** Milliseconds to the first content, which is the name of the page. */
  readonly paint: number;
  /** Milliseconds until there is something to press. */
  readonly alive: number;
  /** Bytes of compressed JavaScript. */
  readonly script: number;
}

async function firstView(url: string): Promise<FirstView> {
  const page = await (await browser.newContext()).newPage();
  const script = countScripts(page);
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('button') === null) return;
      Reflect.set(window, 'alive', performance.now());
      observer.disconnect();
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  const paint = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (entries: readonly PerformanceEntry[]) => {
          const first = entries.find(({ name }) => name === 'first-contentful-paint');
          if (first !== undefined) resolve(first.startTime);
        };
        new PerformanceObserver((list) => look(list.getEntries())).observe({ type: 'paint', buffered: true });
      }),
  );
  const alive = await page.evaluate(() => Number(Reflect.get(window, 'alive')));
  const view = { paint, alive, script: await script() };
  await page.context().close();
  return view;
}

async function measureFirstView(name: string, urls: () => string): Promise<void> {
  const paints: number[] = [];
  const alive: number[] = [];
  let script = 0;
  for (let round = 0; round < rounds; round += 1) {
    const view = await firstView(urls());
    paints.push(view.paint);
    alive.push(view.alive);
    script = view.script;
  }
  report(`${name}: first content (ms)`, quantile(paints, 0.5).toFixed(0), '< 1000');
  report(`${name}: something to press (ms)`, quantile(alive, 0.5).toFixed(0));
  report(`${name}: JavaScript of the first view, compressed (KB)`, (script / 1000).toFixed(0), '≤ 300');
}

/** Notes when each call is first in the table, by the moment that its name says. */
function watchRows(page: Page): Promise<void> {
  return page.addInitScript(() => {
    const delays: number[] = [];
    const seen = new Set<string>();
    Reflect.set(window, 'delays', delays);
    new MutationObserver(() => {
      const now = Date.now();
      for (const [, name = '', moment] of document.body.innerText.matchAll(/((\d{13})-\d+-\d+)/g)) {
        if (seen.has(name)) continue;
        seen.add(name);
        delays.push(now - Number(moment));
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
    const tasks: number[] = [];
    Reflect.set(window, 'tasks', tasks);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ entryTypes: ['longtask'] });
  });
}

const numbers = (page: Page, name: string) =>
  page.evaluate((key) => [...(Reflect.get(window, key) as number[])], name);

/** Opens the page on a program that makes its calls once the page is there. */
async function openOn(url: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'en' })).newPage();
  await watchRows(page);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Cold restart' }).click();
  return page;
}

async function callsShown(page: Page, count: number): Promise<void> {
  const text = new Intl.NumberFormat('en').format(count);
  await page.getByText(`${text} calls`, { exact: false }).first().waitFor({ timeout: 120_000 });
}

{
  const data = await mkdtemp(join(folder, 'platform-'));
  const read = readSettings({ MINIGATE_PORT: '0', MINIGATE_DATA: data, MINIGATE_LOG: 'silent' });
  if (!read.ok) throw new Error(read.faults.join(' '));
  await createOperator(read.settings, {
    email: 'operator@example.test',
    password: 'correct horse battery staple',
  });
  const platform = await startPlatform(read.settings, { pages });
  await measureFirstView('console', () => `${platform.address}/console`);
  await platform.close();
}

{
  const simulator = await simulatorWith('');
  await measureFirstView('simulator', () => simulator.newUrl());
  await simulator.close();
}

{
  const simulator = await simulatorWith(
    "if (wx.getStorageSync('opened')) setTimeout(() => wave(40, 1, 100), 1000); wx.setStorageSync('opened', true);",
  );
  const page = await openOn(simulator.url);
  await callsShown(page, 40);
  const delays = await numbers(page, 'delays');
  report(
    'simulator: a row after its event (ms)',
    `${quantile(delays, 0.5).toFixed(0)}  (at most ${Math.max(...delays)}, ${delays.length} rows)`,
    '≤ 100',
  );
  await page.context().close();
  await simulator.close();
}

{
  // 170 calls a second, three events each.
  const simulator = await simulatorWith(
    "if (wx.getStorageSync('opened')) setTimeout(() => wave(10000, 17, 100), 1000); wx.setStorageSync('opened', true);",
  );
  const page = await openOn(simulator.url);
  await callsShown(page, 10_000);
  const tasks = await numbers(page, 'tasks');
  report(
    'simulator: longest task of the page at 510 events a second, up to 10,000 rows (ms)',
    Math.max(0, ...tasks).toFixed(0),
    '< 200',
  );
  const frames = await page.evaluate(async () => {
    const grid = document.querySelector('[aria-rowcount]')?.closest('[data-scroll], div');
    let scroller: Element | null = document.querySelector('[aria-rowcount]');
    while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight + 1)
      scroller = scroller.parentElement;
    const target = scroller ?? grid;
    if (!(target instanceof HTMLElement)) return [];
    const spans: number[] = [];
    let last = performance.now();
    const from = target.scrollHeight;
    for (let step = 0; step < 120; step += 1) {
      target.scrollTop = (from * step) / 120;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      spans.push(now - last);
      last = now;
    }
    return spans;
  });
  report(
    'simulator: a frame while 10,000 rows scroll (ms)',
    `${quantile(frames, 0.5).toFixed(1)}  (95 % within ${quantile(frames, 0.95).toFixed(1)})`,
    '≤ 34',
  );
  await page.context().close();
  await simulator.close();
}

await browser.close();
await rm(folder, { recursive: true });
