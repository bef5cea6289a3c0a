import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { generatePolicyKey } from '@minigate/policy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { expectHarmless, hostile } from '../../../test/cli/hostile.ts';
import { writeFiles } from '../../../test/cli/minigate.ts';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { day, keysPath, type PolicyServer, startPolicyServer } from '../../../test/support/policy-server.ts';
import { authority } from '../../../test/support/servers.ts';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import { main } from '../src/program.ts';
import { TestIo } from './test-io.ts';

interface Place {
  readonly server: PolicyServer;
  readonly folder: string;
  /** What names the platform and tells where it is. */
  readonly flags: readonly string[];
  readonly resolve: readonly string[];
}

/** A platform, and a user with a home of his own. */
async function place(): Promise<Place> {
  const server = await startPolicyServer({ authority });
  onTestFinished(() => server.close());
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'ca.pem'), authority.pem);
  const resolve = ['--ca', 'ca.pem', '--resolve', `platform.example.test=127.0.0.1:${server.port}`];
  return { server, folder, resolve, flags: ['--app', 'demo', '--platform', server.issuer, ...resolve] };
}

async function minigate(
  { folder }: Place,
  args: readonly string[],
  input = '',
): Promise<TestIo & { code: number }> {
  const io = new TestIo(folder);
  io.env['HOME'] = folder;
  io.stdin = Readable.from([Buffer.from(input)]);
  const code = await main(args, io);
  return Object.assign(io, { code });
}

const configOf = ({ folder }: Place) => join(folder, '.config', 'minigate');

const program = {
  'hello/app.json': '{}',
  'hello/app.js':
    "wx.request({ url: 'https://api.example.test/', complete: ({ errMsg }) => console.log(errMsg) });",
};

describe('minigate policy show', () => {
  it('shows what the platform has signed last', async () => {
    const here = await place();
    const issuedAt = Date.now();
    await here.server.publish({
      version: 7,
      firstParty: true,
      bannedOrigins: ['https://platform.example.test'],
      issuedAt,
      expiresAt: issuedAt + day,
    });
    const pinned = [...here.flags, '--platform-key', here.server.key.thumbprint];
    const { code, out, err } = await minigate(here, ['policy', 'show', ...pinned]);
    expect(out.split('\n')).toEqual([
      'valid',
      '  demo',
      '  version      7',
      `  issued       ${new Date(issuedAt).toISOString()}`,
      `  expires      ${new Date(issuedAt + day).toISOString()}`,
      `  signed by    ${here.server.key.thumbprint}`,
      '  first party  yes',
      '  every call   https://api.example.test',
      '  banned       https://platform.example.test',
      '',
    ]);
    expect([code, err]).toEqual([0, '']);
    const json = await minigate(here, ['policy', 'show', ...pinned, '--json']);
    expect(json.json).toMatchObject([
      { valid: true, policy: { version: 7 }, signedBy: here.server.key.thumbprint, ignored: [] },
    ]);
  });

  it('shows separate lists', async () => {
    const here = await place();
    await here.server.publish({
      serverDomains: {
        request: ['https://a.example.test', 'https://b.example.test'],
        connectSocket: ['wss://c.example.test'],
      },
    });
    const { out } = await minigate(here, ['policy', 'show', ...here.flags]);
    expect(out).toContain(
      '  request        https://a.example.test\n                 https://b.example.test\n  connectSocket  wss://c.example.test\n',
    );
  });

  it('ends with 1 where no client would take it', async () => {
    const here = await place();
    await here.server.publish({ appId: 'other' });
    const { code, out } = await minigate(here, ['policy', 'show', ...here.flags]);
    expect([code, out]).toEqual([
      1,
      'refused  WRONG_APP_ID: The policy is for another mini program: "other". Fix: Ask for the policy of this AppId.\n',
    ]);
  });

  it('ends with 2 where there is none, and where there is no platform', async () => {
    const here = await place();
    const pinned = ['--platform-key', here.server.key.thumbprint];
    const none = await minigate(here, ['policy', 'show', ...here.flags, ...pinned]);
    expect(none.code).toBe(2);
    expect(none.err).toContain('NO_SUCH_PROGRAM: The platform knows no mini program of this AppId.');
    await here.server.close();
    const gone = await minigate(here, ['policy', 'show', ...here.flags, ...pinned]);
    expect([gone.code, gone.out]).toEqual([2, '']);
    expect(gone.err).toContain('PLATFORM_UNREACHABLE: ');
  });
});

