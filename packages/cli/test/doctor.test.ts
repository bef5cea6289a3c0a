import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectHarmless, hostile, hostileLatin1 } from '../../../test/cli/hostile.ts';
import { type ReachableServer, startReachableServer } from '../../../test/cli/reachable-server.ts';
import { authority, serve } from '../../../test/support/servers.ts';
import { main } from '../src/program.ts';
import { TestIo } from './test-io.ts';

let home = '';
let world: ReachableServer;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'minigate-doctor-'));
  world = await startReachableServer(home, (request, response) => {
    if (request.url === '/away') response.writeHead(302, { Location: 'https://other.example.test/' }).end();
    else response.end('{}');
  });
  writeFileSync(
    join(home, 'policy.json'),
    JSON.stringify({ appId: 'demo', version: 1, serverDomains: ['https://other.example.test', 'http://x'] }),
  );
});
afterAll(async () => {
  await world.server.close();
  rmSync(home, { recursive: true });
});

async function doctor(...argv: string[]) {
  const io = new TestIo(home);
  const code = await main(['doctor', ...argv], io);
  return { code, out: io.out, err: io.err, json: () => io.json };
}

describe('minigate doctor', () => {
  it('exits with 0 where nothing fails, and says what each platform makes of it', async () => {
    const { code, out, err } = await doctor('api.example.test', ...world.flags);
    expect(out).toMatch(/^\n {2}api\.example\.test {2}https:\/\/api\.example\.test\/\n/);
    expect(out).toContain('\n  ✓ HTTP             It answers a GET with status 200');
    expect(out).toContain('\n    addresses        127.0.0.1 (loopback)\n');
    expect(out).toMatch(/\n {4}times {12}connection .*TLS .*first byte .*total /);
    expect(out).toMatch(/\n {2}✓ Android {10}works/);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('exits with 1 where something fails, and says what to do', async () => {
    const { code, out } = await doctor('api.example.test/away', ...world.flags);
    expect(out).toContain('✗ redirects');
    expect(out).toContain('to (deny)        https://other.example.test/');
    expect(out).toMatch(/\n {4}fix {14}Configure https:\/\/other\.example\.test/);
    expect(out).toContain('✗ Binance          fails: see redirects');
    expect(code).toBe(1);
  });

  it('examines one server after the other, with the worst of their exit codes', async () => {
    const { code, json } = await doctor(
      'http://a.example.test',
      'api.example.test',
      '--json',
      ...world.flags,
    );
    expect(json().map(({ target, outcome }) => [target, outcome])).toEqual([
      ['http://a.example.test', 'failure'],
      ['api.example.test', 'note'],
    ]);
    expect(code).toBe(1);
  });

  it('judges by the policy document, and says which of its entries are not in force', async () => {
    const { code, out, err } = await doctor('api.example.test', '--policy', 'policy.json', ...world.flags);
    expect(out).toContain('✗ server domain');
    expect(err).toMatch(/^Ignored: policy\.json: /);
    expect(code).toBe(1);
  });

  it('judges by --domain, for the call that --api names', async () => {
    const domain = ['--domain', 'wss://api.example.test', '--api', 'connectSocket'];
    const { code, json } = await doctor('wss://api.example.test', '--json', ...domain, ...world.flags);
    expect(json()[0]).toMatchObject({ api: 'connectSocket', failures: [] });
    expect(code).toBe(0);
  });

  it('does not dial what is not public, unless that is allowed', async () => {
    const flags = world.flags.slice(0, world.flags.indexOf('--allow-address'));
    const before = world.server.accepted();
    const { code, out } = await doctor('api.example.test', ...flags);
    expect(out).toContain(
      '✗ address          127.0.0.1 is not globally routable (loopback), so it is not dialled.',
    );
    expect(out).toContain('--allow-address');
    expect(code).toBe(1);
    expect(world.server.accepted()).toBe(before);
  });

  it.each([
    [[], 'There is no server to examine. Write some behind the flags, or pass --acceleration.'],
    [['x', '--app', 'demo'], /--app and --platform go with --acceleration/],
    [['--acceleration'], /--acceleration needs one policy/],
    [['--acceleration', '--policy', 'policy.json', '--app', 'demo'], /--acceleration needs one policy/],
    [['--acceleration', '--app', 'demo'], /--platform and --app go together/],
    [['x', '--acceleration', '--policy', 'policy.json'], /pass neither servers, --domain nor --api/],
    [['x', '--timeout', 'soon'], '--timeout "soon" is not a time up to 30s. Write 500ms or 10s.'],
    [['x', '--timeout', '2m'], '--timeout "2m" is not a time up to 30s. Write 500ms or 10s.'],
    [['x', '--api', 'fetch'], /There is no call "fetch"/],
    [['x', '--ca', 'none.pem'], 'The CA file "none.pem" cannot be read: it does not exist.'],
    [['x', '--resolve', 'x'], /--resolve "x" is not understood/],
    [['x', '--allow-address', 'x'], /--allow-address is not understood/],
    [['x', '--domain', 'http://x'], /--domain "http:\/\/x" cannot be a server domain/],
  ])('%j cannot be carried out: exit 2', async (argv, sentence) => {
    const { code, out, err } = await doctor(...argv);
    const [first = ''] = err.split('\n');
    expect(first.replace(/^minigate: /, '')).toEqual(
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});

describe('what a server wrote cannot drive the terminal or a CI log:', () => {
  it.each([[[]], [['--json']]])('doctor %j', async (flags) => {
    const names = ['api.example.test'];
    const certificate = await authority.issue({
      names,
      commonName: `MARK${hostile}`.slice(0, 64),
      notAfter: new Date(Date.now() - 60_000),
    });
    const odd = await serve((_request, response) => void response.end(), { names, certificate });
    const talkative = await serve((_request, response) => {
      response.writeHead(302, { Location: `https://other.example.test/MARK${hostileLatin1}` }).end();
    });
    const charset = await serve((_request, response) => {
      const type = `text/plain; charset="MARK${hostileLatin1}"`;
      response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': `MARK${hostileLatin1}` }).end('é');
    });
    writeFileSync(join(home, 'shared.pem'), authority.pem);
    for (const server of [odd, talkative, charset]) {
      const reach = [
        '--resolve',
        `api.example.test=127.0.0.1:${server.port}`,
        '--allow-address',
        '127.0.0.0/8',
      ];
      const io = new TestIo(home);
      await main(['doctor', 'api.example.test', '--ca', 'shared.pem', ...reach, ...flags], io);
      expectHarmless({ stdout: io.rawOut, stderr: io.err }, /MARK/);
    }
  });
});
