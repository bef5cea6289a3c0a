import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createNetwork, type RequestOptions } from '@minigate/network';
import { createRecorder, type Entry, fromHar, toCurl } from '@minigate/runtime';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { requestLogged } from '../support/calls.ts';
import type { HttpsServer, HttpsServerOptions, ReceivedRequest } from '../support/https-server.ts';
import { authority, serve } from '../support/servers.ts';
import { startSocketServer } from '../support/socket-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const run = promisify(execFile);
const whyNoCurl = spawnSync('curl', ['--version']).status === 0 ? undefined : 'curl is not installed';
const shells = ['/bin/sh', '/bin/bash'].filter((path) => existsSync(path));

/** What tells requests apart, without what each client says of its own connection. */
function shape({ method, url, rawHeaders, body }: ReceivedRequest) {
  const lines: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    if (name !== 'connection') lines.push(`${name}: ${rawHeaders[i + 1]}`);
  }
  return { method, url, lines: lines.toSorted(), body: body.toString('latin1') };
}

/** Runs a command in an empty folder, where curl trusts the test's authority and finds the server. */
async function inShell(command: string, { resolve }: Pick<HttpsServer, 'resolve'>, shell = '/bin/sh') {
  const folder = temporaryFolder();
  const ca = join(temporaryFolder(), 'ca.pem');
  writeFileSync(ca, authority.pem);
  const leads = Object.entries(resolve).map(([name, to]) => `--connect-to ${name}:443:${to}`);
  const curl = `curl() { command curl -q --silent --show-error --max-time 60 --cacert ${ca} ${leads.join(' ')} "$@"; }`;
  const script = join(temporaryFolder(), 'script.sh');
  writeFileSync(script, `${curl}\n${command}\n`);
  const { stdout } = await run(shell, [script], { cwd: folder, encoding: 'buffer' });
  expect(readdirSync(folder)).toEqual([]);
  return stdout;
}

async function target(options: HttpsServerOptions = {}) {
  const server = await serve((_, response) => void response.end('hello'), options);
  const network = createNetwork({
    policy: { appId: 'demo', version: 1, serverDomains: ['https://api.example.test'] },
    tls: { ca: authority.pem },
    resolve: server.resolve,
    allowAddresses: ['127.0.0.0/8'],
  });
  onTestFinished(() => network.close());
  const recorder = createRecorder(network);
  const entryOf = async (call: RequestOptions): Promise<Entry> => {
    const { errMsg } = await requestLogged(network, call).done;
    expect(errMsg).toBe('request:ok');
    const entry = recorder.entries.at(-1);
    if (entry === undefined) throw new Error('Nothing was recorded.');
    return entry;
  };
  return { server, entryOf };
}

const url = 'https://api.example.test/';

