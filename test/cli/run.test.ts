import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { harFaults } from '../../packages/runtime/test/inspector/har-schema.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { type Ended, Minigate, minigate, writeFiles } from './minigate.ts';
import { type ReachableServer, startReachableServer } from './reachable-server.ts';

const origin = 'https://api.example.test';

let home: string;
let world: ReachableServer;
let reach: readonly string[];

beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'minigate-cli-')));
  world = await startReachableServer(home, (request, response) => {
    if (request.url === '/silent') return;
    response.end('{"price":612.5}');
  });
  reach = [...world.flags, '--domain', origin];
});

afterAll(async () => {
  await world.server.close();
  rmSync(home, { recursive: true });
});

/** A folder that holds the mini program `hello` with this `app.js`. */
function folderOf(source: string, more: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  writeFiles(folder, { 'hello/app.js': source, 'hello/app.json': '{}', ...more });
  return folder;
}

function run(source: string, ...flags: string[]): Promise<Ended> {
  return minigate(['run', 'hello', ...reach, ...flags], folderOf(source));
}

function harOf(folder: string): { log: { entries: { response: { status: number; _error?: string } }[] } } {
  return JSON.parse(readFileSync(join(folder, 'out.har'), 'utf8'));
}

const request = (path: string, more = '') => `wx.request({ url: '${origin}${path}' ${more}});`;

