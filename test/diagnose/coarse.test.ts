import { once } from 'node:events';
import { createServer } from 'node:net';
import type { DiagnoseOptions, Diagnosis } from '@minigate/network/diagnose';
import { describe, expect, it } from 'vitest';
import * as faults from '../support/fault.ts';
import type { CertificateRequest } from '../support/authority.ts';
import { policyFor } from '../support/loopback-network.ts';
import { authority, misbehave, serve } from '../support/servers.ts';
import { examined, failingOf, verdictsOf } from './examined.ts';

const names = ['api.example.test'];

function coarsely(
  server: Parameters<typeof examined>[0],
  options: DiagnoseOptions & { readonly target?: string } = {},
): Promise<Diagnosis> {
  return examined(server, { disclosure: 'coarse', timeout: 400, ...options });
}

const hello = () => serve((_request, response) => void response.end('{}'));

/** What two reports of one failure may not differ in: everything but moments. */
function withoutMoments(report: Diagnosis): Diagnosis {
  return { ...report, startedAt: 0, times: {} };
}

describe('with coarse disclosure', () => {
  it('a good server has its data, but no address', async () => {
    const report = await coarsely(await hello(), { timeout: 5_000 });
    expect(report).toMatchObject({
      disclosure: 'coarse',
      failures: [],
      addresses: [],
      answer: { status: 200 },
    });
    expect(report.tls?.version).toBe('TLSv1.3');
    expect(report.checks.map(({ id }) => id)).not.toContain('address');
    expect(JSON.stringify(report)).not.toContain('127.0.0.1');
  });

  it('refused, silent to the guard and without a route are the same, and take the same time', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const bound = closed.address();
    closed.close();
    if (bound === null || typeof bound === 'string') throw new Error('no port');
    const refused = { resolve: { 'api.example.test': `127.0.0.1:${bound.port}` } };
    const open = await hello();
    const reports: Diagnosis[] = [];
    for (const [server, options] of [
      [refused, {}],
      [open, { allowAddresses: [] }],
      [{ resolve: {} }, { lookup: async () => ['10.0.0.1', '127.0.0.1'] }],
      [{ resolve: { 'api.example.test': '169.254.169.254' } }, {}],
    ] as const) {
      const start = performance.now();
      reports.push(await coarsely(server, options));
      expect(performance.now() - start).toBeGreaterThan(390);
    }
    const [first, ...others] = reports.map(withoutMoments);
    expect(first).toMatchObject({ failures: ['unreachable'], addresses: [], hops: [], certificates: [] });
    for (const other of others) expect(other).toEqual(first);
    expect(open.accepted()).toBe(0);
    expect(JSON.stringify(reports)).not.toMatch(/\d+\.\d+\.\d+\.\d+|refused|private|loopback|metadata/);
  });

  it.each<[string, Partial<CertificateRequest>]>([
    ['expired', { notAfter: new Date(Date.now() - 60_000) }],
    ['self-signed', { selfSigned: true }],
    ['for another host', { names: ['internal.example.test'] }],
    ['incomplete', { intermediate: 'withheld' }],
  ])('a certificate that is %s is one that clients do not accept, and no more', async (_, request) => {
    const certificate = await authority.issue({ names, ...request });
    const server = await serve((_request, response) => void response.end('{}'), { names, certificate });
    const report = await coarsely(server, { timeout: 5_000 });
    expect(failingOf(report)).toEqual(['certificate-trust']);
    expect(report).toMatchObject({ failures: ['certificate'], certificates: [] });
    expect(report.checks.filter(({ id }) => id.startsWith('certificate-'))).toHaveLength(1);
    expect(report.times.tls).toBeUndefined();
    expect(JSON.stringify(report)).not.toMatch(/Minigate Test|internal|expired|signed by/);
  });

  it.each<[string, faults.Fault, string]>([
    ['an old version', faults.tls11Only(), 'tls'],
    ['another protocol', { tls: false, play: ({ stream }) => void stream.end('SSH-2.0-server\r\n') }, 'tls'],
    ['a silent port', faults.silentTls(), 'timed-out'],
  ])('%s has its class and no more', async (_, fault, failure) => {
    const report = await coarsely(await misbehave(fault), { timeout: 3_000 });
    expect(failingOf(report)).toEqual(['tls']);
    expect(report.failures).toEqual([failure]);
    expect(report.tls).toBeUndefined();
    expect(report.certificates).toEqual([]);
    expect(report.checks.filter(({ id }) => id.startsWith('certificate-'))).toEqual([]);
    expect(JSON.stringify(report)).not.toMatch(/1\.1|SSH|wrong version|ERR_/i);
  });

  it.each<[string, faults.Fault, string]>([
    ['a reset', faults.resetBeforeHeaders(), 'http'],
    ['no HTTP', faults.garbageStatusLine(), 'http'],
    ['broken gzip', faults.answer('x', ['Content-Encoding: gzip']), 'http'],
    ['silence', faults.silentAccept(), 'timed-out'],
  ])('%s instead of an answer has its class and no more', async (_, fault, failure) => {
    const report = await coarsely(await misbehave(fault), { timeout: 3_000 });
    expect(failingOf(report)).toEqual(['http']);
    expect(report.failures).toEqual([failure]);
    expect(report.hops).toEqual([{ url: 'https://api.example.test/', verdict: 'allow', reason: 'LISTED' }]);
    expect(report.times.firstByte).toBeUndefined();
    expect(report.times.total).toBeUndefined();
  });

  it('what the policy does not permit is not dialled', async () => {
    const server = await hello();
    const report = await coarsely(server, { policy: policyFor('https://other.example.test') });
    expect(failingOf(report)).toEqual(['server-domain']);
    expect(verdictsOf(report).binance).toBe('fails');
    expect(server.accepted()).toBe(0);
  });

  it.each(['127.0.0.1', '[::1]', 'localhost'])(
    '%s is not dialled, even where it is allowed',
    async (host) => {
      const server = await hello();
      const report = await coarsely({ resolve: {} }, { target: `https://${host}:${server.port}` });
      expect(report.failures).toEqual(['not-permitted']);
      expect(server.accepted()).toBe(0);
    },
  );

  it('a redirect off the list is told and not followed', async () => {
    const other = await serve((_request, response) => void response.end(), { names: ['other.example.test'] });
    const server = await serve((_request, response) => {
      response.writeHead(302, { Location: 'https://other.example.test/' }).end();
    });
    const report = await coarsely({ resolve: { ...server.resolve, ...other.resolve } }, { timeout: 5_000 });
    expect(report.failures).toEqual(['not-permitted']);
    expect(report.hops.map(({ verdict }) => verdict)).toEqual(['allow', 'deny']);
    expect(other.accepted()).toBe(0);
  });

  it('a listed redirect that leads to a private address is like any other that is not answered', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(302, { Location: 'https://inside.example.test/' }).end();
    });
    const policy = policyFor('https://api.example.test', 'https://inside.example.test');
    const start = performance.now();
    const report = await coarsely(
      { resolve: { ...server.resolve, 'inside.example.test': '10.0.0.1' } },
      { policy, timeout: 3_000 },
    );
    expect(report.failures).toEqual(['http']);
    expect(performance.now() - start).toBeGreaterThan(2_990);
    expect(JSON.stringify(report)).not.toContain('10.0.0.1');
    expect(report.hops).toHaveLength(1);
  });
});