describe('a call that is copied as cURL', () => {
  beforeEach(({ skip }) => skip(whyNoCurl !== undefined, whyNoCurl));

  it.each<[string, Omit<RequestOptions, 'url'> & { url?: string }]>([
    ['a plain call', {}],
    [
      'a hostile URL',
      { url: `${url}a'b/$(touch x)/\`touch y\`/;touch z;"{1,2}[3-4]/%2e%2e/b?q='&r=$HOME|*!` },
    ],
    ['a fragment and a space', { url: `${url}a b?c d#e` }],
    [
      'headers that a shell would run',
      { header: { 'X-A': `'; touch x; '$(touch y)\`touch z\`"\\`, 'X-B': '-o x' } },
    ],
    ['a header without a value', { header: { 'X-Empty': '', 'X-Blank': '  ' } }],
    [
      'headers of curl’s own, changed',
      { header: { 'User-Agent': 'me', Accept: 'text/x', 'Content-Type': 'a/b' } },
    ],
    ['a header in Latin-1', { header: { 'X-Name': 'caf\u00e9 \u00ff %s \\n' } }],
    ['a header with no-break spaces around it', { header: { 'X-A': '\u00a0', 'X-B': ' \u00a0b\u00a0' } }],
    ['HEAD', { method: 'HEAD' }],
    ['OPTIONS', { method: 'OPTIONS' }],
    ['DELETE with a body', { method: 'DELETE', data: 'x' }],
    ['POST without a body', { method: 'POST' }],
    ['POST with an empty body', { method: 'POST', data: '' }],
    ['PUT with JSON', { method: 'PUT', data: { a: "it's", b: '$(touch x)' } }],
    ['a body with newlines and what recalls commands', { method: 'POST', data: 'a!\n!!\n\t!-1\n' }],
    ['a header that recalls commands', { header: { 'X-A': '!! \u00e9 !-1' } }],
    ['a body with newlines', { method: 'POST', data: '\n\r\na\n\nb\n' }],
    ['a body that looks like a file', { method: 'POST', data: '@/etc/passwd' }],
    ['a body that looks like an option', { method: 'POST', data: '-o x' }],
    [
      'a binary body that looks like an option',
      { method: 'POST', data: Uint8Array.of(45, 45, 0, 37, 115).buffer },
    ],
    [
      'a body that is not UTF-8, with NUL',
      { method: 'POST', data: Uint8Array.of(0, 255, 10, 39, 92, 37, 0, 49).buffer },
    ],
    ['a byte order mark', { method: 'POST', data: '\ufeffgrüße 你好' }],
    ['a body beyond what an argument holds', { method: 'POST', data: `é'%\\${'x'.repeat(300_000)}\n` }],
    ['a body of 3 MB', { method: 'POST', data: new Uint8Array(900_000).fill(7).buffer }],
  ])('sends the same again: %s', async (_, options) => {
    const { server, entryOf } = await target();
    const command = toCurl(await entryOf({ url, ...options }));
    for (const shell of shells) await inShell(command, server, shell);
    expect(server.requests).toHaveLength(1 + shells.length);
    const [sent, ...again] = server.requests.map(shape);
    for (const one of again) expect(one).toEqual(sent);
  });

  it('sends the same again whatever a program writes', async () => {
    const { server, entryOf } = await target();
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const value = fc.string({
      unit: fc
        .integer({ min: 0x20, max: 0xff })
        .filter((code) => code < 0x7f || code >= 0x80)
        .map((code) => String.fromCharCode(code)),
    });
    const body = fc.oneof(
      text,
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Uint8Array.from(bytes).buffer),
    );
    await fc.assert(
      fc.asyncProperty(text, value, body, async (path, header, data) => {
        const written = `${url}${path.replaceAll(/[\0-\x1f\x7f#\\\ud800-\udfff]/g, '')}`;
        const before = server.requests.length;
        const entry = await entryOf({ url: written, method: 'POST', header: { 'X-Any': header }, data });
        await inShell(toCurl(entry), server);
        const [sent, again] = server.requests.slice(before).map(shape);
        expect(again).toEqual(sent);
      }),
      { numRuns: 60 },
    );
  });

  it('reads an answer that is compressed, and checks the certificate', async () => {
    const { server, entryOf } = await target();
    const command = toCurl(await entryOf({ url }));
    expect((await inShell(command, server)).toString()).toBe('hello');
    expect(command).toContain('--compressed');
    expect(command).not.toMatch(/(?:^|\s)(?:-k|--insecure)(?:\s|$)/);
    await expect(
      run('/bin/sh', [
        '-c',
        `curl() { command curl -q --connect-to ::${server.resolve['api.example.test']} "$@"; }\n${command}`,
      ]),
    ).rejects.toThrow(/certificate/);
  });

  it('leaves secrets out unless asked', async () => {
    const { server, entryOf } = await target();
    const entry = await entryOf({
      url: `${url}?access_token=s3cret`,
      header: { Authorization: 'Bearer s3cret', Cookie: 's=s3cret', 'X-Api-Key': 's3cret' },
    });
    expect(toCurl(entry)).not.toContain('s3cret');
    await inShell(toCurl(entry, 0, { secrets: true }), server);
    const [sent, again] = server.requests.map(shape);
    expect(again).toEqual(sent);
  });

  it('is the hop that is asked for', async () => {
    const server = await serve(({ url: path }, response) => {
      if (path === '/') response.writeHead(302, { location: '/next' });
      response.end();
    });
    const network = createNetwork({
      policy: { appId: 'demo', version: 1, serverDomains: ['https://api.example.test'] },
      tls: { ca: authority.pem },
      resolve: server.resolve,
      allowAddresses: ['127.0.0.0/8'],
    });
    onTestFinished(() => network.close());
    const recorder = createRecorder(network);
    await requestLogged(network, { url }).done;
    const [entry] = recorder.entries;
    if (entry === undefined) throw new Error('Nothing was recorded.');
    await inShell(toCurl(entry, 0), server);
    await inShell(toCurl(entry, 1), server);
    expect(server.requests.map(({ url: path }) => path)).toEqual(['/', '/next', '/', '/next']);
  });

  it('of a socket is its handshake', async () => {
    const server = await startSocketServer(
      (socket, message) => socket.send('x', () => message.socket.end()),
      { authority },
    );
    onTestFinished(() => server.close());
    const network = createNetwork({
      policy: { appId: 'demo', version: 1, serverDomains: { connectSocket: ['wss://live.example.test'] } },
      tls: { ca: authority.pem },
      resolve: server.resolve,
      allowAddresses: ['127.0.0.0/8'],
    });
    onTestFinished(() => network.close());
    const recorder = createRecorder(network);
    const task = network.api.connectSocket({ url: 'wss://live.example.test/a?b', header: { 'X-A': 'b' } });
    await new Promise((resolve) => task.onClose(resolve));
    const [entry] = recorder.entries;
    if (entry === undefined) throw new Error('Nothing was recorded.');
    const answer = await inShell(toCurl(entry), server);
    expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /);
    expect(server.handshakes[1]).toMatchObject({ url: '/a?b', headers: { 'x-a': 'b' } });
  });
});

