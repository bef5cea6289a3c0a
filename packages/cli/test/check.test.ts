import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io } from '../src/output.ts';
import { main } from '../src/program.ts';
import { TestIo } from './test-io.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minigate-check-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(argv: readonly string[], stdin?: AsyncIterable<Uint8Array | string>) {
  const io = new TestIo(folder);
  if (stdin !== undefined) io.stdin = stdin;
  const code = await main(['check', ...argv], io);
  return { code, out: io.out, err: io.err, json: () => io.json };
}

const domain = ['--domain', 'https://api.example.com'];

describe('minigate check', () => {
  it('exits with 0 when all URLs are allowed', async () => {
    const { code, out, err } = await check([
      ...domain,
      'https://api.example.com/v1',
      'https://api.example.com',
    ]);
    expect(out).toBe('allow  https://api.example.com/v1  LISTED\nallow  https://api.example.com  LISTED\n');
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  it('exits with 1 when one is denied, and says why, what comes nearest and what to change', async () => {
    const { code, out } = await check([
      ...domain,
      'https://api.example.com:443/v1',
      'https://api.example.com/',
    ]);
    expect(out.split('\n')).toEqual([
      'deny   https://api.example.com:443/v1  PORT_NOT_PERMITTED (rule 3): The URL writes a port, and the server ' +
        'domain has none. Nearest: https://api.example.com. Fix: The entry https://api.example.com has no port, so ' +
        'the URL must not carry one: write https://api.example.com/… or configure https://api.example.com:443 as a ' +
        'server domain of request.',
      'allow  https://api.example.com/  LISTED',
      '',
    ]);
    expect(code).toBe(1);
  });

  it('gives the decision as one JSON object a line with --json', async () => {
    const { code, json } = await check([...domain, '--json', 'https://api.example.com:443/a?b', 'x']);
    expect(json()).toEqual([
      {
        url: 'https://api.example.com:443/a?b',
        verdict: 'deny',
        enforced: true,
        reason: 'PORT_NOT_PERMITTED',
        message: expect.stringContaining('"https://api.example.com:443"'),
        suggestion: expect.stringContaining('https://api.example.com/…'),
        nearest: { text: 'https://api.example.com', scheme: 'https', hostname: 'api.example.com' },
        target: {
          scheme: 'https',
          hostname: 'api.example.com',
          port: 443,
          explicitPort: '443',
          authority: 'api.example.com:443',
          path: '/a?b',
        },
      },
      {
        url: 'x',
        verdict: 'deny',
        enforced: true,
        reason: 'NOT_ABSOLUTE',
        message: 'The URL has no scheme: "x".',
        suggestion: expect.stringContaining('https://'),
      },
    ]);
    expect(code).toBe(1);
  });

  it('judges by the rules of the call that --api names', async () => {
    const socket = ['--api', 'connectSocket', '--domain', 'wss://live.example.com'];
    expect((await check([...socket, 'wss://live.example.com:8443/feed'])).code).toBe(0);
    expect((await check([...domain, 'wss://api.example.com'])).out).toContain('UNSUPPORTED_SCHEME');
  });

  it('says which denials debugging mode would only report, and still counts them as denied', async () => {
    const urls = ['http://api.example.com', 'https://api.binance.com'];
    const { code, out } = await check([...domain, '--debugging', ...urls]);
    const [insecure, banned] = out.split('\n');
    expect(insecure).toContain('INSECURE_SCHEME (rule 2)');
    expect(insecure).toContain('Reported only, in debugging mode.');
    expect(banned).toContain('BANNED_HOST (rule 4)');
    expect(banned).not.toContain('Reported only');
    expect(code).toBe(1);
  });

  it('reads a policy document, and says which of its entries are not in force', async () => {
    const document = {
      appId: 'x',
      version: 1,
      serverDomains: ['https://api.example.com', 'https://10.0.0.1'],
    };
    await writeFile(join(folder, 'policy.json'), JSON.stringify(document));
    const { code, out, err } = await check(['--policy', 'policy.json', 'https://api.example.com']);
    expect(out).toBe('allow  https://api.example.com  LISTED\n');
    expect(err).toContain('Ignored: policy.json: serverDomains[1]: An address of a local network');
    expect(code).toBe(0);
  });

  it('takes the server domains of minigate.json where no flag names any', async () => {
    const config = join(folder, 'minigate.json');
    await writeFile(config, JSON.stringify({ domain: ['https://own.example.com'] }));
    try {
      expect((await check(['https://own.example.com'])).code).toBe(0);
      expect((await check([...domain, 'https://own.example.com'])).code).toBe(1);
    } finally {
      await rm(config);
    }
  });

  it('shows what a stranger wrote without letting it drive the terminal', async () => {
    const hostile = 'https://a.example/\u001b[2J\n::error::x\u202e';
    const { out } = await check([...domain, hostile]);
    expect(out).toContain('https://a.example/\\x1b[2J\\n::error::x\\u202e');
    // oxlint-disable-next-line no-control-regex
    expect(out.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe('minigate check --stdin', () => {
  const lines = (...all: string[]) => Readable.from([all.join('\n')]);

  it('reads one JSON string a line, skips blank lines, and needs no last line end', async () => {
    const input = lines('"https://api.example.com/\\u0061"', '', ' \t\r', '"https://b.example"\r', '  "x"');
    const { code, json } = await check([...domain, '--json', '--stdin', 'https://first.example'], input);
    expect(json().map(({ url }) => url)).toEqual([
      'https://first.example',
      'https://api.example.com/a',
      'https://b.example',
      'x',
    ]);
    expect(code).toBe(1);
  });

  it('reads lines that are cut anywhere, inside a character too', async () => {
    const bytes = Buffer.from('\ufeff"https://api.example.com/ä"\n"https://api.example.com/\u{1f600}"\n');
    const { code, json } = await check(
      [...domain, '--json', '--stdin'],
      Readable.from([...bytes].map((byte) => Buffer.of(byte))),
    );
    expect(json().map(({ url }) => url)).toEqual([
      'https://api.example.com/ä',
      'https://api.example.com/\u{1f600}',
    ]);
    expect(code).toBe(0);
  });

  it('is content with an empty stream', async () => {
    expect(await check([...domain, '--stdin'], lines(''))).toMatchObject({ code: 0, out: '', err: '' });
  });

  it.each([
    ['https://api.example.com', 'Line 3 of the standard input is not JSON.'],
    ['"https://api.example.com', 'Line 3 of the standard input is not JSON.'],
    ['["https://api.example.com"]', 'Line 3 of the standard input is JSON, but not a string.'],
    ['null', 'Line 3 of the standard input is JSON, but not a string.'],
    [`"${'a'.repeat(2 ** 21)}"`, 'Line 3 of the standard input is longer than 1 MiB.'],
  ])('exits with 2 and the number of a bad line, case %#', async (bad, sentence) => {
    const { code, out, err } = await check(
      [...domain, '--stdin'],
      lines('"https://api.example.com"', '', bad),
    );
    expect(out).toBe('allow  https://api.example.com  LISTED\n');
    expect(err).toBe(
      `minigate: ${sentence} Write one URL a line, in quotation marks: "https://api.example.com/".\nHelp: minigate check --help\n`,
    );
    expect(code).toBe(2);
  });

  it('exits with 2 where a line is not UTF-8', async () => {
    const { code, err } = await check(
      [...domain, '--stdin'],
      Readable.from([Buffer.from([34, 0xe4, 34, 10])]),
    );
    expect(err).toContain('Line 1 of the standard input is not UTF-8.');
    expect(code).toBe(2);
  });

  it('exits with 2 where the stream breaks', async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error('the disk is gone')) });
    const { code, err } = await check([...domain, '--stdin'], broken);
    expect(err).toContain('minigate: The standard input cannot be read: the disk is gone.');
    expect(code).toBe(2);
  });

  it('takes no more lines while the reader of its output has fallen behind', async () => {
    const events: string[] = [];
    async function* input() {
      for (const line of ['"https://api.example.com"\n', '"https://b.example"\n']) {
        events.push('line');
        yield Promise.resolve(line);
      }
    }
    const drained = async () => {
      await new Promise(setImmediate);
      events.push('drained');
    };
    const io: Io = Object.assign(new TestIo(folder), { stdin: input(), drained });
    expect(await main(['check', ...domain, '--stdin'], io)).toBe(1);
    expect(events).toEqual(['line', 'drained', 'line', 'drained']);
  });

  it('ends without a word when its output is closed, as by head', async () => {
    const entry = fileURLToPath(new URL('../dist/main.js', import.meta.url));
    const child = spawn(process.execPath, [entry, 'check', ...domain, '--stdin']);
    // The pipe to a process that has ended breaks; here that is the purpose.
    child.stdin.on('error', () => {});
    Readable.from(endlessUrls()).pipe(child.stdin);
    const complaint = text(child.stderr);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = (await once(child, 'exit')) as [number];
    expect(await complaint).toBe('');
    expect(code).toBe(0);
  });
});

function* endlessUrls(): Generator<string> {
  for (;;) yield '"https://api.example.com/"\n'.repeat(1000);
}

describe('a check that cannot be carried out gets one sentence and exit 2:', () => {
  it.each([
    [[...domain], 'There is no URL to check. Write some behind the flags, or pass --stdin.'],
    [['https://a.example'], /^There is nothing to check against\. Name the server domains, /],
    [[...domain, '--api', 'reqest', 'x'], 'There is no call "reqest". Did you mean "request"?'],
    [[...domain, '--api', '__proto__', 'x'], /^There is no call "__proto__"\. There are: request, /],
    [[...domain, '--policy', 'p.json', 'x'], /^--domain and --policy cannot go together/],
    [
      ['--domain', 'http://a.example', 'x'],
      /^--domain "http:\/\/a\.example" cannot be a server domain\.\n {2}.*Write: https:\/\/a\.example$/,
    ],
    [['--domain', 'wss://a.example', 'x'], /^--domain "wss:\/\/a\.example" cannot be a server domain\./],
    [
      ['--policy', 'absent.json', 'x'],
      'The policy document "absent.json" cannot be read: it does not exist.',
    ],
    [[...domain, '--jsn', 'x'], /^Unknown option '--jsn'\./],
  ])('%j', async (argv, sentence) => {
    const { code, out, err } = await check(argv);
    expect(err.replace(/^minigate: /, '').replace(/\nHelp: minigate check --help\n$/, '')).toEqual(
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    );
    expect(code).toBe(2);
    expect(out).toBe('');
  });
});
