import type { Network } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import { eventsOf, loopbackNetwork, policyFor } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const hosts = ['api.example.test', 'www.api.example.test', 'example.test', 'api.binance.com', 'localhost'];

/** A server that answers to every name there is, and a network that may call some of them. */
async function reach(...serverDomains: string[]) {
  const server = await serve((request, response) => void response.end(request.headers.host), {
    names: hosts,
  });
  return { server, network: loopbackNetwork(server, { policy: policyFor(...serverDomains) }) };
}

async function expectRefused(network: Network, url: string, errno: number) {
  for (const call of [requestLogged(network, { url }), downloadLogged(network, { url })]) {
    expect((await call.done).errno).toBe(errno);
    expect(callbackNames(call)).toEqual(['fail', 'complete']);
  }
}

describe('Rule 1: a program reaches only the hosts configured for it', () => {
  it('answers from a listed host, in request and downloadFile', async () => {
    const { network, server } = await reach('https://api.example.test');
    const request = requestLogged(network, { url: 'https://api.example.test/a' });
    const download = downloadLogged(network, { url: 'https://API.example.test/b' });
    expect(await request.done).toMatchObject({ data: 'api.example.test', statusCode: 200 });
    expect(await download.done).toMatchObject({ statusCode: 200, errMsg: 'downloadFile:ok' });
    expect(server.requests.map(({ url }) => url).toSorted()).toEqual(['/a', '/b']);
  });

  it.each([
    'https://www.api.example.test/',
    'https://example.test/',
    'https://other.example.test/',
    'https://api.example.test.evil.example/',
    'https://xapi.example.test/',
    'http://api.example.test/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://localhost/',
    'https://api.localhost/',
  ])('refuses %s with `url not in domain list`, and no connection is made', async (url) => {
    const { network, server } = await reach('https://api.example.test');
    await expectRefused(network, url, 600002);
    expect(server.accepted()).toBe(0);
  });

  it('keeps the lists of request and downloadFile apart', async () => {
    const { network, server } = await reach();
    network.updatePolicy({
      appId: 'demo',
      version: 2,
      serverDomains: { request: ['https://api.example.test'], downloadFile: ['https://example.test'] },
    });
    const calls = ['https://api.example.test/', 'https://example.test/'].flatMap((url) => [
      requestLogged(network, { url }),
      downloadLogged(network, { url }),
    ]);
    const endings = await Promise.all(calls.map(({ done }) => done));
    expect(endings.map(({ errMsg }) => errMsg)).toEqual([
      'request:ok',
      'downloadFile:fail url not in domain list',
      'request:fail url not in domain list',
      'downloadFile:ok',
    ]);
    expect(server.requests).toHaveLength(2);
  });

  it('denies everything where a list is missing', async () => {
    const { network, server } = await reach();
    network.updatePolicy({ appId: 'demo', version: 2, serverDomains: { request: ['https://example.test'] } });
    const call = downloadLogged(network, { url: 'https://example.test/' });
    expect(await call.done).toMatchObject({ errno: 600002 });
    expect(server.accepted()).toBe(0);
  });
});

describe('Rule 2: entries that cannot be server domains grant nothing', () => {
  it.each([
    ['http://api.example.test', 'https://api.example.test/'],
    ['https://*.example.test', 'https://api.example.test/'],
    ['https://api.example.test/path', 'https://api.example.test/path'],
    ['https://127.0.0.1', 'https://127.0.0.1/'],
    ['https://localhost', 'https://localhost/'],
    ['https://api.binance.com', 'https://api.binance.com/'],
  ])('%s', async (entry, url) => {
    const { network, server } = await reach(entry);
    await expectRefused(network, url, 600002);
    expect(server.accepted()).toBe(0);
  });
});

