import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages as frame } from '../../packages/web/src/console/frame/frame.messages.ts';
import { messages as secretTexts } from '../../packages/web/src/console/programs/settings/app-secret/app-secret.messages.ts';
import { messages as domainTexts } from '../../packages/web/src/console/programs/settings/server-domains/server-domains.messages.ts';
import { messages as programTexts } from '../../packages/web/src/console/programs/programs.messages.ts';
import { messages as signInTexts } from '../../packages/web/src/console/session/sign-in.messages.ts';
import { messages as teamTexts } from '../../packages/web/src/console/teams/teams.messages.ts';
import { messages as detailTexts } from '../../packages/web/src/simulator/details/details.messages.ts';
import { messages as deviceTexts } from '../../packages/web/src/simulator/device/device.messages.ts';
import { messages as layoutTexts } from '../../packages/web/src/simulator/layout/layout.messages.ts';
import { messages as networkTexts } from '../../packages/web/src/simulator/network/network.messages.ts';
import { messages as words } from '../../packages/web/src/ui/messages.ts';
import { closeBrowser, hasBrowser, newContext, watchFaults } from './support/browser.ts';
import { type Demo, startDemo } from './support/demo.ts';
import { quickFaults, screenFaults, watchIssues } from './support/screens/faults.ts';

const run = promisify(execFile);

/** Accessibility takes long to check: the first two have each language and each width. */
const readers = [
  { language: 'en', width: 1280, audited: true },
  { language: 'zh-CN', width: 390, audited: true },
  { language: 'en', width: 390, audited: false },
  { language: 'zh-CN', width: 1280, audited: false },
] as const;

type Reader = (typeof readers)[number];

let demo: Demo;

beforeAll(async () => {
  if (hasBrowser) demo = await startDemo();
});

afterAll(async () => {
  await closeBrowser();
  if (hasBrowser) await demo.close();
});

