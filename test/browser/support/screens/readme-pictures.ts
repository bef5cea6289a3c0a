import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { messages as texts } from '../../../../packages/web/src/simulator/console/console.messages.ts';
import type { Demo } from '../demo.ts';
import { consoleScreens, type Guide, showScreen, signIn } from './console-screens.ts';
import { showState, simulatorScreens, waitForCalls } from './simulator-screens.ts';

const language = 'en';

/** What is below has nothing more to say. */
const clip = { x: 0, y: 0, width: 1280, height: 760 };

/**
 * Takes the two pictures of README.md: a refusal that explains itself, and server domains while one is mistyped.
 *
 * @param folder to put them into
 */
export async function takeReadmePictures(
  browser: Browser,
  demo: Demo,
  guide: Guide,
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const context = await browser.newContext({
    locale: language,
    colorScheme: 'light',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await takeSimulator(page, demo, join(folder, 'simulator.png'));
  await takeConsole(page, context, { demo, guide, path: join(folder, 'server-domains.png') });
  await context.close();
}

async function takeSimulator(page: Page, demo: Demo, path: string): Promise<void> {
  await page.goto(await demo.simulator());
  await waitForCalls(page, language);
  await page.getByLabel(texts[language].filter, { exact: true }).fill('request:fail');
  await showState(page, screenNamed(simulatorScreens, 'refusal-port'), language);
  await page.screenshot({ path, clip });
}

interface ConsoleTask {
  readonly demo: Demo;
  readonly guide: Guide;
  readonly path: string;
}

async function takeConsole(page: Page, context: BrowserContext, task: ConsoleTask): Promise<void> {
  await signIn(context, task.demo);
  const screen = screenNamed(consoleScreens, 'server-domains-mistyped');
  await showScreen(page, task.demo.console, screen, { guide: task.guide, language });
  await page.screenshot({ path: task.path, clip });
}

function screenNamed<T extends { readonly name: string }>(screens: readonly T[], name: string): T {
  const found = screens.find((screen) => screen.name === name);
  if (found === undefined) throw new Error(`There is no screen ${name}.`);
  return found;
}