describe('the key of a platform', () => {
  it('is trusted on first use, told and remembered, for this user alone', async () => {
    const here = await place();
    await here.server.publish();
    const { thumbprint } = here.server.key;
    const first = await minigate(here, ['policy', 'show', ...here.flags]);
    const file = join(configOf(here), 'platforms.json');
    expect(first.err).toBe(
      `First use of https://platform.example.test: its key ${thumbprint} is trusted from now on and remembered in ${file}. ` +
        'Compare it with the thumbprint that the platform publishes, or pin that one with --platform-key.\n',
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ [here.server.issuer]: thumbprint });
    const second = await minigate(here, ['policy', 'show', ...here.flags]);
    expect([second.code, second.err]).toEqual([0, '']);
  });

  it('is not replaced by another one that nobody hands over to', async () => {
    const here = await place();
    await here.server.publish();
    await minigate(here, ['policy', 'show', ...here.flags]);
    const other = await generatePolicyKey();
    here.server.keys = [other.publicKey];
    await here.server.publish({}, { key: other });
    const { code, out } = await minigate(here, ['policy', 'show', ...here.flags]);
    expect(code).toBe(1);
    expect(out).toMatch(/^refused {2}UNTRUSTED_KEY: /);
  });

  it('is not remembered where it was pinned', async () => {
    const here = await place();
    await here.server.publish();
    await minigate(here, ['policy', 'show', ...here.flags, '--platform-key', here.server.key.thumbprint]);
    expect(readdirSync(here.folder)).toEqual(['ca.pem']);
  });

  it('is not guessed where what was remembered is damaged', async () => {
    const here = await place();
    await here.server.publish();
    writeFiles(here.folder, { '.config/minigate/platforms.json': '{"https://platform.example.test":1}' });
    const { code, err } = await minigate(here, ['policy', 'show', ...here.flags]);
    expect([code, err]).toEqual([2, expect.stringContaining('platforms.json" is damaged.')]);
  });
});

describe('minigate policy verify', () => {
  const against = ({ server }: Place) => [
    ...['--issuer', server.issuer, '--app', 'demo', '--platform-key', server.key.thumbprint],
  ];

  it('says of a file that it is valid, without a connection where the keys are at hand', async () => {
    const here = await place();
    const text = await here.server.publish({ version: 3 });
    const keys = JSON.stringify({ keys: here.server.keys });
    writeFiles(here.folder, { 'policy.jws': `${text}\n`, 'jwks.json': keys });
    await here.server.close();
    const { code, out, err } = await minigate(here, [
      'policy',
      'verify',
      'policy.jws',
      ...against(here),
      '--keys',
      'jwks.json',
    ]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^valid\n {2}demo\n {2}version {6}3\n/);
  });

  it('reads the standard input, and asks the issuer for its keys', async () => {
    const here = await place();
    const text = await here.server.publish();
    const { code, json } = await minigate(
      here,
      ['policy', 'verify', '-', '--json', ...against(here), ...here.resolve],
      text,
    );
    expect(code).toBe(0);
    expect(json).toMatchObject([{ valid: true, policy: { appId: 'demo' } }]);
    expect(here.server.requests.map(({ url }) => url)).toEqual([keysPath]);
  });

  it.each<[string, (text: string) => string, string]>([
    ['a changed payload', (text) => text.replace(/\../, '.A'), 'BAD_SIGNATURE'],
    ['what is no policy', () => 'hello', 'MALFORMED'],
    ['a policy without end', () => 'a'.repeat(3_000_000), 'TOO_LARGE'],
  ])('ends with 1 for %s', async (_, change, reason) => {
    const here = await place();
    const text = change(await here.server.publish());
    const { code, json } = await minigate(
      here,
      ['policy', 'verify', '-', '--json', ...against(here), ...here.resolve],
      text,
    );
    expect(code).toBe(1);
    expect(json).toMatchObject([{ valid: false, code: reason, message: expect.any(String) as string }]);
  });

  it.each([
    ['no file', ['none.jws'], /The signed policy "none\.jws" cannot be read: it does not exist\./],
    ['keys that are no JSON', ['-', '--keys', 'ca.pem'], /The key set "ca\.pem" is not JSON/],
    ['a thumbprint that is none', ['-', '--platform-key', 'x'], /--platform-key "x" is no thumbprint/],
    [
      'an issuer that is none',
      ['-', '--issuer', 'platform'],
      /--issuer: The platform is named by its origin/,
    ],
  ])('ends with 2 for %s', async (_, args, sentence) => {
    const here = await place();
    const { code, err } = await minigate(here, ['policy', 'verify', ...against(here), ...args]);
    expect([code, err]).toEqual([2, expect.stringMatching(sentence)]);
  });

  it('shows what a server wrote escaped', async () => {
    const here = await place();
    const text = await here.server.publish({}, { issuer: `MARK${hostile}` });
    const { code, rawOut, err } = await minigate(
      here,
      ['policy', 'verify', '-', ...against(here), ...here.resolve],
      text,
    );
    expect(code).toBe(1);
    expectHarmless({ stdout: rawOut, stderr: err }, /MARK/);
  });
});

