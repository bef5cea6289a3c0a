import type { Page } from 'playwright-core';
import { accessibilityFaults, sidewaysScroll } from '../accessibility.ts';
import { documentFaults } from './document-faults.ts';

/** Has the page say in its console what its policy of contents has kept it from; for before it is opened. */
export async function tellViolations(page: Page): Promise<void> {
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      // oxlint-disable-next-line no-console
      console.error(`${violatedDirective} forbids ${blockedURI}`);
    });
  });
}

/** Collects what the browser itself has against a page: deprecated APIs, quirks, forms that it cannot fill in. */
export async function watchIssues(page: Page): Promise<string[]> {
  const issues: string[] = [];
  const session = await page.context().newCDPSession(page);
  session.on('Audits.issueAdded', ({ issue: { code, details } }) => {
    issues.push(`${code}: ${JSON.stringify(details)}`);
  });
  await session.send('Audits.enable');
  return issues;
}

/** What is wrong with a screen as it stands, but for what takes long to find out. */
export async function quickFaults(page: Page): Promise<string[]> {
  const wider = await sidewaysScroll(page);
  return [...(await documentFaults(page)), ...(wider > 0 ? [`it scrolls sideways by ${wider} pixels`] : [])];
}

/** What is wrong with a screen as it stands: for somebody, in its document, or because it is wider than its window. */
export async function screenFaults(page: Page): Promise<string[]> {
  return [...(await accessibilityFaults(page)), ...(await quickFaults(page))];
}