describe('Rule 3: only the written port matches', () => {
  it('with a port, calls go to that port only', async () => {
    const { network, server } = await reach('https://api.example.test:8080');
    const good = requestLogged(network, { url: 'https://api.example.test:8080/' });
    expect(await good.done).toMatchObject({ data: 'api.example.test:8080' });
    for (const url of ['https://api.example.test/', 'https://api.example.test:9091/']) {
      await expectRefused(network, url, 600002);
    }
    await expectRefused(network, 'https://api.example.test:08080/', 600009);
    expect(server.requests).toHaveLength(1);
  });

  it('without a port, none may be written, not even :443', async () => {
    const { network, server } = await reach('https://api.example.test');
    await expectRefused(network, 'https://api.example.test:443/', 600002);
    await expectRefused(network, 'https://api.example.test:0443/', 600009);
    await expectRefused(network, 'https://api.example.test:/', 600009);
    expect(server.accepted()).toBe(0);
    for (const url of ['https://api.example.test/?x=:443', 'https://api.example.test/#:443']) {
      expect((await requestLogged(network, { url }).done).statusCode).toBe(200);
    }
    expect(server.requests.map(({ url }) => url)).toEqual(['/?x=:443', '/']);
  });

  it('a written :443 is an entry of its own', async () => {
    const { network } = await reach('https://api.example.test:443');
    expect((await requestLogged(network, { url: 'https://api.example.test:443/' }).done).statusCode).toBe(
      200,
    );
    await expectRefused(network, 'https://api.example.test/', 600002);
  });
});

describe('Rule 4: api.binance.com cannot be called', () => {
  it.each([
    'https://api.binance.com/',
    'https://API.Binance.com/',
    'https://api.binance.com:8443/',
    'https://api。binance。com/',
    'https://ａｐｉ.binance.com/',
    'https://api%2Ebinance.com/',
    'https://api.binance.com./',
  ])('not as %s, and not in debugging mode', async (url) => {
    const { network, server } = await reach('https://api.example.test');
    for (const debugging of [false, true]) {
      network.setDebugging(debugging);
      const reasons = eventsOf(network, 'decision');
      expect((await requestLogged(network, { url }).done).errno).toBeOneOf([600002, 600009]);
      expect(reasons).toMatchObject([{ decision: { verdict: 'deny', enforced: true } }]);
    }
    expect(server.accepted()).toBe(0);
  });

  it('nor a host that the policy document bans beside it', async () => {
    const { server, network } = await reach();
    network.updatePolicy({
      ...policyFor('https://api.example.test', 'https://example.test'),
      bannedHosts: ['example.test'],
    });
    network.setDebugging(true);
    await expectRefused(network, 'https://example.test/', 600002);
    expect(server.accepted()).toBe(0);
  });
});

describe('Rule 5: what is not written strictly is refused, not repaired', () => {
  it.each([
    'https://api.example.test@evil.example/',
    'https://user:pass@api.example.test/',
    'https://evil.example\\@api.example.test/',
    'https:\\\\api.example.test/',
    'https:/api.example.test/',
    'https:api.example.test/',
    'https:///api.example.test/',
    ' https://api.example.test/',
    'https://api.example.test/ ',
    'https://api.exa\tmple.test/',
    'https://api.example.test/\n',
    'https://api.example.test/\u0000',
    'https://api.example.test:0443/',
    'https://[api.example.test]/',
    'https://api.example.test./',
    'https://',
    '',
    '/relative',
    'api.example.test/',
    'ftp://api.example.test/',
    'javascript:alert(1)',
    'https://api.example.test/\ud800',
  ])('refuses %j with `invalid url`, in debugging mode too, and no connection is made', async (url) => {
    const { network, server } = await reach('https://api.example.test');
    const text = `request:fail invalid url "${url}"`;
    expect(await requestLogged(network, { url }).done).toMatchObject({ errMsg: text, errno: 600009 });
    network.setDebugging(true);
    expect(await requestLogged(network, { url }).done).toMatchObject({ errMsg: text, errno: 600009 });
    expect(server.accepted()).toBe(0);
  });

  it('says no more than the beginning of a long URL again', async () => {
    const { network } = await reach('https://api.example.test');
    const { errMsg } = await requestLogged(network, { url: ` ${'x'.repeat(100_000)}` }).done;
    expect(errMsg).toHaveLength('request:fail invalid url ""'.length + 1024);
  });
});
