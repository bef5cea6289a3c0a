import { createNetwork, type DialledAddress } from '@minigate/network';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startConnectProxy } from '../../../test/support/connect-proxy.ts';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { startSocketServer } from '../../../test/support/socket-server.ts';
import { requestLogged } from '../../../test/support/calls.ts';

async function open() {
  const server = await startHttpsServer((_request, response) => void response.end('hello'));
  onTestFinished(() => server.close());
  const proxy = await startConnectProxy({
    leads: { 'api.example.test': server.port },
    credentials: 'user:secret',
  });
  onTestFinished(() => proxy.close());
  const network = createNetwork({
    policy: { appId: 'demo', version: 1, serverDomains: ['https://api.example.test'] },
    tls: { ca: server.authority.pem },
    proxy: proxy.url.replace('//', '//user:secret@'),
  });
  onTestFinished(() => network.close());
  return { network, proxy };
}

describe('Rule 23: a network with a proxy', () => {
  test('reaches what the policy allows, and says that the proxy chose the address', async () => {
    const { network } = await open();
    const addresses: DialledAddress[] = [];
    const seen: unknown[] = [];
    network.on('address', (event) => addresses.push(event));
    for (const name of ['call', 'decision', 'send', 'answer', 'hop', 'settle'] as const) {
      network.on(name, (event) => seen.push(event));
    }
    const call = requestLogged(network, { url: 'https://api.example.test/' });
    expect(await call.done).toMatchObject({ statusCode: 200, data: 'hello', profile: { peerIP: '' } });
    expect(addresses).toMatchObject([{ address: '', addressClass: 'unknown (by proxy)', verdict: 'allow' }]);
    const credentials = Buffer.from('user:secret').toString('base64');
    expect(JSON.stringify(seen)).not.toMatch(new RegExp(`secret|${credentials}|proxy-authorization`, 'i'));
  });

  test.each([
    'https://www.example.test/',
    'https://api.example.test:443/',
    'http://api.example.test/',
    'https://api.binance.com/',
    'https://10.0.0.1/',
    'https://169.254.169.254/',
    'https://localhost/',
  ])('does not ask the proxy for %s, which is refused as without it', async (url) => {
    const { network, proxy } = await open();
    expect(await requestLogged(network, { url }).done).toMatchObject({
      errMsg: 'request:fail url not in domain list',
    });
    expect(proxy.requests).toEqual([]);
  });

  test('reaches sockets through it as well', async () => {
    const server = await startSocketServer((socket) => {
      socket.on('message', (data, binary) => socket.send(data, { binary }));
    });
    onTestFinished(() => server.close());
    const proxy = await startConnectProxy({ leads: { 'live.example.test': server.port } });
    onTestFinished(() => proxy.close());
    const network = createNetwork({
      policy: { appId: 'demo', version: 1, serverDomains: ['https://live.example.test'] },
      tls: { ca: server.authority.pem },
      proxy: proxy.url,
    });
    onTestFinished(() => network.close());
    const task = network.api.connectSocket({ url: 'wss://live.example.test/echo' });
    const answer = new Promise((resolve) => task.onMessage(({ data }) => resolve(data)));
    task.onOpen(() => task.send({ data: 'hello' }));
    expect(await answer).toBe('hello');
    expect(proxy.requests.map(({ authority }) => authority)).toEqual(['live.example.test:443']);
  });
});
