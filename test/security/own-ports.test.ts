import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { once } from 'node:events';
import { createNetwork, type NetworkOptions } from '@minigate/network';
import { createRecorder, denialsOf } from '@minigate/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requestLogged } from '../support/calls.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { authority, serve } from '../support/servers.ts';

/** Something of Minigate's that listens on every address of this machine and counts who comes. */
async function listenEverywhere() {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret'));
  });
  server.listen({ host: '::', port: 0, ipv6Only: false });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('The listener has no port.');
  return { port: bound.port, connections: () => connections };
}

const outer = Object.values(networkInterfaces())
  .flatMap((addresses = []) => addresses)
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const hosts = [
  '127.0.0.1',
  '127.9.8.7',
  'localhost',
  '[::1]',
  '0.0.0.0',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:0.0.0.0]',
];
const everywhere = [...hosts, ...(outer === undefined ? [] : [outer, `[::ffff:${outer}]`])];

function network(port: number, more: Partial<NetworkOptions> = {}) {
  const made = createNetwork({
    policy: {
      appId: 'demo',
      version: 1,
      serverDomains: ['https://api.example.test', `https://api.example.test:${port}`],
    },
    debugging: true,
    allowAddresses: ['0.0.0.0/0', '::/0'],
    ownPorts: [port],
    tls: { ca: authority.pem },
    ...more,
  });
  onTestFinished(() => made.close());
  return made;
}

const refused = { errMsg: 'request:fail url validate error', errno: 600011 };

describe('a listener of Minigate’s own', () => {
  it.each(everywhere)('is reached in debugging mode where it is not named as one: %s', async (host) => {
    const { port } = await listenEverywhere();
    const { done } = requestLogged(network(port, { ownPorts: [] }), { url: `http://${host}:${port}/` });
    expect(await done).toMatchObject({ statusCode: 200, data: 'secret' });
  });

  it.each(everywhere)('is not dialled at any address of this machine: %s', async (host) => {
    const { port, connections } = await listenEverywhere();
    const watched = network(port);
    const recorder = createRecorder(watched);
    for (const scheme of ['http', 'https']) {
      expect(await requestLogged(watched, { url: `${scheme}://${host}:${port}/` }).done).toMatchObject(
        refused,
      );
    }
    const task = watched.api.connectSocket({ url: `ws://${host}:${port}/` });
    const closed = await new Promise<{ code: number }>((resolve) => task.onClose(resolve));
    expect(closed.code).toBe(1006);
    expect(connections()).toBe(0);
    expect(recorder.entries).toHaveLength(3);
    for (const entry of recorder.entries) {
      const denial = denialsOf(entry).at(-1);
      expect(entry.error?.code).toBe('ADDRESS_REFUSED');
      expect(denial).toMatchObject({ reason: 'ADDRESS', enforced: true });
      expect(denial?.message).toContain(`port ${port} of this machine, where Minigate itself listens.`);
    }
  });

  it.each([
    ['127.0.0.1', false],
    ['127.0.0.1', true],
    ['::1', false],
    ['::ffff:7f00:1', true],
  ])('is not dialled by a name that leads to %s (debugging: %s)', async (address, debugging) => {
    const { port, connections } = await listenEverywhere();
    const resolve = { 'api.example.test': address };
    const { done } = requestLogged(network(port, { resolve, debugging }), {
      url: `https://api.example.test:${port}/`,
    });
    expect(await done).toMatchObject(refused);
    expect(connections()).toBe(0);
  });

  it('is not dialled where `resolve` names its port', async () => {
    const { port, connections } = await listenEverywhere();
    const resolve = { 'api.example.test': `127.0.0.1:${port}` };
    const { done } = requestLogged(network(port, { resolve }), { url: 'https://api.example.test/' });
    expect(await done).toMatchObject(refused);
    expect(connections()).toBe(0);
  });

  it('is not reached by a redirect', async () => {
    const { port, connections } = await listenEverywhere();
    const server = await serve((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
    });
    const { resolve } = server;
    const { done } = requestLogged(network(port, { resolve }), { url: 'https://api.example.test/' });
    expect(await done).toMatchObject(refused);
    expect(server.requests).toHaveLength(1);
    expect(connections()).toBe(0);
  });

  it.skipIf(outer === undefined)('is not opened by the LAN rule', async () => {
    const { port, connections } = await listenEverywhere();
    const interfaces = [{ address: outer ?? '', netmask: '255.255.255.0' }];
    const made = network(port, { interfaces, debugging: false, allowAddresses: [] });
    const { errMsg } = await requestLogged(made, { url: `http://${outer}:${port}/` }).done;
    expect(errMsg).toMatch(/^request:fail /);
    expect(connections()).toBe(0);
  });

  it.each(['127.0.0.1', 'localhost', 'api.example.test'])(
    'is not reached through a proxy: %s',
    async (host) => {
      const { port, connections } = await listenEverywhere();
      const proxy = await startConnectProxy();
      onTestFinished(() => proxy.close());
      const made = network(port, { proxy: proxy.url });
      expect(await requestLogged(made, { url: `https://${host}:${port}/` }).done).toMatchObject(refused);
      expect(connections()).toBe(0);
    },
  );

  it('may be named once its port is known', async () => {
    const { port, connections } = await listenEverywhere();
    const ownPorts: number[] = [];
    const made = network(port, { ownPorts });
    ownPorts.push(port);
    const { done } = requestLogged(made, { url: `http://127.0.0.1:${port}/` });
    expect(await done).toMatchObject(refused);
    expect(connections()).toBe(0);
  });

  it('leaves other ports of this machine as they are', async () => {
    const { port } = await listenEverywhere();
    const other = await listenEverywhere();
    const { done } = requestLogged(network(port), { url: `http://127.0.0.1:${other.port}/` });
    expect(await done).toMatchObject({ data: 'secret' });
  });

  it.each([[0], [65_536], [1.5], ['80']])('has a port that is one, not %s', (port) => {
    expect(() => network(443, { ownPorts: [port as number] })).toThrow(/^ownPorts must hold port numbers/);
  });
});