describe('what is copied of a call that was not sent', () => {
  const entry: Entry = {
    id: 1,
    api: 'request',
    url: '',
    method: 'GET',
    calledAt: 0,
    state: 'settled',
    waited: 0,
    hops: [],
    bodyBytes: 0,
  };

  it.each([
    ["https://example.com/a'b", `--url 'https://example.com/a'\\''b'`],
    ['https://***@example.com/', `--url 'https://example.com/'`],
    ['file:///etc/passwd', `--proto =http,https`],
    ['-o\nx', `--url '-ox'`],
  ])('is its URL, as data: %s', (written, part) => {
    expect(toCurl({ ...entry, url: written })).toContain(part);
  });

  it('has no header that curl would take for a file, and says what is missing of its body', () => {
    const request = {
      time: 0,
      method: 'PO ST',
      headers: {
        lines: [
          ['@/etc/passwd', 'x'],
          [':authority', 'y'],
          ['A', 'b\r\nC: d'],
        ],
        cut: false,
      },
      body: { content: 'abc', length: 9, cut: true },
    } as const;
    const command = toCurl({ ...entry, hops: [{ hop: 0, url: 'https://example.com/', request }] });
    expect(command).not.toMatch(/passwd|authority|PO ST|[\r]/);
    expect(command).toContain(`-H 'A: b  C: d'`);
    expect(command).toMatch(/^# Only the first 3 of 9 characters of the body are here\.\ncurl /);
  });

  it('has nothing that a terminal takes for keys or for earlier commands, whatever a HAR file says', () => {
    const keys = '\x1b[201~\x15touch x\x0f\x03\x04\t\x7f\x9b';
    const har = {
      log: {
        entries: [
          {
            startedDateTime: '2026-01-01T00:00:00.000Z',
            request: {
              method: `P${keys}`,
              url: `https://example.com/${keys}`,
              headers: [
                { name: 'X-Keys', value: keys },
                { name: 'X-Recall', value: '\u00e9 !! !-1' },
                { name: `X${keys}`, value: 'x' },
              ],
              postData: { mimeType: `a/b${keys}`, text: `first\n!! ${keys}` },
            },
          },
        ],
      },
    };
    const reading = fromHar(har);
    const [read] = reading.ok ? reading.entries : [];
    if (read === undefined) throw new Error('The file was not read.');
    const command = toCurl(read);
    expect(command).toContain('touch x');
    expect(command).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f!]/);
  });
});
