import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyDocument } from '@minigate/policy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acceleratedPolicy, candidates, origin } from '../../../test/support/accelerated-network.ts';
import { resetBeforeHeaders } from '../../../test/support/fault.ts';
import { startPolicyServer } from '../../../test/support/policy-server.ts';
import { authority, misbehave, serve, servePlain } from '../../../test/support/servers.ts';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import { main } from '../src/program.ts';
import { TestIo } from './test-io.ts';

interface Reachable {
  readonly resolve: Readonly<Record<string, string>>;
}

async function doctor(policy: unknown, servers: readonly Reachable[], ...argv: string[]) {
  const io = new TestIo(temporaryFolder());
  writeFileSync(join(io.cwd, 'ca.pem'), authority.pem);
  writeFileSync(join(io.cwd, 'policy.json'), JSON.stringify(policy));
  const reach = servers
    .flatMap(({ resolve }) => Object.entries(resolve))
    .flatMap(([name, to]) => ['--resolve', `${name}=${to}`]);
  const flags = ['--policy', 'policy.json', '--ca', 'ca.pem', '--allow-address', '127.0.0.0/8', ...reach];
  const code = await main(['doctor', '--acceleration', ...flags, ...argv], io);
  return { code, out: io.out, err: io.err, report: () => io.json[0] };
}

const good = (name: string, status = 200) =>
  serve((_request, response) => void response.writeHead(status).end(), { names: [`${name}.example.test`] });
const both = acceleratedPolicy({ candidates: candidates('fast', 'slow'), probePath: '/health' });

describe('minigate doctor --acceleration', () => {
  it('tries each candidate and the origin, by a HEAD of the probe path, and says who would be chosen', async () => {
    const servers = [await good('fast'), await good('slow'), await good('www')];
    const { code, err, report } = await doctor(both, servers, '--json');
    const times = { connect: expect.any(Number), tls: expect.any(Number), firstByte: expect.any(Number) };
    const well = { outcome: 'ok', trials: 3, answered: 3, status: 200, times };
    expect(report()).toMatchObject({
      ...{ format: 1, outcome: 'ok', origin, faults: [], startedAt: expect.any(Number) },
      candidates: [
        { ...well, origin: 'https://fast.example.test', priority: 0, weight: 1, fallback: false },
        { ...well, origin: 'https://slow.example.test', priority: 1, fallback: false },
        { ...well, origin, fallback: true, chosen: false },
      ],
      choice: { origin: expect.stringMatching(/fast|slow/), reason: 'better' },
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { requests } of servers) {
      expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(
        Array<string>(3).fill('HEAD /health'),
      );
    }
  });

  it.each([
    ['a reset', () => misbehave(resetBeforeHeaders(), { names: ['slow.example.test'] }), 'CONNECTION_RESET'],
    [
      'no TLS',
      () => servePlain((_request, response) => void response.end(), { names: ['slow.example.test'] }),
      'TLS_FAILED',
    ],
    ['status 503', () => good('slow', 503), 'UNAVAILABLE'],
    [
      'a private address',
      () => Promise.resolve({ resolve: { 'slow.example.test': '10.0.0.1' } }),
      'ADDRESS_REFUSED',
    ],
  ])('tells what is wrong with a bad one: %s', async (_what, start, problem) => {
    const servers = [await good('fast'), await start(), await good('www')];
    const { code, report } = await doctor(both, servers, '--json');
    expect(report()).toMatchObject({
      outcome: 'failure',
      candidates: [
        { outcome: 'ok', chosen: true },
        {
          ...{ outcome: 'failure', answered: 0, chosen: false },
          problem: { code: problem, sentence: expect.any(String), fix: expect.any(String) },
        },
        {},
      ],
      choice: { origin: 'https://fast.example.test', reason: expect.stringMatching(/^(better|only)$/) },
    });
    expect(code).toBe(1);
  });

  it('says that the origin itself is called where no candidate is well', async () => {
    const resolve = { 'fast.example.test': '127.0.0.1:1', 'slow.example.test': '127.0.0.1:1' };
    const { code, out } = await doctor(both, [{ resolve }, await good('www')]);
    expect(out).toMatch(/chosen +https:\/\/www\.example\.test: No candidate is well/);
    expect(code).toBe(1);
  });

  it.each<[string, Partial<PolicyDocument>, RegExp]>([
    ['is not marked first-party', { firstParty: false }, /has not marked the program as its own/],
    ['may not call the origin', { serverDomains: [] }, /may not call the accelerated origin/],
  ])('tells of a document whose program %s', async (_what, fields, fault) => {
    const servers = [await good('fast'), await good('slow'), await good('www')];
    const { code, report } = await doctor({ ...both, ...fields }, servers, '--json');
    expect(report()).toMatchObject({ outcome: 'failure', faults: [expect.stringMatching(fault)] });
    expect(code).toBe(1);
  });

  it('tells of one whose acceleration has a fault, and dials nobody', async () => {
    const fast = await good('fast');
    const hostile = { ...both, acceleration: { origin, candidates: candidates('fast', 'fast') } };
    const { code, out, err } = await doctor(hostile, [fast]);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /^ Nothing is accelerated\. ✗ policy acceleration\.candidates\[1\]\.origin: The list has the entry already/,
    );
    expect([code, err, fast.accepted()]).toEqual([1, '', 0]);
    const { report } = await doctor(hostile, [fast], '--json');
    expect(report()).toMatchObject({
      outcome: 'failure',
      faults: [expect.stringContaining('acceleration.candidates[1].origin')],
      candidates: [],
    });
  });

  it('says that a document has no acceleration policy, and what of it is read by nobody', async () => {
    const { code, out } = await doctor({ ...both, acceleration: undefined }, []);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('It needs one that names the candidates.');
    expect(code).toBe(1);
    const odd = { ...both, acceleration: { ...both.acceleration, note: 'x' } };
    const { out: examined, err } = await doctor(odd, [
      await good('fast'),
      await good('slow'),
      await good('www'),
    ]);
    expect(err).toMatch(/^Ignored: .*"note"/);
    expect(examined).not.toContain('✗ policy');
  });

  it('takes the policy that a platform signed', async () => {
    const platform = await startPolicyServer({ authority });
    onTestFinished(() => platform.close());
    await platform.publish(both);
    const servers = [await good('fast'), await good('slow'), await good('www'), platform];
    const io = new TestIo(temporaryFolder());
    io.env['XDG_CONFIG_HOME'] = io.cwd;
    writeFileSync(join(io.cwd, 'ca.pem'), authority.pem);
    const reach = servers
      .flatMap(({ resolve }) => Object.entries(resolve))
      .flatMap(([name, to]) => ['--resolve', `${name}=${to}`]);
    const flags = ['--ca', 'ca.pem', '--allow-address', '127.0.0.0/8', ...reach];
    const signed = [
      '--app',
      'demo',
      '--platform',
      platform.issuer,
      '--platform-key',
      platform.key.publicKey.kid,
    ];
    const code = await main(['doctor', '--acceleration', '--json', ...flags, ...signed], io);
    expect(io.json[0]).toMatchObject({ outcome: 'ok', origin });
    expect(code).toBe(0);
  });
});
