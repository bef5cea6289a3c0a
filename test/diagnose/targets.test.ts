import { createServer } from 'node:net';
import { once } from 'node:events';
import { diagnose } from '@minigate/network/diagnose';
import { describe, expect, it } from 'vitest';
import { policyFor } from '../support/loopback-network.ts';
import { authority, serve } from '../support/servers.ts';
import { allFail, checkOf, examined, failingOf, verdictsOf } from './examined.ts';

const hello = () => serve((_request, response) => void response.end('{}'));

/** A port on loopback where nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return bound.port;
}

describe('a target', () => {
  it.each([
    ['api.example.test', 'https://api.example.test/'],
    ['https://api.example.test', 'https://api.example.test/'],
    ['API.example.test/health?a=1', 'https://API.example.test/health?a=1'],
    ['https://api.example.test/health?a=1#top', 'https://api.example.test/health?a=1'],
  ])('%s is examined as %s', async (target, url) => {
    const server = await hello();
    const report = await examined(server, { target });
    expect(report).toMatchObject({
      format: 1,
      target,
      url,
      api: 'request',
      disclosure: 'full',
      failures: [],
    });
    expect(server.requests.map((request) => request.url)).toEqual([
      new URL(url).pathname + new URL(url).search,
    ]);
  });

  it('sends what a call of a program sends', async () => {
    const server = await hello();
    await examined(server);
    expect(server.requests[0]?.headers).toMatchObject({
      referer: 'https://www.binance.com',
      'accept-encoding': 'gzip, deflate, br',
    });
  });

  it('may have a port, which is its server domain then', async () => {
    const server = await hello();
    const report = await examined(
      { resolve: { 'api.example.test': '127.0.0.1' } },
      { target: `api.example.test:${server.port}` },
    );
    expect(report.failures).toEqual([]);
    expect(report.url).toBe(`https://api.example.test:${server.port}/`);
  });

  it('with :443 is told that programs have to write it too', async () => {
    const report = await examined(await hello(), { target: 'https://api.example.test:443' });
    expect(checkOf(report, 'server-domain')).toMatchObject({
      outcome: 'note',
      fix: 'Leave :443 out of both.',
    });
    expect(report.failures).toEqual([]);
  });

  it.each([
    ['http://api.example.test', 'https://api.example.test'],
    ['ftp://api.example.test', undefined],
    ['https://user@api.example.test', undefined],
    ['https:///api.example.test', undefined],
    ['api.binance.com', undefined],
    ['', undefined],
    ['https://api.example.test\n', undefined],
  ])('%j is refused without a connection', async (target, correction) => {
    const server = await hello();
    const report = await examined(server, { target });
    expect(failingOf(report)).toEqual(['server-domain']);
    expect(report.failures).toEqual(['not-permitted']);
    if (correction !== undefined) expect(checkOf(report, 'server-domain')?.fix).toContain(correction);
    expect(verdictsOf(report)).toEqual({ ios: 'unknown', android: 'unknown', binance: 'fails' });
    expect(server.accepted()).toBe(0);
  });

  it('that a given policy does not permit fails there, and is examined all the same', async () => {
    const report = await examined(await hello(), { policy: policyFor('https://other.example.test') });
    expect(failingOf(report)).toEqual(['server-domain']);
    expect(verdictsOf(report)).toEqual({ ios: 'works', android: 'works', binance: 'fails' });
    expect(report.answer?.status).toBe(200);
  });

  it('of connectSocket is looked at like any server, and no redirect of it is followed', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(302, { Location: '/elsewhere' }).end();
    });
    const report = await examined(server, { target: 'wss://api.example.test/live' });
    expect(report.api).toBe('connectSocket');
    expect(failingOf(report)).toEqual(['redirects']);
    expect(server.requests.map(({ url }) => url)).toEqual(['/live']);
  });
});

describe('an address', () => {
  it('as a target is no server domain, and is not dialled', async () => {
    const server = await hello();
    const report = await diagnose(`127.0.0.1:${server.port}`);
    expect(failingOf(report)).toEqual(['server-domain', 'address']);
    expect(report.addresses).toEqual([{ address: '127.0.0.1', addressClass: 'loopback', verdict: 'deny' }]);
    expect(server.accepted()).toBe(0);
  });

  it('is examined further where it is allowed, and fails for production all the same', async () => {
    const certificate = await authority.issue({ names: ['127.0.0.1'] });
    const server = await serve((_request, response) => void response.end('{}'), { certificate });
    const report = await examined({ resolve: {} }, { target: `https://127.0.0.1:${server.port}/` });
    expect(failingOf(report)).toEqual(['server-domain', 'address']);
    expect(report.answer?.status).toBe(200);
  });

  it.each(['169.254.169.254', '[fd00:ec2::254]'])('of metadata is never dialled: %s', async (target) => {
    const report = await examined({ resolve: {} }, { target, allowAddresses: ['0.0.0.0/0', '::/0'] });
    expect(failingOf(report)).toEqual(['server-domain']);
    expect(report.addresses).toEqual([]);
  });

  it('that a name leads to is judged: one that is not public refuses all', async () => {
    const server = await hello();
    const report = await diagnose(`api.example.test:${server.port}`, {
      allowAddresses: ['127.0.0.1/32'],
      lookup: async () => ['127.0.0.1', '10.0.0.1'],
    });
    expect(failingOf(report)).toEqual(['address']);
    expect(report.addresses.map(({ verdict }) => verdict)).toEqual(['allow', 'deny']);
    expect(server.accepted()).toBe(0);
  });

  it('of localhost is examined where it is allowed', async () => {
    const certificate = await authority.issue({ names: ['localhost'] });
    const server = await serve((_request, response) => void response.end('{}'), { certificate });
    const target = `https://localhost:${server.port}`;
    const report = await diagnose(target, {
      ca: authority.pem,
      allowAddresses: ['127.0.0.0/8'],
      lookup: async () => ['127.0.0.1'],
    });
    expect(failingOf(report)).toEqual(['server-domain', 'address']);
    expect(report.answer?.status).toBe(200);
  });

  it('is looked up once for all connections', async () => {
    const server = await hello();
    const asked: string[] = [];
    const report = await diagnose(`api.example.test:${server.port}`, {
      ca: authority.pem,
      allowAddresses: ['127.0.0.0/8'],
      lookup: async (hostname) => {
        asked.push(hostname);
        return ['127.0.0.1'];
      },
    });
    expect(asked).toEqual(['api.example.test']);
    expect(report.answer?.status).toBe(200);
    expect(server.accepted()).toBeGreaterThan(2);
    expect(report.times.name).toBeGreaterThanOrEqual(0);
  });
});

describe('a name', () => {
  it.each([
    ['that does not exist', () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))],
    ['without addresses', () => Promise.resolve([])],
    ['that leads to no address', () => Promise.resolve(['not-an-address'])],
  ])('%s is not found', async (_, lookup) => {
    const report = await diagnose('api.example.test', { lookup });
    expect(failingOf(report)).toEqual(['name']);
    expect(report.failures).toEqual(['name-not-found']);
    expect(verdictsOf(report)).toEqual(allFail);
    expect(report.times).toEqual({});
  });

  it('of the top level "invalid" is not found by the system', async () => {
    expect((await diagnose('api.example.invalid')).failures).toEqual(['name-not-found']);
  });

  it('whose look-up does not end has timed out', async () => {
    const report = await diagnose('api.example.test', { timeout: 50, lookup: () => new Promise(() => {}) });
    expect(failingOf(report)).toEqual(['name']);
    expect(report.failures).toEqual(['timed-out']);
  });
});

it('a port where nothing listens is unreachable', async () => {
  const report = await examined({ resolve: { 'api.example.test': `127.0.0.1:${await closedPort()}` } });
  expect(failingOf(report)).toEqual(['connect']);
  expect(checkOf(report, 'connect')?.sentence).toContain('the connection was refused');
  expect(report.failures).toEqual(['unreachable']);
});

describe('a malformed option is a TypeError that says what to mend', () => {
  it.each([
    [{ api: 'fetch' as 'request' }, /no call "fetch"/],
    [{ disclosure: 'all' as 'full' }, /"full" or "coarse"/],
    [{ timeout: 0 }, /timeout/],
    [{ timeout: Number.NaN }, /timeout/],
    [{ ca: 'none' }, /PEM/],
    [{ ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }, /damaged/],
    [{ resolve: { a: 'b' } }, /"a" cannot be resolved to "b"/],
    [{ allowAddresses: ['x'] }, /"x"/],
    [{ policy: { appId: 'a', version: -1, serverDomains: [] } }, /policy document/],
  ])('%j', async (options, sentence) => {
    await expect(diagnose('api.example.test', options)).rejects.toThrow(sentence);
    await expect(diagnose('api.example.test', options)).rejects.toBeInstanceOf(TypeError);
  });
});
