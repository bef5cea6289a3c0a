import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator } from '@minigate/runtime/simulator';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { quietly } from '../../scripts/chromium.mjs';
import { writeFiles } from '../cli/minigate.ts';
import { listen } from '../support/listener.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { hasBrowser } from './support/browser.ts';

const pages = fileURLToPath(new URL('../../packages/web/dist/pages', import.meta.url));
const line = 'this line is for the page alone';

/** A browser for which each name leads to this machine, as after DNS rebinding. */
let browser: Browser | undefined;

beforeAll(async () => {
  if (!hasBrowser) return;
  const rules = '--host-resolver-rules=MAP *.example.test 127.0.0.1';
  browser = await chromium.launch({ executablePath: inject('chromium'), args: [...quietly, rules] });
});

afterAll(() => browser?.close());

interface Here {
  readonly simulator: Simulator;
  readonly folder: string;
  readonly context: BrowserContext;
  /** The page of the simulator, let in. */
  readonly page: Page;
}

/** A simulator whose page is open in a browser. */
async function open(): Promise<Here> {
  const folder = temporaryFolder();
  writeFiles(folder, { 'app.json': '{}', 'app.js': `console.log('${line}');` });
  const simulator = await startSimulator({
    directory: folder,
    pages,
    policy: { appId: 'demo', version: 1, serverDomains: [] },
    policyOrigin: 'the test',
  });
  onTestFinished(() => simulator.close());
  const context = await browser?.newContext();
  if (context === undefined) throw new Error('There is no browser.');
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(simulator.url);
  await page.getByText(line).first().waitFor();
  return { simulator, folder, context, page };
}

interface Stranger {
  readonly port: number;
  /** What it was sent. */
  readonly requests: IncomingMessage[];
}

/** Somebody else's server on this machine. */
async function stranger(html = '<!doctype html><title>Stranger</title>'): Promise<Stranger> {
  const requests: IncomingMessage[] = [];
  const server = await listen(
    createServer((request: IncomingMessage, response: ServerResponse) => {
      requests.push(request);
      response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    }),
    '127.0.0.1',
  );
  onTestFinished(() => server.close());
  return { port: server.port, requests };
}

/** Everything that a page may try on another origin; each one says what it got. */
async function attack(page: Page, target: string): Promise<Record<string, string>> {
  return page.evaluate(async (there) => {
    const got: Record<string, string> = {};
    const socketAddress = `${there.replace('http', 'ws')}/feed`;
    const json = { 'content-type': 'application/json' };
    const asks: [string, string, RequestInit][] = [
      ['read the files', '/api/files', {}],
      ['read the files with cookies', '/api/files', { credentials: 'include' }],
      ['read a HAR', '/api/har', { credentials: 'include' }],
      ['read the page', '/', { credentials: 'include' }],
      ['restart', '/api/restart', { method: 'POST', credentials: 'include', headers: json, body: '{}' }],
      ['save', '/api/files/app.js', { method: 'PUT', credentials: 'include', headers: json, body: '{}' }],
      ['trade a token', '/api/session', { method: 'POST', headers: json, body: '{"token":"x"}' }],
    ];
    for (const [name, path, init] of asks) {
      got[name] = await fetch(there + path, init).then(
        async (answer) => `${answer.status} ${await answer.text()}`,
        () => 'nothing',
      );
    }
    // Nobody reads the answers of these; that nothing has happened is seen at the simulator.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const headers = { 'content-type': type };
      const blind: RequestInit = { method: 'POST', mode: 'no-cors', credentials: 'include', headers };
      await fetch(`${there}/api/restart`, { ...blind, body: '{}' }).catch(() => {});
    }
    navigator.sendBeacon(`${there}/api/restart`, new Blob(['{}'], { type: 'text/plain' }));
    got['watch'] = await new Promise((resolve) => {
      const socket = new WebSocket(socketAddress);
      socket.addEventListener('message', ({ data }) => resolve(String(data)));
      socket.addEventListener('error', () => resolve('nothing'));
    });
    const element = (tag: 'img' | 'script' | 'link', path: string): Promise<string> =>
      new Promise((resolve) => {
        const made = document.createElement(tag);
        made.addEventListener('load', () => resolve('loaded'));
        made.addEventListener('error', () => resolve('nothing'));
        if (made instanceof HTMLLinkElement) Object.assign(made, { rel: 'stylesheet', href: there + path });
        else made.src = there + path;
        document.head.append(made);
      });
    got['image'] = await element('img', '/minigate.svg');
    got['script of files'] = await element('script', '/api/files');
    got['script of a HAR'] = await element('script', '/api/har');
    got['style'] = await element('link', '/api/files');
    const frame = document.createElement('iframe');
    const framed = new Promise((resolve) => frame.addEventListener('load', resolve));
    frame.src = `${there}/`;
    document.body.append(frame);
    await framed;
    try {
      got['frame'] = frame.contentWindow?.document.body.textContent ?? 'nothing';
    } catch {
      got['frame'] = 'nothing';
    }
    return got;
  }, target);
}