describe('minigate policy', () => {
  it.each([
    [[], /^Usage: minigate policy [^]*\n {2}show [^]*\n {2}verify /],
    [['shwo'], /^minigate: Unknown command 'shwo'\. Did you mean show\?\n/],
    [['show'], /--platform and --app go together/],
    [['verify', '-'], /Required option '--issuer <url>' not specified\./],
  ])('needs to be told what to do: %j', async (args, sentence) => {
    const here = await place();
    const { code, err } = await minigate(here, ['policy', ...args]);
    expect([code, err]).toEqual([2, expect.stringMatching(sentence)]);
  });
});

describe('minigate run --platform', () => {
  async function running() {
    const here = await place();
    writeFiles(here.folder, program);
    const api = await startHttpsServer((_request, response) => void response.end('hello'), { authority });
    onTestFinished(() => api.close());
    const reach = ['--resolve', `api.example.test=127.0.0.1:${api.port}`, '--allow-address', '127.0.0.0/8'];
    return {
      here,
      run: (...more: string[]) => minigate(here, ['run', 'hello', ...here.flags, ...reach, ...more]),
    };
  }

  it('runs a program by the policy that the platform signed', async () => {
    const { here, run } = await running();
    await here.server.publish({ version: 4 });
    const { code, out } = await run('--platform-key', here.server.key.thumbprint);
    expect(code).toBe(0);
    expect(out).toContain('hello  1 server domain from https://platform.example.test (version 4)');
    expect(out).toContain('│ log     request:ok');
  });

  it('takes the newest one at each start', async () => {
    const { here, run } = await running();
    await here.server.publish({ version: 1 });
    expect((await run()).code).toBe(0);
    await here.server.publish({ version: 2, serverDomains: [] });
    const { code, out } = await run();
    expect(code).toBe(1);
    expect(out).toContain('(version 2)');
    expect(out).toContain('No server domain is configured for this call');
  });

  it('runs without a connection to the platform by the policy that was kept, and says so', async () => {
    const { here, run } = await running();
    await here.server.publish({ version: 3 });
    const first = await run();
    expect(first.out).toMatch(/! First use of https:\/\/platform\.example\.test: its key/);
    await here.server.close();
    const { code, out } = await run('--json');
    expect(code).toBe(0);
    const warnings = out.split('\n').filter((line) => line.includes('"warning"'));
    expect(warnings).toEqual([expect.stringContaining('The policy may be out of date: version 3 of')]);
    expect(readdirSync(join(configOf(here), 'policies'))).toEqual([
      expect.stringMatching(/^policy-\w{32}\.3\.\d+\.json$/),
    ]);
  });

  it('does not begin without a policy', async () => {
    const { here, run } = await running();
    await here.server.publish({ issuedAt: Date.now() - 2 * day, expiresAt: Date.now() - day });
    const { code, out, err } = await run();
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /There is no policy of https:\/\/platform\.example\.test for "demo" that may be in force\.\n {2}EXPIRED: The policy has expired: at /,
    );
  });
});
