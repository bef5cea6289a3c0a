import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { messages as frameTexts } from '../../../packages/web/src/console/frame/frame.messages.ts';
import { messages as secretTexts } from '../../../packages/web/src/console/programs/settings/app-secret/app-secret.messages.ts';
import { messages as domainTexts } from '../../../packages/web/src/console/programs/settings/server-domains/server-domains.messages.ts';
import { messages as programTexts } from '../../../packages/web/src/console/programs/programs.messages.ts';
import { messages as signInTexts } from '../../../packages/web/src/console/session/sign-in.messages.ts';
import { messages as wordTexts } from '../../../packages/web/src/ui/messages.ts';
import type { Demo } from './demo.ts';
import { Keyboard } from './keyboard.ts';

const [frame, secret, domains] = [frameTexts.en, secretTexts.en, domainTexts.en];
const [programs, signIn, words] = [programTexts.en, signInTexts.en, wordTexts.en];

/**
 * Goes from the sign-in to an AppSecret and out again by keys alone, without a connection for a while, and where the browser
 * does not let the page copy.
 *
 * @throws Error where the focus is lost, or not seen
 */
export async function walkByKeys(page: Page, demo: Demo): Promise<void> {
  const keys = new Keyboard(page);
  await page.goto(demo.console);
  await page.getByRole('heading', { name: signIn.title, level: 1 }).waitFor();
  await signInBy(keys, demo);
  await makeProgram(keys);
  await writeServerDomains(page, keys);

  // What the browser has not loaded yet waits for the connection.
  await page.context().setOffline(true);
  await keys.to(frame.program.appSecret, 'Shift+Tab');
  await keys.press('Enter');
  await page.getByText(words.offline).waitFor();
  await page.context().setOffline(false);
  await keys.expectHeading(frame.program.appSecret);

  await denyClipboard(page);
  await makeSecret(page, keys);

  await keys.to(frame.program.accessTokens, 'Shift+Tab');
  await keys.press('Enter');
  await keys.expectHeading(frame.program.accessTokens);
  await keys.to('curl');
  await keys.press('ArrowRight');
  await page.getByText(/^const answer = await fetch/).waitFor();

  await keys.to(frame.account, 'Shift+Tab');
  await keys.press('Enter');
  await keys.expectFocus(frame.myAccount);
  await keys.press('Escape');
  await keys.expectFocus(frame.account);
  await keys.press('Enter');
  await keys.expectFocus(frame.myAccount);
  await keys.press('ArrowDown');
  await keys.expectFocus(frame.signOut);
  await keys.press('Enter');
  await keys.expectHeading(signIn.title);
}

async function signInBy(keys: Keyboard, demo: Demo): Promise<void> {
  await keys.to(signIn.email);
  await keys.type(demo.email);
  await keys.press('Tab');
  await keys.type(demo.password);
  await keys.press('Enter');
  await keys.expectHeading(frame.teams);
}

async function makeProgram(keys: Keyboard): Promise<void> {
  await keys.to('Demo team');
  await keys.press('Enter');
  await keys.expectHeading(programs.title);
  await keys.to(programs.create);
  await keys.press('Enter');
  await keys.expectFocus(programs.name);
  await keys.press('Escape');
  await keys.expectFocus(programs.create);
  await keys.press('Enter');
  await keys.expectFocus(programs.name);
  await keys.type('Ledger');
  await keys.press('Enter');
  await keys.expectHeading('Ledger');
}

async function writeServerDomains(page: Page, keys: Keyboard): Promise<void> {
  const entry = (position: number) => domains.entry(position, domains.lists.all);
  await keys.to(programs.overview.nextDomains);
  await keys.press('Enter');
  await keys.expectHeading(frame.program.serverDomains);
  await keys.to(domains.add);
  await keys.press('Enter');
  await keys.expectFocus(entry(1));
  await keys.type('http://api.example.com');
  await keys.to(domains.use('https://api.example.com'));
  await keys.press('Enter');
  await keys.expectFocus(entry(1));
  await keys.press('Enter');
  await keys.expectFocus(entry(2));
  await keys.type('https://unwanted.example.com');
  await keys.to(domains.remove('https://unwanted.example.com'));
  await keys.press('Enter');
  await keys.expectFocus(domains.add);
  await keys.to(domains.review);
  await keys.press('Enter');
  await keys.expectFocus(domains.save);
  await keys.press('Escape');
  await keys.expectFocus(domains.review);
  await keys.press('Enter');
  await keys.expectFocus(domains.save);
  await keys.press('Enter');
  await page.getByText(domains.saved(2)).first().waitFor();
  // The button that opened the dialog is gone: what stands nearest has the focus.
  await keys.expectFocus(domains.one);
}

/** Makes the AppSecret and resets it; the browser does not let the page copy it. */
async function makeSecret(page: Page, keys: Keyboard): Promise<void> {
  const shown = page.getByRole('dialog').getByLabel(secret.shown.label, { exact: true });
  await keys.to(secret.make);
  await keys.press('Enter');
  await page.getByRole('dialog').locator(':focus').waitFor();
  await keys.expectFocus(secret.make);
  await keys.press('Enter');
  await keys.expectFocus(secret.shown.copy);
  await keys.press('Enter');
  await page.getByText(secret.shown.byHand).waitFor();
  expect(await page.evaluate(() => getSelection()?.toString().trim())).toBe(await shown.textContent());
  await keys.press('Escape');
  await page.getByText(secret.shown.leave).waitFor();
  await keys.to(secret.shown.stored);
  await keys.press('Space');
  await keys.expectFocus(secret.reset);
  await keys.press('Enter');
  await keys.expectFocus(words.typeToConfirm('Ledger'));
  await keys.type('Ledger');
  await keys.press('Enter');
  await keys.expectFocus(secret.shown.copy);
  await keys.to(secret.shown.stored);
  await keys.press('Enter');
  await keys.expectFocus(secret.reset);
}

async function denyClipboard(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { browserContextId } = (await session.send('Target.getTargetInfo')).targetInfo;
  const permission = { name: 'clipboard-write' };
  await session.send('Browser.setPermission', {
    permission,
    setting: 'denied',
    ...(browserContextId === undefined ? {} : { browserContextId }),
  });
}
