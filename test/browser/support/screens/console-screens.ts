import type { BrowserContext, Page } from 'playwright-core';
import { messages as audit } from '../../../../packages/web/src/console/audit/audit.messages.ts';
import { messages as frame } from '../../../../packages/web/src/console/frame/frame.messages.ts';
import { messages as linkTexts } from '../../../../packages/web/src/console/links/links.messages.ts';
import { messages as acceleration } from '../../../../packages/web/src/console/operator/acceleration/acceleration.messages.ts';
import { messages as operator } from '../../../../packages/web/src/console/operator/operator.messages.ts';
import { messages as keys } from '../../../../packages/web/src/console/operator/signing-keys.messages.ts';
import { messages as secret } from '../../../../packages/web/src/console/programs/settings/app-secret/app-secret.messages.ts';
import { messages as check } from '../../../../packages/web/src/console/programs/settings/domain-check/domain-check.messages.ts';
import { messages as domains } from '../../../../packages/web/src/console/programs/settings/server-domains/server-domains.messages.ts';
import { messages as teams } from '../../../../packages/web/src/console/teams/teams.messages.ts';
import { messages as words } from '../../../../packages/web/src/ui/messages.ts';

export type Language = 'en' | 'zh-CN';

/** What fills the places: ids, and the secrets of one-time links that nobody has used. */
export interface Guide {
  readonly teamId: string;
  readonly appId: string;
  readonly links: Readonly<Record<string, string>>;
}