/** The page is fit for everybody as it stands, and as wide as its window. */
async function expectFit(page: Page, { audited }: Reader): Promise<void> {
  expect(await (audited ? screenFaults(page) : quickFaults(page))).toEqual([]);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe.skipIf(!hasBrowser)('the way of a developer', () => {
  it.each(readers)(
    'from the console to an access token, in $language at $width pixels',
    { timeout: 240_000 },
    async (reader) => {
      const page = await (await newContext(reader)).newPage();
      const faults = watchFaults(page);
      await signIn(page, reader);
      const appId = await register(page, reader);
      await writeServerDomains(page, reader);
      const secret = await makeSecret(page, reader);

      const { origin } = new URL(demo.console);
      const asked = JSON.stringify({ app_id: appId, app_secret: secret });
      const { stdout } = await run('curl', [
        ...['--silent', '--header', 'Content-Type: application/json', '--data', asked],
        `${origin}/open-api/v1/access-token`,
      ]);
      const { access_token: token, expires_in: lifetime } = JSON.parse(stdout) as Record<string, unknown>;
      expect(token).toMatch(new RegExp(`^${appId}\\.`));
      expect(lifetime).toBeGreaterThan(7100);
      expect(faults).toEqual([]);
    },
  );

  it.each(readers)(
    'through the simulator, in $language at $width pixels',
    { timeout: 240_000 },
    async (reader) => {
      const page = await (await newContext(reader)).newPage();
      const faults = watchFaults(page);
      const issues = await watchIssues(page);
      await page.goto(await demo.simulator());
      await seeEveryKindOfCall(page, reader);
      await goToTheBackground(page, reader);
      await exportAndOpen(page, reader);
      expect([...faults, ...issues]).toEqual([]);
    },
  );
});

async function signIn(page: Page, reader: Reader): Promise<void> {
  const { language } = reader;
  const texts = signInTexts[language];
  await page.goto(demo.console);
  await page.getByRole('heading', { name: texts.title }).waitFor();
  await expectFit(page, reader);
  await page.getByLabel(texts.email).fill(demo.email);
  await page.locator('input[name=password]').fill('not the password');
  await button(page, texts.submit).click();
  await page.getByRole('alert').waitFor();
  await page.locator('input[name=password]').fill(demo.password);
  await button(page, texts.submit).click();
  await page.getByRole('heading', { name: teamTexts[language].title, level: 1 }).waitFor();
  await expectFit(page, reader);
}

/** A team and a mini program of its own; gives the AppId. */
async function register(page: Page, reader: Reader): Promise<string> {
  const { language, width } = reader;
  const team = teamTexts[language];
  await button(page, team.create).click();
  await page.getByLabel(team.name).fill(`Team ${language} ${width}`);
  await button(page, team.submit).click();
  const program = programTexts[language];
  await page.getByRole('heading', { name: program.title, level: 1 }).waitFor();
  await button(page, program.create).first().click();
  await page.getByLabel(program.name).fill('Ledger');
  await button(page, program.submit).click();
  await page.getByRole('heading', { name: 'Ledger', level: 1 }).waitFor();
  await expectFit(page, reader);
  const appId = /#\/mini-programs\/([^/?]+)/.exec(page.url())?.[1];
  if (appId === undefined) throw new Error(`${page.url()} names no mini program.`);
  return appId;
}

async function writeServerDomains(page: Page, reader: Reader): Promise<void> {
  const { language } = reader;
  const texts = domainTexts[language];
  await page.getByRole('link', { name: programTexts[language].overview.nextDomains }).click();
  await page.getByRole('heading', { name: frame[language].program.serverDomains, level: 1 }).waitFor();
  const entry = (position: number) => page.getByLabel(texts.entry(position, texts.lists.all));
  const mistyped = ['http://api.example.com', 'https://pay.example.com/v1/', 'Files.Example.com'];
  for (const [index, text] of mistyped.entries()) {
    await button(page, texts.add).click();
    await entry(index + 1).fill(text);
  }
  await expectFit(page, reader);
  expect(await button(page, texts.review).isDisabled()).toBe(true);
  await button(page, texts.use('https://api.example.com')).click();
  await button(page, texts.correctAll(2)).click();
  const written = await Promise.all([1, 2, 3].map((position) => entry(position).inputValue()));
  expect(written).toEqual([
    'https://api.example.com',
    'https://pay.example.com',
    'https://files.example.com',
  ]);
  await button(page, texts.review).click();
  await page.getByRole('dialog').getByText('https://files.example.com').first().waitFor();
  await expectFit(page, reader);
  await button(page, texts.save).click();
  await page.getByText(texts.saved(2)).first().waitFor();
}

/** Makes the AppSecret, resets it, and gives the one that is shown then. */
async function makeSecret(page: Page, reader: Reader): Promise<string> {
  const { language, width } = reader;
  const texts = secretTexts[language];
  if (width === 390) await button(page, frame[language].openNavigation).click();
  await page.getByRole('link', { name: frame[language].program.appSecret, exact: true }).click();
  const dialog = page.getByRole('dialog');
  const shown = async () => {
    const secret = await dialog.getByLabel(texts.shown.label).textContent();
    await expectFit(page, reader);
    await dialog.getByRole('button', { name: texts.shown.stored }).click();
    await dialog.waitFor({ state: 'hidden' });
    return secret ?? '';
  };
  await button(page, texts.make).click();
  await dialog.getByRole('button', { name: texts.make, exact: true }).click();
  const first = await shown();
  await button(page, texts.reset).click();
  await dialog.getByLabel(words[language].typeToConfirm('Ledger')).fill('Ledger');
  await dialog.getByRole('button', { name: texts.reset, exact: true }).click();
  await dialog.getByText(texts.shown.once).waitFor();
  const second = await shown();
  expect(second).not.toBe(first);
  await expectFit(page, reader);
  return second;
}

async function seeEveryKindOfCall(page: Page, reader: Reader): Promise<void> {
  const { language } = reader;
  const network = networkTexts[language];
  const { tabs, close } = detailTexts[language];
  const filter = page.getByLabel(network.filter, { exact: true });
  const lines = page.getByRole('grid', { name: network.table }).getByRole('row');
  // The first one is the head.
  const line = lines.nth(1);
  const look = async (name: string, tab: string, ...texts: readonly (string | RegExp)[]) => {
    await filter.fill(name);
    await line.click();
    await page.getByRole('tab', { name: tab, exact: true }).click();
    for (const text of texts) {
      await page.getByRole('tabpanel').getByText(text).filter({ visible: true }).first().waitFor();
    }
  };
  const leave = () => button(page, close).first().click();
  await filter.fill('test/broken');
  await line.waitFor({ timeout: 60_000 });
  await expectFit(page, reader);
  await look('test/hello', tabs.answer, 'Hello from the server');
  await expectFit(page, reader);
  await leave();
  await look('other.minigate.test', tabs.refusal, 'https://other.minigate.test/prices', /Configure https/);
  await expectFit(page, reader);
  await leave();
  await look(':9091', tabs.refusal, /:9091\/prices/, /writes a port, and the server domain has none/);
  await leave();
  await look('test/moved', tabs.hops, /30[1278]/);
  await leave();
  await look('test/redirect', tabs.refusal, 'https://elsewhere.minigate.test/');
  await leave();
  await look('test/gbk', tabs.answer, /gbk/i, /你好/);
  await leave();
  await look('test/broken', tabs.timing);
  await leave();
  // The slow calls come last; those of them that had no slot have waited for one.
  await filter.fill('n=13');
  await lines.filter({ hasText: '200' }).first().waitFor({ timeout: 60_000 });
  await look('n=13', tabs.timing, network.phase.queue);
  await expectFit(page, reader);
  await leave();
  await filter.fill('');
}

async function goToTheBackground(page: Page, reader: Reader): Promise<void> {
  const { language, width } = reader;
  const device = deviceTexts[language];
  if (width === 390) await page.getByRole('tab', { name: layoutTexts[language].tabs.device }).click();
  const hide = () => page.getByText(device.background, { exact: true }).click();
  const suspended = page.getByText(device.suspended);
  const showAgain = async () => {
    await suspended.waitFor({ timeout: 30_000 });
    await page.getByText(device.foreground, { exact: true }).click();
    await suspended.waitFor({ state: 'hidden' });
  };
  await hide();
  await page.getByText(new RegExp(device.grace('N').replace('N', '[0-9.]+'))).waitFor();
  await expectFit(page, reader);
  await showAgain();
  // What was nearly done has ended in time; the next call has begun just now.
  await hide();
  await showAgain();
  if (width === 390) await page.getByRole('tab', { name: layoutTexts[language].tabs.network }).click();
  const filter = page.getByLabel(networkTexts[language].filter, { exact: true });
  await filter.fill('test/news');
  const lines = page.getByRole('grid', { name: networkTexts[language].table }).getByRole('row');
  await lines.filter({ hasText: networkTexts[language].status.interrupted }).first().waitFor();
  await filter.fill('');
}

async function exportAndOpen(page: Page, reader: Reader): Promise<void> {
  const { language } = reader;
  const { filter, har, table } = networkTexts[language];
  await button(page, har.menu).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: har.save }).click(),
  ]);
  const path = await download.path();
  const { log } = JSON.parse(await readFile(path, 'utf8')) as { log: { entries: readonly unknown[] } };
  expect(log.entries.length).toBeGreaterThan(20);
  await page.locator('input[type=file]').setInputFiles({
    name: 'minigate.har',
    mimeType: 'application/json',
    buffer: await readFile(path),
  });
  await page.getByText(har.readOnly('minigate.har')).waitFor();
  await page.getByLabel(filter, { exact: true }).fill('gbk');
  const grid = page.getByRole('grid', { name: table });
  await grid.getByRole('row').filter({ hasText: 'gbk' }).first().waitFor();
  await expectFit(page, reader);
}
