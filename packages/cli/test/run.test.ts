import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpsServer, startHttpsServer } from '../../../test/support/https-server.ts';
import type { RunOptions } from '../src/config.ts';
import { runProgram } from '../src/run/run-program.ts';
import { UsageError } from '../src/usage-error.ts';
import { TestIo } from './test-io.ts';

let server: HttpsServer;
let reach: RunOptions;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'minigate-run-'));
  server = await startHttpsServer((request, response) => {
    if (request.url === '/silent') return;
    response.setHeader('Set-Cookie', 'sid=s3cret');
    if (request.url === '/away') response.writeHead(302, { location: 'https://other.example.test/' });
    response.end('{"price":612.5}');
  });
  await writeFile(join(root, 'ca.pem'), server.authority.pem);
  const [[name, address] = []] = Object.entries(server.resolve);
  reach = {
    domain: ['https://api.example.test'],
    ca: join(root, 'ca.pem'),
    resolve: [`${name}=${address}`],
    allowAddress: ['127.0.0.0/8'],
  };
});

afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

/** A fresh folder with these files, to start from. */
async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(root, 'from-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

async function run(
  source: string,
  flags: RunOptions = {},
): Promise<{ code: number; io: TestIo; folder: string }> {
  const folder = await folderWith({ 'hello/app.js': source, 'hello/app.json': '{}' });
  const io = new TestIo(folder);
  return { code: await runProgram('hello', { ...reach, ...flags }, io), io, folder };
}

const call = (path: string, more = '') => `wx.request({ url: 'https://api.example.test${path}' ${more}});`;

describe('minigate run', () => {
  it('tells each call in one line, the console and a summary, and exits with 0', async () => {
    const { code, io } = await run(
      call('/ticker', ", success: (res) => console.log('price', res.data.price)"),
    );
    const lines = io.out.replace(/ +[\d.]+ m?s\b/g, ' N ms').split('\n');
    expect(lines).toEqual([
      '',
      '  hello  1 server domain',
      '',
      '  ✓ 200     GET N ms     15 B  https://api.example.test/ticker',
      '  │ log     price 612.5',
      '',
      '  1 call · 1 succeeded · 15 B · N ms',
      '',
      '',
    ]);
    expect(code).toBe(0);
  });

  it('runs one JavaScript file too', async () => {
    const folder = await folderWith({ 'one.js': 'console.warn("only me")' });
    const io = new TestIo(folder);
    expect(await runProgram('one.js', {}, io)).toBe(0);
    expect(io.out).toContain('│ warn    only me');
  });

  it('tells a refused call with the rule, the nearest entry and the fix, and exits with 1', async () => {
    const { code, io } = await run(`wx.request({ url: 'https://api.example.test:443/' });`);
    expect(io.out).toMatch(
      / {2}✗ refused GET +https:\/\/api\.example\.test:443\/\n {4}rule 3 {2}.*\n.*\n {4}nearest https:\/\/api\.example\.test\n {4}fix {5}/,
    );
    expect(io.out).toContain('1 call · 1 refused');
    expect(code).toBe(1);
    expect(server.requests.some(({ headers }) => headers.host === 'api.example.test:443')).toBe(false);
  });

  it('refuses every call without any server domain, and says how to allow one', async () => {
    const { code, io } = await run(call('/'), { domain: undefined });
    expect(io.out).toContain('Every call will be refused. Allow a server: --domain https://api.example.com');
    expect(io.out).toContain('    flag    --domain https://api.example.test');
    expect(code).toBe(1);
  });

  it('tells an error of the program with its place, and exits with 1', async () => {
    const { code, io } = await run('\nfunction f() {\n  null.x;\n}\nf();');
    expect(io.out).toMatch(/ {2}✗ error {3}TypeError: .*\n/);
    expect(io.out).toContain('app.js:3');
    expect(io.out).toContain('1 program error');
    expect(code).toBe(1);
  });

  it('tells a name that is not supported once', async () => {
    const { code, io } = await run(
      'wx.getLocation({}); wx.getLocation({ fail: (e) => console.log(e.errMsg) });',
    );
    expect(io.out.match(/getLocation is not supported/g)).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('reports in debugging mode what would fail outside it (Rule 8)', async () => {
    const { code, io } = await run(call('/'), { domain: [], debugging: true });
    expect(io.out).toContain('Debugging mode: rules are reported, not enforced.');
    expect(io.out).toMatch(/ {2}! 200 .*\n {4}rule 1 {2}Fails outside debugging mode\. /);
    expect(io.out).toContain('1 call fails outside debugging mode.');
    expect(code).toBe(0);
  });

  it('goes on as long as a one-shot timer is pending, however much the program says', async () => {
    const { io } = await run(`
      let left = 300;
      (function say() {
        console.log('x'.repeat(1000));
        for (let i = 0; i < 20000; i++);
        left -= 1;
        if (left > 0) setTimeout(say, 0);
        else console.log('the last word');
      })();`);
    expect(io.out).toContain('the last word');
  });

  it('ends with --for, and unfinished calls are interrupted', async () => {
    const { code, io } = await run(call('/silent'), { for: '300ms' });
    expect(io.out).toMatch(/ {2}✗ failed {2}GET .*\/silent\n/);
    expect(io.out).toContain('Ended by --for.');
    expect(code).toBe(0);
  });

  it('ends with Ctrl-C, and writes the HAR', async () => {
    const folder = await folderWith({ 'one.js': call('/silent') });
    const io = new TestIo(folder);
    const before = server.requests.length;
    const running = runProgram('one.js', { ...reach, har: 'out.har' }, io);
    await server.received(before + 1);
    io.pressCtrlC();
    expect(await running).toBe(0);
    expect(io.out).toContain('Ended by Ctrl-C or another signal.');
    const har = JSON.parse(await readFile(join(folder, 'out.har'), 'utf8'));
    expect(har.log.entries).toHaveLength(1);
    expect(har.log.entries[0].response).toMatchObject({ status: 0, _error: 'request:fail interrupted' });
  });

  it('ends at once when Ctrl-C came while it started, with an empty HAR', async () => {
    const folder = await folderWith({ 'one.js': 'console.log("first line")' });
    const io = new TestIo(folder);
    const ctrlC = (listener: () => void) => {
      listener();
      return () => {};
    };
    expect(await runProgram('one.js', { har: 'out.har' }, Object.assign(io, { onInterrupt: ctrlC }))).toBe(0);
    expect(io.out).toContain('Ended by Ctrl-C or another signal.');
    expect(io.out).not.toContain('first line');
    expect(JSON.parse(await readFile(join(folder, 'out.har'), 'utf8')).log.entries).toEqual([]);
  });

  it('tells that the program died, and exits with 1', async () => {
    const { code, io } = await run('const all = []; for (;;) all.push(new ArrayBuffer(1 << 20).slice(0));');
    expect(io.out).toMatch(/✗ error/);
    expect(code).toBe(1);
  });

  it('rehearses: the program hears of background and foreground at their times', async () => {
    const { io } = await run(
      "wx.onAppHide(() => console.log('hidden')); wx.onAppShow(() => console.log('shown'));",
      {
        at: ['100ms=foreground', '50ms=background'],
      },
    );
    expect(io.out).toMatch(
      /◦ 50 ms {3}background.*\n.*│ log {5}hidden\n.*◦ 100 ms {2}foreground.*\n.*│ log {5}shown\n/,
    );
  });
});

describe('minigate run --har', () => {
  it('writes every hop, without secrets, readable by the owner alone', async () => {
    const { io, folder } = await run(call('/away', ", header: { Authorization: 'Bearer s3cret' }"), {
      har: 'out.har',
    });
    expect(io.out).toContain('  HAR out.har\n');
    const text = await readFile(join(folder, 'out.har'), 'utf8');
    expect(text).not.toContain('s3cret');
    const har = JSON.parse(text);
    expect(har.log.entries.map((entry: { response: { status: number } }) => entry.response.status)).toEqual([
      302, 0,
    ]);
    expect(har.log.entries[0]._minigate.source).toBe('app.js:1:11');
    expect((await stat(join(folder, 'out.har'))).mode & 0o777).toBe(0o600);
  });

  it('leaves them in with --har-secrets', async () => {
    const { folder } = await run(call('/'), { har: 'out.har', harSecrets: true });
    expect(await readFile(join(folder, 'out.har'), 'utf8')).toContain('sid=s3cret');
  });

  it.skipIf(!existsSync('/dev/full'))('still gives the summary where the disk is full', async () => {
    const folder = await folderWith({ 'one.js': 'console.log(1)' });
    const io = new TestIo(folder);
    await expect(runProgram('one.js', { har: '/dev/full' }, io)).rejects.toThrow(
      'The HAR file "/dev/full" cannot be written: the disk is full.',
    );
    expect(io.out).toMatch(/ {2}no calls · 0 B · .*\n$/s);
    expect(io.out).not.toContain('HAR');
  });

  it('says of a link that leads nowhere that it is one', async () => {
    const folder = await folderWith({ 'one.js': '' });
    await symlink(join(folder, 'nowhere.har'), join(folder, 'out.har'));
    await expect(runProgram('one.js', { har: 'out.har' }, new TestIo(folder))).rejects.toThrow(
      'The HAR file "out.har" cannot be written: it is a link that leads nowhere.',
    );
  });

  it('replaces what was in the file', async () => {
    const folder = await folderWith({ 'one.js': '', 'out.har': 'x'.repeat(10_000) });
    await runProgram('one.js', { har: 'out.har' }, new TestIo(folder));
    expect(JSON.parse(await readFile(join(folder, 'out.har'), 'utf8')).log.entries).toEqual([]);
  });
});

describe('minigate.json', () => {
  const config = JSON.stringify({ domain: 'https://api.example.test', debugging: true });

  it('in the current folder has the defaults', async () => {
    const folder = await folderWith({ 'one/app.js': '', 'one/app.json': '{}', 'minigate.json': config });
    const io = new TestIo(folder);
    await runProgram('one', {}, io);
    expect(io.out).toContain('1 server domain');
    expect(io.out).toContain('Debugging mode');
  });

  it.each(['.', 'inner', 'link'])(
    'of the program itself cannot open its network: started in %s',
    async (where) => {
      const folder = await folderWith({
        'one/app.js': '',
        'one/app.json': '{}',
        'one/minigate.json': config,
        'one/inner/minigate.json': config,
      });
      await symlink(join(folder, 'one'), join(folder, 'link'));
      const io = new TestIo(where === 'link' ? join(folder, 'link') : join(folder, 'one', where));
      await runProgram(join(folder, 'one'), {}, io);
      expect(io.out).not.toContain('Debugging mode');
      expect(io.out).toMatch(/! minigate\.json lies in the mini program's own folder, so its "debugging" is/);
    },
  );
});

describe('a run that cannot begin', () => {
  it.each([
    ['nowhere', {}, /^The mini program "nowhere" cannot be opened: it does not exist\.$/],
    ['empty', {}, /app\.json/],
    ['broken', {}, /^app\.json is not JSON: /],
    [
      'one.js',
      { har: 'no/folder.har' },
      /^The HAR file "no\/folder\.har" cannot be written: its folder does not exist\.$/,
    ],
    ['one.js', { har: 'empty' }, /^The HAR file "empty" cannot be written: it is a folder\.$/],
    [
      'one.js',
      { policy: 'none.json' },
      /^The policy document "none\.json" cannot be read: it does not exist\.$/,
    ],
  ])('says why: %s %j', async (name, flags: RunOptions, sentence) => {
    const folder = await folderWith({ 'one.js': '', 'empty/x': '', 'broken/app.json': '{' });
    await expect(runProgram(name, flags, new TestIo(folder))).rejects.toThrow(sentence);
    await expect(runProgram(name, flags, new TestIo(folder))).rejects.toBeInstanceOf(UsageError);
  });

  it('leaves no HAR file behind, and an old one as it was', async () => {
    const folder = await folderWith({ 'empty/x': '', 'old.har': 'old' });
    for (const har of ['new.har', 'old.har']) {
      await expect(runProgram('empty', { har }, new TestIo(folder))).rejects.toBeInstanceOf(UsageError);
    }
    await expect(stat(join(folder, 'new.har'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(folder, 'old.har'), 'utf8')).toBe('old');
  });
});