describe('minigate run', () => {
  it('prints one line a call with its status, method, time, size and URL, the console, and a summary', async () => {
    const { stdout, stderr, code } = await run(
      request('/ticker', ", success: ({ data }) => console.log('price', data.price)"),
    );
    expect(stdout.replaceAll(/ +[\d.]+ m?s\b/g, ' N ms').split('\n')).toEqual([
      '',
      '  hello  1 server domain',
      '',
      `  ✓ 200     GET N ms     15 B  ${origin}/ticker`,
      '  │ log     price 612.5',
      '',
      '  1 call · 1 succeeded · 15 B · N ms',
      '',
      '',
    ]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  it('prints a refusal with the rule, the nearest entry and the fix, and exits with 1', async () => {
    const { stdout, code } = await run(request(':443/ticker'));
    const lines = stdout.split('\n');
    const first = lines.findIndex((line) => line.includes('✗ refused GET'));
    expect(lines[first]).toContain(`${origin}:443/ticker`);
    expect(lines[first + 1]).toMatch(/^ {4}rule 3 {2}The URL writes a port, and the server domain has none/);
    expect(lines).toContain(`    nearest ${origin}`);
    expect(lines.some((line) => line.startsWith('    fix     '))).toBe(true);
    expect(stdout).toContain('1 call · 1 refused');
    expect(code).toBe(1);
  });

  it('exits with 1 when the program threw, and names the place', async () => {
    const { stdout, code } = await run('\nnull.x;');
    expect(stdout).toMatch(/✗ error {3}TypeError: .*\n.*app\.js:2/);
    expect(code).toBe(1);
  });

  it('exits with 0 when a call failed without being refused: that is for the program to handle', async () => {
    const { stdout, code } = await run(request('/silent', ', timeout: 50'));
    expect(stdout).toContain('1 call · 1 failed');
    expect(code).toBe(0);
  });

  it('answers with --mocks in place of servers, and judges all the same', async () => {
    const rule = { name: 'made up', url: `${origin}/*`, status: 503, file: 'down.txt' };
    const source = request('/ticker', ', complete: ({ statusCode, data }) => console.log(statusCode, data)');
    const refused = request(':443/ticker');
    const folder = folderOf(`${source}\n${refused}`, {
      'mocks/own.json': JSON.stringify({ mocks: [rule] }),
      'mocks/down.txt': 'closed today',
    });
    const words = ['run', 'hello', ...reach, '--mocks', 'mocks/own.json', '--har', 'out.har'];
    const { stdout, code } = await minigate(words, folder);
    expect(stdout).toContain('log     503 closed today');
    expect(stdout).toContain('2 calls · 1 succeeded · 1 refused');
    expect(code).toBe(1);
    const [entry] = harOf(folder).log.entries;
    expect(entry).toMatchObject({ response: { status: 503 }, _minigate: { mock: 'made up' } });
  });

  it('ends at --for, whatever is still going on', async () => {
    const { stdout, code } = await run(`${request('/silent')} setInterval(() => {}, 10);`, '--for', '300ms');
    expect(stdout).toContain('1 call · 1 failed');
    expect(stdout).toContain('Ended by --for.');
    expect(code).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends on %s with its summary and its HAR: unfinished calls are interrupted',
    async (signal) => {
      const folder = folderOf(`${request('/silent')} console.log('going on');`);
      const process = new Minigate(['run', 'hello', ...reach, '--har', 'out.har'], folder);
      await Promise.all([process.said('going on'), world.server.received(world.server.requests.length + 1)]);
      process.kill(signal);
      const { stdout, stderr, ...end } = await process.ended;
      expect({ ...end, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
      expect(stdout).toContain('1 call · 1 failed');
      expect(stdout).toContain('Ended by Ctrl-C or another signal.');
      const har = harOf(folder);
      expect(harFaults(har)).toEqual([]);
      expect(har.log.entries.map(({ response }) => response._error)).toEqual(['request:fail interrupted']);
    },
  );

  it('ends quietly when nobody reads its output any more, and writes the HAR', async () => {
    const flood = "(function flood() { console.log('x'.repeat(1000)); setTimeout(flood, 0); })();";
    const folder = folderOf(`${request('/ticker', ", complete: () => console.log('answered')")} ${flood}`);
    const process = new Minigate(['run', 'hello', ...reach, '--har', 'out.har'], folder);
    await process.said('answered');
    process.stopReading();
    const { code, signal, stderr } = await process.ended;
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    expect(harOf(folder).log.entries.map(({ response }) => response.status)).toEqual([200]);
  });
});

describe('minigate check', () => {
  it('ends quietly when nobody reads its output any more', async () => {
    const urls = Array.from({ length: 20_000 }, (_, index) => `${origin}/${index}`);
    const process = new Minigate(['check', '--domain', origin, ...urls], home);
    await process.said(`${origin}/0`);
    process.stopReading();
    const { code, signal, stderr } = await process.ended;
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  });
});

describe('minigate run --json', () => {
  it('writes one JSON object a line and nothing else', async () => {
    const { stdout, stderr, code } = await run(
      `${request('/ticker')} ${request(':443/')} wx.getLocation({}); console.log('a', 1); throw new Error('no');`,
      ...['--json', '--at', '10ms=foreground', '--har', 'out.har'],
    );
    const lines = stdout.trimEnd().split('\n');
    const told = lines.map((line): Record<string, unknown> => JSON.parse(line));
    const kinds = told.map(({ type }) => String(type));
    expect(kinds.toSorted()).toEqual([
      'call',
      'call',
      'console',
      'error',
      'rehearsal',
      'start',
      'summary',
      'unsupported',
    ]);
    expect(told.find(({ refused }) => refused === true)).toMatchObject({
      url: `${origin}:443/`,
      rule: 3,
      nearest: origin,
      fix: expect.stringContaining(`write ${origin}/…`),
      time: expect.any(Number),
    });
    expect(told[0]).toMatchObject({ type: 'start', program: 'hello', serverDomains: [origin] });
    expect(told.find(({ status }) => status === 200)).toMatchObject({ outcome: 'success', bytes: 15 });
    expect(told.find(({ type }) => type === 'console')).toMatchObject({ level: 'log', text: 'a 1' });
    expect(told.at(-1)).toMatchObject({ type: 'summary', calls: 2, refused: 1, errors: 1, har: 'out.har' });
    expect({ stderr, code }).toEqual({ stderr: '', code: 1 });
  });

  it('has what domain acceleration counted in its summary, if anything was accelerated', async () => {
    const policy = {
      appId: 'demo',
      version: 1,
      serverDomains: [origin],
      firstParty: true,
      acceleration: { origin, candidates: [{ origin }] },
    };
    const folder = folderOf(request('/ticker'), { 'policy.json': JSON.stringify(policy) });
    const json = ['run', 'hello', ...world.flags, '--json'];
    const { stdout, code } = await minigate([...json, '--policy', 'policy.json'], folder);
    const summaryOf = (text: string): unknown => JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
    expect(summaryOf(stdout)).toMatchObject({
      type: 'summary',
      acceleration: { calls: 1, fallbacks: 0, answers: { [origin]: 1 } },
    });
    expect(code).toBe(0);
    const plain = await minigate([...json, '--domain', origin], folder);
    expect(summaryOf(plain.stdout)).not.toHaveProperty('acceleration');
  });
});

describe('minigate run --har', () => {
  it('writes a valid HAR 1.2 file, without credentials and cookies', async () => {
    const folder = folderOf(
      `${request('/a?x=1', ", method: 'POST', data: 'hi', header: { Authorization: 'Bearer s3cret', Cookie: 'a=s3cret' }")} ${request(':443/')}`,
    );
    await minigate(['run', 'hello', ...reach, '--har', 'out.har'], folder);
    const har = harOf(folder);
    expect(harFaults(har)).toEqual([]);
    expect(new Set(har.log.entries.map(({ response }) => response.status))).toEqual(new Set([0, 200]));
    expect(JSON.stringify(har)).not.toContain('s3cret');
  });
});

describe('defaults', () => {
  it('come from minigate.json in the current folder', async () => {
    const config = JSON.stringify({ domain: [origin], debugging: true, for: '1m' });
    const { stdout } = await minigate(['run', 'hello'], folderOf('', { 'minigate.json': config }));
    expect(stdout).toContain('hello  1 server domain\n  Debugging mode: rules are reported');
  });

  it('cannot come from the program: nothing in its folder sets debugging, resolution, trust or addresses', async () => {
    const [, ca = '', , resolve = '', , allowAddress = ''] = world.flags;
    const open = { domain: origin, debugging: true, resolve, ca, allowAddress };
    const folder = folderOf(request('/ticker'), {
      'hello/app.json': JSON.stringify({ debug: true, networkTimeout: { request: 5000 }, ...open }),
      'hello/project.config.json': JSON.stringify({ setting: { urlCheck: false }, ...open }),
      'hello/minigate.json': JSON.stringify(open),
    });
    const before = world.server.requests.length;
    const outside = await minigate(['run', 'hello'], folder);
    expect(outside.stdout).toContain('hello  no server domains');
    expect(outside.code).toBe(1);
    const inside = await minigate(['run', '.'], join(folder, 'hello'));
    expect(inside.stdout).not.toContain('Debugging mode');
    expect(inside.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'so its "debugging", "resolve", "ca" and "allowAddress" are ignored',
    );
    expect(world.server.requests).toHaveLength(before);
  });
});
