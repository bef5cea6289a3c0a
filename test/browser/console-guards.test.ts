import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages as auditTexts } from '../../packages/web/src/console/audit/audit.messages.ts';
import { messages as secretTexts } from '../../packages/web/src/console/programs/settings/app-secret/app-secret.messages.ts';
import { messages as domainTexts } from '../../packages/web/src/console/programs/settings/server-domains/server-domains.messages.ts';
import { messages as words } from '../../packages/web/src/ui/messages.ts';
import { closeBrowser, hasBrowser, newContext, watchFaults } from './support/browser.ts';
import { type Demo, startDemo } from './support/demo.ts';
import { walkByKeys } from './support/keyboard-walk.ts';
import { type Guide, settled } from './support/screens/console-screens.ts';
import { screenFaults, tellViolations } from './support/screens/faults.ts';
import { furnish } from './support/screens/furnish.ts';

let demo: Demo;
let guide: Guide;

beforeAll(async () => {
  if (!hasBrowser) return;
  demo = await startDemo();
  guide = await furnish(demo);
});

afterAll(async () => {
  await closeBrowser();
  if (hasBrowser) await demo.close();
});

const secret = secretTexts.en;
const domains = domainTexts.en;

/** A page of somebody who is signed in, at a place of the mini program. */
async function openAt(place: string): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await newContext({ width: 390 });
  const { origin } = new URL(demo.console);
  const { email, password } = demo;
  const data = { email, password };
  await context.request.post(`${origin}/console/v1/session`, { headers: { origin }, data });
  const page = await context.newPage();
  await tellViolations(page);
  const faults = watchFaults(page);
  await page.goto(`${demo.console}#/mini-programs/${guide.appId}`);
  await settled(page);
  await page.goto(`${demo.console}#/mini-programs/${guide.appId}${place}`);
  await settled(page);
  return { context, page, faults };
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe.skipIf(!hasBrowser)('the console', () => {
  it('leads by keys alone from the sign-in to an AppSecret and out again, and never loses the focus', async () => {
    const page = await (await newContext()).newPage();
    const faults = watchFaults(page);
    await walkByKeys(page, demo);
    expect(faults).toEqual([]);
  });

  it('shows a new AppSecret until it was stored, whatever is pressed, and keeps it nowhere', async () => {
    const { context, page, faults } = await openAt('/settings/app-secret');
    await button(page, secret.reset).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words.en.typeToConfirm('Demo')).fill('Demo');
    await dialog.getByRole('button', { name: secret.reset, exact: true }).dblclick();
    const shown = dialog.getByLabel(secret.shown.label);
    const value = (await shown.textContent()) ?? '';
    expect(value.length).toBeGreaterThan(20);

    await page.goBack();
    await page.keyboard.press('Escape');
    expect(await shown.textContent()).toBe(value);
    expect(page.url()).toContain('/settings/app-secret');
    await dialog.getByText(secret.shown.leave).waitFor();
    await button(page, secret.shown.stored).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.content()).not.toContain(value);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]),
    );
    expect(kept).not.toContain(value);
    expect(page.url()).not.toContain(value);

    await page.goBack();
    await page.getByRole('heading', { name: 'Demo', level: 1 }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('gives the audit log as a file', async () => {
    const { page, faults } = await openAt('/audit');
    const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'CSV').click()]);
    expect(file.suggestedFilename()).toBe('audit.csv');
    expect(await readFile(await file.path(), 'utf8')).toMatch(/^time,action,outcome,[^]*server-domains\.add/);
    await page.getByRole('list', { name: auditTexts.en.title }).waitFor();
    expect(faults).toEqual([]);
  });

  it('takes whatever is written into an entry as text, and as wide as it is', async () => {
    const { page, faults } = await openAt('/settings/server-domains');
    const written = [
      '<img src=x onerror=alert(1)>',
      `https://${'a'.repeat(4000)}.example.com`,
      'https://\u202Emoc.elpmaxe\u202C.test',
      'https://🚚.example.com',
    ];
    for (const text of written) {
      await button(page, domains.add).click();
      await page.getByPlaceholder('https://api.example.com', { exact: true }).last().fill(text);
    }
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await screenFaults(page)).toEqual([]);
    await page.reload();
    await settled(page);
    const inputs = page.getByPlaceholder('https://api.example.com', { exact: true });
    const kept = await Promise.all((await inputs.all()).map((input) => input.inputValue()));
    expect(kept.slice(-4)).toEqual(written);
    expect(faults).toEqual([]);
  });

  it('takes an entry that an address proposes as text that nobody has saved', async () => {
    const { page, faults } = await openAt('/settings/server-domains');
    const hostile = '<svg onload=alert(1)>\u202E';
    await page.goto(
      `${demo.console}#/mini-programs/${guide.appId}/settings/server-domains?add=${encodeURIComponent(hostile)}&api=request`,
    );
    await settled(page);
    expect(await page.locator('svg[onload]').count()).toBe(0);
    expect(await screenFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it.each([
    {
      what: 'a fault of the platform',
      answer: { status: 500, contentType: 'text/html', body: '<h1>Oops</h1>' },
    },
    {
      what: 'the page of a proxy',
      answer: { status: 200, contentType: 'text/html', body: '<h1>Log in to the Wi-Fi</h1>' },
    },
  ])('keeps what was written where saving meets $what', async ({ answer }) => {
    const { page, faults } = await openAt('/settings/server-domains');
    await button(page, domains.add).click();
    const last = page.getByPlaceholder('https://api.example.com', { exact: true }).last();
    await last.fill('https://kept.example.com');
    await page.route('**/server-domains', (route) =>
      route.request().method() === 'PUT' ? route.fulfill(answer) : route.fallback(),
    );
    await button(page, domains.review).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: domains.save, exact: true }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByText(/What answered was no platform/).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await last.inputValue()).toBe('https://kept.example.com');
    expect(faults).toEqual([]);
  });
});
