import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { runQuietly } from './step.mjs';

/** Where browsers that speak the DevTools protocol are found, by system. */
const usual = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
};

/** What a headless browser is started with: it talks to nobody but the pages under test. */
export const quietly = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
];

/**
 * A Chromium that starts: one that is there, or Debian's package where this runs as root, or Playwright's download.
 *
 * @returns {Promise<{ path: string } | { problem: string }>} the executable, or why there is none
 */
export async function findChromium() {
  const installed = await firstThatStarts();
  if (installed !== undefined) return { path: installed };
  const tried = [];
  for (const { name, commands } of sources()) {
    for (const [command, ...args] of commands) {
      const { ok, output } = await runQuietly(command, args);
      if (!ok) tried.push(`${name}: ${lastLine(output)}`);
    }
    const path = await firstThatStarts();
    if (path !== undefined) return { path };
  }
  const reasons = tried.length === 0 ? '' : ` Tried ${tried.join('; ')}.`;
  return {
    problem: `There is no Chromium.${reasons} Install one, or name its executable in CHROMIUM_EXECUTABLE.`,
  };
}

async function firstThatStarts() {
  const own = process.env.CHROMIUM_EXECUTABLE;
  const known = own === undefined ? [...(usual[process.platform] ?? []), chromium.executablePath()] : [own];
  for (const path of known) {
    if (existsSync(path) && (await runQuietly(path, ['--version', '--no-sandbox'])).ok) return path;
  }
  return undefined;
}

/** The ways to a browser, the one with all its libraries first. */
function sources() {
  const debian = {
    name: 'apt-get',
    commands: [
      ['apt-get', 'update', '-qq'],
      ['apt-get', 'install', '-qq', '-y', '--no-install-recommends', 'chromium'],
    ],
  };
  const playwright = {
    name: "Playwright's download",
    commands: [['playwright-core', 'install', 'chromium-headless-shell', 'chromium']],
  };
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') ? [debian, playwright] : [playwright];
}

function lastLine(output) {
  return output.trimEnd().split('\n').at(-1) ?? '';
}
