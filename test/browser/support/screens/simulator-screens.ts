import type { Page } from 'playwright-core';
import { messages as layout } from '../../../../packages/web/src/simulator/layout/layout.messages.ts';
import { messages as network } from '../../../../packages/web/src/simulator/network/network.messages.ts';
import type { Language } from './console-screens.ts';

/** Every pane of the simulator, by the name that it has in the page. */
export const simulatorScreens = ['network', 'console', 'code', 'mocks', 'acceleration', 'device'] as const;

/** Waits until the demo program has made its calls, the slow ones too. */
export async function waitForCalls(page: Page, language: Language): Promise<void> {
  const { table, filter } = network[language];
  const field = page.getByLabel(filter, { exact: true });
  await field.fill('wait');
  const rows = page.getByRole('grid', { name: table }).getByRole('row');
  await rows.filter({ hasText: 'n=13' }).first().waitFor({ timeout: 120_000 });
  await field.fill('');
}

/** Brings a pane to the front; on a wide page some always are. */
export async function showPane(
  page: Page,
  name: (typeof simulatorScreens)[number],
  language: Language,
): Promise<void> {
  const tab = page.getByRole('tab', { name: layout[language].tabs[name] });
  if (await tab.isVisible()) await tab.click();
  // A pane that was opened before may be loading unseen.
  await page.locator('.mantine-Loader-root').filter({ visible: true }).first().waitFor({ state: 'hidden' });
}
