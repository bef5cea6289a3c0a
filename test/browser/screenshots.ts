/**
 * Takes a picture of every screen of the console and every pane of the simulator, in both languages, at both widths, in
 * both colour schemes, and tells what axe-core has against them and which of them scroll sideways.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { quietly } from '../../scripts/chromium.mjs';
import { type Demo, startDemo } from './support/demo.ts';
import {
  consoleScreens,
  type Guide,
  type Language,
  showScreen,
  signIn,
} from './support/screens/console-screens.ts';
import { screenFaults, watchIssues } from './support/screens/faults.ts';
import { furnish } from './support/screens/furnish.ts';
import { takeReadmePictures } from './support/screens/readme-pictures.ts';
import { showPane, showState, simulatorScreens, waitForCalls } from './support/screens/simulator-screens.ts';

const [executablePath = '', ...words] = process.argv.slice(2);
const folder = fileURLToPath(new URL('../../test-results/screenshots/', import.meta.url));
const pictures = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));

interface Look {
  readonly language: Language;
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

const looks: readonly Look[] = (['en', 'zh-CN'] as const).flatMap((language) =>
  [1280, 390].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ language, width, scheme }))),
);

const nameOf = ({ language, width, scheme }: Look) => `${language}-${width}-${scheme}`;
const forReadme = words.includes('--readme');
const wantedLooks = looks.filter((look) => words.includes(nameOf(look)));
const begins = words.filter((word) => word !== '--readme' && !looks.some((look) => nameOf(look) === word));
const isWanted = (name: string) => begins.length === 0 || begins.some((begin) => name.startsWith(begin));

const demo = await startDemo();
const browser = await chromium.launch({ executablePath, args: [...quietly] });
let found = 0;
try {
  const guide = await furnish(demo);
  if (forReadme) await takeReadmePictures(browser, demo, guide, pictures);
  const chosen = wantedLooks.length > 0 || forReadme ? wantedLooks : looks;
  for (const look of chosen) {
    const name = nameOf(look);
    const into = join(folder, name);
    if (begins.length === 0) await rm(into, { recursive: true, force: true });
    await mkdir(into, { recursive: true });
    const faults = await lookAt(browser, { demo, guide, look, into });
    found += faults.length;
    process.stdout.write(`${[`${name}: ${faults.length} faults`, ...faults].join('\n  ')}\n`);
  }
} finally {
  await browser.close();
  await demo.close();
}
process.stdout.write(`The pictures are in ${forReadme ? pictures : folder}\n`);
process.exitCode = found > 0 ? 1 : 0;

interface Task {
  readonly demo: Demo;
  readonly guide: Guide;
  readonly look: Look;
  readonly into: string;
}

async function lookAt(on: Browser, task: Task): Promise<string[]> {
  const { language, width, scheme } = task.look;
  const context = await on.newContext({
    locale: language,
    colorScheme: scheme,
    viewport: { width, height: width === 390 ? 844 : 800 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const issues = await watchIssues(page);
  const ofConsole = await lookAtConsole(page, context, task);
  const ofSimulator = await lookAtSimulator(page, task);
  await context.close();
  return [...ofConsole, ...ofSimulator, ...issues];
}

async function lookAtConsole(page: Page, context: BrowserContext, task: Task): Promise<string[]> {
  const faults: string[] = [];
  let signedIn = false;
  for (const screen of consoleScreens) {
    if (screen.open !== true && !signedIn) {
      signedIn = true;
      // The page knows nothing of it before it begins anew.
      await page.goto('about:blank');
      await signIn(context, task.demo);
    }
    if (!isWanted(screen.name)) continue;
    await showScreen(page, task.demo.console, screen, { guide: task.guide, language: task.look.language });
    faults.push(...(await keep(page, task.into, screen.name)));
    await screen.undo?.(page);
  }
  return faults;
}

async function lookAtSimulator(page: Page, task: Task): Promise<string[]> {
  const { language } = task.look;
  const screens = simulatorScreens.filter(({ name }) => isWanted(`simulator-${name}`));
  if (screens.length === 0) return [];
  await page.goto(await task.demo.simulator());
  if (task.look.width === 390) await showPane(page, 'network', language);
  await waitForCalls(page, language);
  const faults: string[] = [];
  for (const screen of screens) {
    await showState(page, screen, language);
    faults.push(...(await keep(page, task.into, `simulator-${screen.name}`)));
    await screen.undo?.(page, language);
  }
  return faults;
}

async function keep(page: Page, into: string, name: string): Promise<string[]> {
  const faults = await screenFaults(page);
  await page.evaluate(() => window.scrollTo(0, 0));
  const window = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const dialog = (await page.getByRole('dialog').count()) > 0;
  // In a picture of more than the window, what stays in sight while one scrolls would lie over the middle.
  const taller = window !== null && height > window.height && !dialog;
  if (taller) await page.setViewportSize({ width: window.width, height });
  await page.screenshot({ path: join(into, `${name}.png`) });
  if (taller) await page.setViewportSize(window);
  return faults.map((fault) => `${name}: ${fault}`);
}
