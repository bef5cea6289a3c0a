import type { Page } from 'playwright-core';
import { messages as console } from '../../../../packages/web/src/simulator/console/console.messages.ts';
import { messages as details } from '../../../../packages/web/src/simulator/details/details.messages.ts';
import { messages as device } from '../../../../packages/web/src/simulator/device/device.messages.ts';
import { messages as layout } from '../../../../packages/web/src/simulator/layout/layout.messages.ts';
import { messages as mocks } from '../../../../packages/web/src/simulator/mocks/mocks.messages.ts';
import { messages as network } from '../../../../packages/web/src/simulator/network/network.messages.ts';
import type { Language } from './console-screens.ts';

type Pane = keyof (typeof layout)['en']['tabs'];

type Act = (page: Page, language: Language) => Promise<void>;

/** A pane of the simulator, or what opens in it. */
export interface SimulatorScreen {
  /** Of its picture. */
  readonly name: string;
  readonly pane: Pane;
  /** What is done there before it is looked at. */
  readonly act?: Act;
  /** What is done afterwards, so that the next one begins as this one did. */
  readonly undo?: Act;
}

const grid = (page: Page, language: Language) => page.getByRole('grid', { name: network[language].table });

const filterBy = (page: Page, language: Language, text: string) =>
  page.getByLabel(network[language].filter, { exact: true }).fill(text);

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();

/** Opens the details of the last call that a filter finds. */
function call(
  filter: string,
  tab: keyof (typeof details)['en']['tabs'],
): Pick<SimulatorScreen, 'act' | 'undo'> {
  return {
    async act(page, language) {
      await filterBy(page, language, filter);
      await grid(page, language).getByRole('row').nth(1).click();
      await filterBy(page, language, '');
      await page.getByRole('tab', { name: details[language].tabs[tab], exact: true }).click();
    },
    undo: (page, language) => press(page, details[language].close),
  };
}

/** Every pane of the simulator by the name that it has in the page, and what opens in them. */
export const simulatorScreens: readonly SimulatorScreen[] = [
  { name: 'network', pane: 'network' },
  { name: 'refusal', pane: 'network', ...call('other.minigate.test', 'refusal') },
  { name: 'refusal-port', pane: 'network', ...call(':9091', 'refusal') },
  { name: 'headers', pane: 'network', ...call('test/hello', 'headers') },
  { name: 'query', pane: 'network', ...call('test/hello', 'query') },
  { name: 'answer', pane: 'network', ...call('test/orders', 'answer') },
  { name: 'answer-gbk', pane: 'network', ...call('test/gbk', 'answer') },
  { name: 'cookies', pane: 'network', ...call('test/hello', 'cookies') },
  { name: 'timing', pane: 'network', ...call('n=13', 'timing') },
  { name: 'redirects', pane: 'network', ...call('test/moved', 'hops') },
  { name: 'profile', pane: 'network', ...call('test/hello', 'profile') },
  { name: 'messages', pane: 'network', ...call('test/echo', 'messages') },
  {
    name: 'no-match',
    pane: 'network',
    act: (page, language) => filterBy(page, language, 'status:999'),
    undo: (page, language) => filterBy(page, language, ''),
  },
  {
    name: 'har-menu',
    pane: 'network',
    act: (page, language) => press(page, network[language].har.menu),
    undo: (page) => page.keyboard.press('Escape'),
  },
  { name: 'console', pane: 'console' },
  {
    name: 'console-unfolded',
    pane: 'console',
    act: async (page, language) => {
      await page.getByLabel(console[language].filter, { exact: true }).fill('allowed');
      await press(page, console[language].unfold);
    },
    undo: (page, language) => page.getByLabel(console[language].filter, { exact: true }).fill(''),
  },
  { name: 'code', pane: 'code' },
  {
    name: 'code-file',
    pane: 'code',
    act: async (page) => {
      await page.getByText('calls.js', { exact: true }).filter({ visible: true }).first().click();
      await page.locator('.cm-content').waitFor();
    },
  },
  { name: 'mocks', pane: 'mocks' },
  {
    name: 'mocks-form',
    pane: 'mocks',
    act: (page, language) => press(page, mocks[language].add),
    undo: (page) => page.keyboard.press('Escape'),
  },
  { name: 'acceleration', pane: 'acceleration' },
  { name: 'device', pane: 'device' },
  {
    name: 'device-background',
    pane: 'device',
    act: (page, language) => page.getByText(device[language].background, { exact: true }).click(),
    undo: (page, language) => page.getByText(device[language].foreground, { exact: true }).click(),
  },
  {
    name: 'debugging',
    pane: 'device',
    act: async (page, language) => {
      await page.getByLabel(device[language].debugging).click();
      await press(page, device[language].restart);
      await showPane(page, 'network', language);
      await grid(page, language).locator('[data-tone=amber]').first().waitFor({ timeout: 60_000 });
    },
    undo: async (page, language) => {
      await press(page, layout[language].debuggingOff);
      await showPane(page, 'device', language);
      await press(page, device[language].restart);
    },
  },
];

/** Waits until the demo program has made its calls, the slow ones too. */
export async function waitForCalls(page: Page, language: Language): Promise<void> {
  await filterBy(page, language, 'wait');
  await grid(page, language)
    .getByRole('row')
    .filter({ hasText: 'n=13' })
    .first()
    .waitFor({ timeout: 120_000 });
  await filterBy(page, language, '');
}

/** Shows a screen, and waits until there is nothing more to wait for. */
export async function showState(page: Page, screen: SimulatorScreen, language: Language): Promise<void> {
  await showPane(page, screen.pane, language);
  await screen.act?.(page, language);
  await loaded(page);
}

/** Brings a pane to the front; on a wide page some always are. */
export async function showPane(page: Page, name: Pane, language: Language): Promise<void> {
  const tab = page.getByRole('tab', { name: layout[language].tabs[name] });
  if (await tab.isVisible()) await tab.click();
  await loaded(page);
}

/** A pane that was opened before may be loading unseen. */
async function loaded(page: Page): Promise<void> {
  await page.locator('.mantine-Loader-root').filter({ visible: true }).first().waitFor({ state: 'hidden' });
}