/** Sends a form in a window of its own, and says where that window came to rest. */
async function sendForm(page: Page, target: string): Promise<string> {
  const opened = page.waitForEvent('popup');
  await page.evaluate((there) => {
    const form = document.createElement('form');
    const field = document.createElement('input');
    Object.assign(form, { method: 'POST', action: `${there}/api/restart`, target: '_blank' });
    Object.assign(form, { enctype: 'text/plain' });
    Object.assign(field, { name: '{"a":"', value: '"}' });
    form.append(field);
    document.body.append(form);
    form.submit();
  }, target);
  const popup = await opened;
  await popup.waitForLoadState();
  return (await popup.locator('body').textContent()) ?? '';
}

describe.skipIf(!hasBrowser)('another page in the same browser', () => {
  it.each([
    ['on another port of 127.0.0.1', 'http://127.0.0.1'],
    ['under another name of this machine', 'http://localhost'],
    ['of another site', 'http://evil.example.test'],
  ])('%s can neither read nor drive the simulator', async (_, origin) => {
    const { simulator, folder, context, page } = await open();
    const other = await context.newPage();
    await other.goto(`${origin}:${(await stranger()).port}/`);
    const got = await attack(other, simulator.address);
    expect(new Set(Object.values(got))).toEqual(new Set(['nothing']));
    expect(other.frames().at(-1)?.url()).toBe('chrome-error://chromewebdata/');
    expect(await sendForm(other, simulator.address)).toContain('Only the page of this simulator');
    // The page itself has seen one start of the program, and sees what happens to it now.
    expect(await page.getByText(line).count()).toBe(1);
    expect(readFileSync(join(folder, 'app.js'), 'utf8')).toBe(`console.log('${line}');`);
  });

  it('under a name that leads to the simulator gets nothing but a refusal', async () => {
    const { simulator, context } = await open();
    const { port } = new URL(simulator.address);
    const rebound = await context.newPage();
    for (const name of ['evil.example.test', 'localhost']) {
      const answer = await rebound.goto(`http://${name}:${port}/`);
      expect([name, answer?.status()]).toEqual([name, 421]);
      const got = await rebound.evaluate(async () => {
        const read = await fetch('/api/files').then(({ status }) => status);
        const socket = new WebSocket(`ws://${location.host}/feed`);
        const watched = await new Promise((resolve) => {
          socket.addEventListener('message', () => resolve('told'));
          socket.addEventListener('error', () => resolve('nothing'));
        });
        return [read, watched];
      });
      expect(got).toEqual([421, 'nothing']);
    }
  });

  it('that opens the simulator has no hold on its window', async () => {
    const { simulator, context } = await open();
    const other = await context.newPage();
    await other.goto(`http://127.0.0.1:${(await stranger()).port}/`);
    const opened = context.waitForEvent('page');
    await other.evaluate((there) => {
      Object.assign(globalThis, { held: window.open(there) });
    }, simulator.address);
    const popup = await opened;
    await popup.getByText(line).first().waitFor();
    expect(await other.evaluate(() => Reflect.get(globalThis, 'held').closed)).toBe(true);
    expect(await popup.evaluate(() => window.opener)).toBeNull();
  });
});

describe.skipIf(!hasBrowser)('another server on this machine', () => {
  it('gets the cookie of the simulator from the browser, and is not let in by it', async () => {
    const { simulator, context } = await open();
    const { port, requests } = await stranger();
    const other = await context.newPage();
    await other.goto(`http://127.0.0.1:${port}/`);
    const cookie = requests[0]?.headers.cookie ?? '';
    expect(cookie).toContain(`minigate-simulator-${new URL(simulator.address).port}=`);
    expect(await other.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe('{}');
    const answer = await fetch(`${simulator.address}/api/files`, { headers: { cookie } });
    expect(answer.status).toBe(401);
  });
});

describe.skipIf(!hasBrowser)('the page of the simulator', () => {
  it('is let in again in another tab and after a reload, without a token in its address', async () => {
    const { simulator, context, page } = await open();
    expect(page.url()).toBe(`${simulator.address}/`);
    await page.reload();
    await page.getByText(line).first().waitFor();
    const tab = await context.newPage();
    await tab.goto(simulator.address);
    await tab.getByText(line).first().waitFor();
  });
});
