import type { Page } from 'playwright-core';
import { messages as frame } from '../../../../packages/web/src/console/frame/frame.messages.ts';
import { messages as secret } from '../../../../packages/web/src/console/programs/settings/app-secret/app-secret.messages.ts';
import { messages as domains } from '../../../../packages/web/src/console/programs/settings/server-domains/server-domains.messages.ts';
import { messages as teams } from '../../../../packages/web/src/console/teams/teams.messages.ts';

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
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();

const entries = (page: Page) => page.getByPlaceholder('https://api.example.com', { exact: true });

async function writeEntries(page: Page, language: Language): Promise<void> {
  const texts = domains[language];
  const written = [
    'http://api.example.com',
    'https://a-rather-long-name-of-a-server.in-a-deep-department.of-a-large-company.example.com/v1/',
    'https://pay.example.com:8443',
    '*.example.com',
  ];
  for (const text of written) {
    await press(page, texts.add);
    await entries(page).last().fill(text);
  }
}

/** Every place of the console, and what opens in them. */
export const consoleScreens: readonly ConsoleScreen[] = [
  { name: 'sign-in', place: '/', open: true },
  { name: 'forgot-password', place: '/forgot-password', open: true },
  { name: 'invitation', place: '/invitation', open: true },
  { name: 'password-reset', place: '/password-reset', open: true },
  { name: 'appointment', place: '/appointment', open: true },
  { name: 'teams', place: '/' },
  { name: 'team-new', place: '/', act: (page, language) => press(page, teams[language].create) },
  { name: 'account', place: '/account' },
  { name: 'team-mini-programs', place: '/teams/:teamId' },
  { name: 'team-members', place: '/teams/:teamId/members' },
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
    act: writeEntries,
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
  { name: 'domain-check', place: '/mini-programs/:appId/settings/domain-check' },
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
  { name: 'program-team', place: '/mini-programs/:appId/team' },
  { name: 'program-audit', place: '/mini-programs/:appId/audit' },
  { name: 'operator-accounts', place: '/operator/accounts' },
  { name: 'operator-teams', place: '/operator/teams' },
  { name: 'operator-mini-programs', place: '/operator/mini-programs' },
  { name: 'operator-invitations', place: '/operator/invitations' },
  { name: 'operator-operators', place: '/operator/operators' },
  { name: 'operator-banned-hosts', place: '/operator/banned-hosts' },
  { name: 'operator-acceleration', place: '/operator/acceleration' },
  { name: 'operator-limits', place: '/operator/limits' },
  { name: 'operator-signing-keys', place: '/operator/signing-keys' },
  { name: 'operator-audit', place: '/operator/audit' },
  { name: 'nothing-here', place: '/no/such/place' },
];

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
