import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, hasBrowser, newContext, watchFaults } from './support/browser.ts';
import { type Demo, startDemo } from './support/demo.ts';
import { consoleScreens, type Guide, showScreen, signIn } from './support/screens/console-screens.ts';
import { screenFaults, tellViolations, watchIssues } from './support/screens/faults.ts';
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

const open = consoleScreens.filter((screen) => screen.open === true);
const inner = consoleScreens.filter((screen) => screen.open !== true);
const half = Math.ceil(inner.length / 2);

describe.skipIf(!hasBrowser)('every screen of the console', () => {
  it.each([
    { of: 'those who are not signed in', screens: open, language: 'zh-CN', width: 390, colorScheme: 'light' },
    {
      of: 'teams and mini programs',
      screens: inner.slice(0, half),
      language: 'en',
      width: 390,
      colorScheme: 'dark',
    },
    {
      of: 'mini programs and operators',
      screens: inner.slice(half),
      language: 'zh-CN',
      width: 1280,
      colorScheme: 'light',
    },
  ] as const)(
    'for $of is fit for everybody, as wide as its window, and without a fault, in $language at $width pixels',
    { timeout: 240_000 },
    async ({ screens, language, width, colorScheme }) => {
      const context = await newContext({ language, width, colorScheme });
      const page = await context.newPage();
      await tellViolations(page);
      const faults = watchFaults(page);
      const issues = await watchIssues(page);
      if (screens !== open) await signIn(context, demo);
      const found: Record<string, readonly string[]> = {};
      for (const screen of screens) {
        await showScreen(page, demo.console, screen, { guide, language });
        found[screen.name] = [...(await screenFaults(page)), ...faults.splice(0), ...issues.splice(0)];
        await screen.undo?.(page);
      }
      expect(found).toEqual(Object.fromEntries(screens.map(({ name }) => [name, []])));
    },
  );
});
