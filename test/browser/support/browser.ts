import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';
import { quietly } from '../../../scripts/chromium.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The executable of a browser; empty where there is none. */
    chromium: string;
  }
}

/** Whether there is a browser. Under CI there always is, or nothing runs. */
export const hasBrowser = inject('chromium') !== '';

let running: Promise<Browser> | undefined;

/** One browser for all tests of a file; its contexts share nothing. */
export function browser(): Promise<Browser> {
  running ??= chromium.launch({ executablePath: inject('chromium'), args: [...quietly] });
  return running;
}

/** Ends the browser; for `afterAll`. */
export async function closeBrowser(): Promise<void> {
  await (await running)?.close();
  running = undefined;
}

interface Surroundings {
  readonly language?: 'en' | 'zh-CN';
  /** Pixels. */
  readonly width?: 1280 | 390;
  readonly colorScheme?: 'light' | 'dark';
}

/** Where the pages of a failed test are kept as they were. */
const failures = fileURLToPath(new URL('../../../test-results/browser/', import.meta.url));

/** A browser profile of somebody new. */
export async function newContext(surroundings: Surroundings = {}): Promise<BrowserContext> {
  const { language = 'en', width = 1280, colorScheme = 'light' } = surroundings;
  const context = await (await browser()).newContext({
    locale: language,
    colorScheme,
    viewport: { width, height: width === 390 ? 844 : 800 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') {
      const name = task.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-');
      for (const [index, page] of context.pages().entries()) {
        await page.screenshot({ path: `${failures}${name}-${index + 1}.png` });
      }
    }
    await context.close();
  });
  return context;
}

/** What went wrong on a page without anybody seeing it: exceptions, and what the console calls an error. */
export function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => void faults.push(error.message));
  page.on('console', (message) => {
    // The browser calls every answer from 400 up an error; whether one is right is for the tests to say.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(message.text());
    }
  });
  return faults;
}