export interface ConsoleScreen {
  /** Of its picture. */
  readonly name: string;
  /** A pattern of the console's router. */
  readonly place: string;
  /** Whether nobody is signed in. */
  readonly open?: boolean;
  /** What is done there before it is looked at. */
  readonly act?: (page: Page, language: Language) => Promise<void>;
  /** What ends the trouble that was made for it, afterwards. */
  readonly undo?: (page: Page) => Promise<void>;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();

const entries = (page: Page) => page.getByPlaceholder('https://api.example.com', { exact: true });

const write = (...written: readonly string[]) =>
  async function writeEntries(page: Page, language: Language): Promise<void> {
    for (const text of written) {
      await press(page, domains[language].add);
      await entries(page).last().fill(text);
    }
  };

/** Saves a server domain past the screen, as somebody else would. */
async function saveMeanwhile(page: Page): Promise<void> {
  const { origin, hash } = new URL(page.url());
  const [, , appId] = hash.split('/');
  const list = `${origin}/console/v1/mini-programs/${appId}/server-domains`;
  const { version } = (await (await page.request.get(list)).json()) as { version: number };
  const data = { version, serverDomains: [`https://v${version}.example.com`] };
  const answer = await page.request.post(`${list}/add`, { headers: { origin }, data });
  if (!answer.ok()) throw new Error(await answer.text());
}

const membersApi = '**/members';

/** Every place of the console, and what opens in them. */
export const consoleScreens: readonly ConsoleScreen[] = [
  { name: 'sign-in', place: '/', open: true },
  { name: 'forgot-password', place: '/forgot-password', open: true },
  { name: 'invitation', place: '/invitation', open: true },
  { name: 'password-reset', place: '/password-reset', open: true },
  { name: 'appointment', place: '/appointment', open: true },
  { name: 'teams', place: '/' },
  { name: 'team-new', place: '/', act: (page, language) => press(page, teams[language].create) },
  {
    name: 'teams-offline',
    place: '/',
    act: async (page, language) => {
      await page.context().setOffline(true);
      await page.getByText(words[language].offline).waitFor();
    },
    undo: (page) => page.context().setOffline(false),
  },
  {
    name: 'account-menu',
    place: '/',
    act: (page, language) => press(page, frame[language].account),
  },
  { name: 'account', place: '/account' },
  { name: 'team-mini-programs', place: '/teams/:teamId' },
  { name: 'team-members', place: '/teams/:teamId/members' },
  {
    name: 'team-members-problem',
    place: '/teams/:teamId/members',
    act: async (page) => {
      await page.route(membersApi, (route) => route.fulfill({ status: 503, body: '' }));
      await page.reload();
      await page.getByRole('alert').waitFor();
    },
    undo: (page) => page.unroute(membersApi),
  },
  { name: 'team-audit', place: '/teams/:teamId/audit' },
  { name: 'team-settings', place: '/teams/:teamId/settings' },
  { name: 'program', place: '/mini-programs/:appId' },
  {
    name: 'program-navigation',
    place: '/mini-programs/:appId',
    act: async (page, language) => {
      const burger = page.getByRole('button', { name: frame[language].openNavigation });
      if (await burger.isVisible()) await burger.click();
    },
  },
  { name: 'server-domains', place: '/mini-programs/:appId/settings/server-domains' },
  {
    name: 'server-domains-faults',
    place: '/mini-programs/:appId/settings/server-domains',
    act: write(
      'http://api.example.com',
      'https://a-rather-long-name-of-a-server.in-a-deep-department.of-a-large-company.example.com/v1/',
      'https://pay.example.com:8443',
      '*.example.com',
    ),
  },
  {
    name: 'server-domains-mistyped',
    place: '/mini-programs/:appId/settings/server-domains',
    act: async (page, language) => {
      await write('https://pay.example.com/v1/')(page, language);
      await page.getByLabel(domains[language].try.url, { exact: true }).fill('https://cdn.example.com/a.png');
    },
  },
  {
    name: 'server-domains-review',
    place: '/mini-programs/:appId/settings/server-domains',
    act: async (page, language) => {
      await press(page, domains[language].add);
      await entries(page).last().fill('https://new.example.com');
      await press(page, domains[language].review);
    },
  },
  {
    name: 'server-domains-paste',
    place: '/mini-programs/:appId/settings/server-domains',
    act: async (page, language) => {
      await press(page, domains[language].addMany);
      await page
        .getByRole('dialog')
        .getByRole('textbox')
        .fill('https://a.example.com, https://b.example.com # spare\nnot-an-entry');
    },
  },
  {
    name: 'server-domains-separate',
    place: '/mini-programs/:appId/settings/server-domains',
    act: (page, language) => page.getByText(domains[language].separate, { exact: true }).click(),
  },
  {
    name: 'server-domains-conflict',
    place: '/mini-programs/:appId/settings/server-domains',
    act: async (page, language) => {
      await press(page, domains[language].add);
      await entries(page).last().fill('https://mine.example.com');
      await saveMeanwhile(page);
      await press(page, domains[language].review);
      await press(page, domains[language].save);
      await page.getByRole('button', { name: domains[language].conflict.merge }).waitFor();
    },
  },
  { name: 'domain-check', place: '/mini-programs/:appId/settings/domain-check' },
  {
    name: 'domain-check-result',
    place: '/mini-programs/:appId/settings/domain-check',
    act: async (page, language) => {
      await press(page, check[language].run);
      await page.getByRole('heading', { name: check[language].phasesTitle }).waitFor({ timeout: 60_000 });
    },
  },
  { name: 'app-secret', place: '/mini-programs/:appId/settings/app-secret' },
  {
    name: 'app-secret-reset',
    place: '/mini-programs/:appId/settings/app-secret',
    act: (page, language) => press(page, secret[language].reset),
  },
  {
    name: 'app-secret-freeze',
    place: '/mini-programs/:appId/settings/app-secret',
    act: (page, language) => press(page, secret[language].freeze),
  },
  { name: 'access-tokens', place: '/mini-programs/:appId/settings/access-tokens' },
  {
    name: 'app-secret-shown',
    place: '/mini-programs/:appId/settings/app-secret',
    act: async (page, language) => {
      await press(page, secret[language].reset);
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(words[language].typeToConfirm('Demo')).fill('Demo');
      await dialog.getByRole('button', { name: secret[language].reset, exact: true }).click();
      await dialog.getByText(secret[language].shown.once).waitFor();
    },
  },
  { name: 'program-team', place: '/mini-programs/:appId/team' },
  { name: 'program-audit', place: '/mini-programs/:appId/audit' },
  {
    name: 'program-audit-details',
    place: '/mini-programs/:appId/audit',
    act: async (page, language) => {
      await page.getByRole('button', { name: audit[language].show }).first().click();
    },
  },
  { name: 'operator-accounts', place: '/operator/accounts' },
  {
    name: 'operator-accounts-link',
    place: '/operator/accounts',
    act: async (page, language) => {
      await press(page, operator[language].accounts.resetFor('lin@example.test'));
      await page.getByRole('button', { name: linkTexts[language].made.copy }).waitFor();
    },
  },
  { name: 'operator-teams', place: '/operator/teams' },
  { name: 'operator-mini-programs', place: '/operator/mini-programs' },
  { name: 'operator-invitations', place: '/operator/invitations' },
  { name: 'operator-operators', place: '/operator/operators' },
  { name: 'operator-banned-hosts', place: '/operator/banned-hosts' },
  { name: 'operator-acceleration', place: '/operator/acceleration' },
  {
    name: 'operator-acceleration-form',
    place: '/operator/acceleration',
    act: (page, language) => press(page, acceleration[language].add),
  },
  { name: 'operator-limits', place: '/operator/limits' },
  { name: 'operator-signing-keys', place: '/operator/signing-keys' },
  {
    name: 'operator-signing-keys-announce',
    place: '/operator/signing-keys',
    act: (page, language) => press(page, keys[language].steps.announce.verb),
  },
  { name: 'operator-audit', place: '/operator/audit' },
  { name: 'nothing-here', place: '/no/such/place' },
];

/** Who can sign in, and where. */
export interface Person {
  /** The address of the console. */
  readonly console: string;
  readonly email: string;
  readonly password: string;
}

/** Signs somebody in, past the screen. */
export async function signIn(
  context: BrowserContext,
  { console: address, email, password }: Person,
): Promise<void> {
  const { origin } = new URL(address);
  const data = { email, password };
  const answer = await context.request.post(`${origin}/console/v1/session`, { headers: { origin }, data });
  if (!answer.ok()) throw new Error(`Nobody can sign in: ${await answer.text()}`);
}

/** The address of a screen behind the `#`. */
export function placeOf({ place }: ConsoleScreen, { teamId, appId, links }: Guide): string {
  const filled = place.replace(':teamId', teamId).replace(':appId', appId);
  const secretOfLink = links[place.slice(1)];
  return secretOfLink === undefined ? filled : `${filled}/${secretOfLink}`;
}

/**
 * Goes there, and waits until there is nothing more to wait for. What was written on the screen before, and is kept as a
 * draft, is gone.
 *
 * @param base the address of the console
 */
export async function showScreen(
  page: Page,
  base: string,
  screen: ConsoleScreen,
  given: { readonly guide: Guide; readonly language: Language },
): Promise<void> {
  const address = `${base}#${placeOf(screen, given.guide)}`;
  const here = page.url();
  // A new AppSecret keeps the page where it is until somebody says that it was stored.
  const stored = page.getByRole('button', { name: secret[given.language].shown.stored, exact: true });
  if (await stored.isVisible()) {
    await stored.click();
    await stored.waitFor({ state: 'hidden' });
  }
  if (here.startsWith(`${base}#`) && here !== address) {
    await page.evaluate((next) => {
      sessionStorage.clear();
      document.querySelector('h1')?.setAttribute('data-left', '');
      location.assign(next);
    }, address);
    await page.locator('h1:not([data-left])').first().waitFor();
  } else {
    if (here === address) await page.evaluate(() => sessionStorage.clear());
    await page.goto('about:blank');
    await page.goto(address);
  }
  await settled(page);
  await screen.act?.(page, given.language);
  await settled(page);
}

/** Until there is a heading, and nothing that is loading. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.mantine-Loader-root') === null);
}
