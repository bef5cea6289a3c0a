import type { Page } from 'playwright-core';
import { accessibilityFaults, sidewaysScroll } from '../accessibility.ts';

/** Has the page say in its console what its policy of contents has kept it from; for before it is opened. */
export async function tellViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      // oxlint-disable-next-line no-console
      console.error(`${violatedDirective} forbids ${blockedURI}`);
    });
  });
}

/** What is wrong with a screen as it stands: what axe-core finds, and whether it is wider than its window. */
export async function screenFaults(page: Page): Promise<string[]> {
  const wider = await sidewaysScroll(page);
  return [
    ...(await accessibilityFaults(page)),
    ...(wider > 0 ? [`it scrolls sideways by ${wider} pixels`] : []),
  ];
}
