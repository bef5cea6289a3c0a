import { networkInterfaces } from 'node:os';
import { createTestNetwork, type TestNetworkOptions } from '@minigate/network/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { requestLogged } from '../../../test/support/calls.ts';
import { socketLogged } from './support/sockets.ts';

const url = 'wss://api.example.com/live';
const serverDomains = ['https://api.example.com'];

function testNetwork(options: TestNetworkOptions = {}) {
  const made = createTestNetwork({ serverDomains, ...options });
  onTestFinished(() => made.network.close());
  return made;
}

/** Opens a socket; `closed` resolves when its program was told the end. */
function open(made: ReturnType<typeof testNetwork>, options: object = {}) {
  const socket = socketLogged(made.network, { url, ...options });
  const opened = new Promise((resolve) => socket.task.onOpen(resolve));
  const closed = new Promise((resolve) => socket.task.onClose(resolve));
  return { ...socket, opened, closed };
}

describe('a socket of a test network', () => {
  it('lets the test speak for the server, in text and bytes', async () => {
    const made = testNetwork();
    made.server.acceptSocket(url, (socket) => {
      socket.send('hello');
      socket.onMessage((data) => {
        socket.send(typeof data === 'string' ? `you said ${data}` : new Uint8Array(data).toReversed());
      });
    });
    const { of, task, opened, closed } = open(made);
    const three = new Promise<void>((resolve) => {
      task.onMessage(() => {
        if (of('message').length === 3) resolve();
      });
    });
    await opened;
    task.send({ data: 'hi' });
    task.send({ data: Uint8Array.of(1, 2, 3).buffer });
    await three;
    expect(of('message')).toEqual([
      { data: 'hello' },
      { data: 'you said hi' },
      { data: Uint8Array.of(3, 2, 1).buffer },
    ]);
    task.close({ code: 3001, reason: 'enough' });
    expect(await closed).toEqual({ code: 3001, reason: 'enough' });
  });

  it('tells the test how the program closed', async () => {
    const made = testNetwork();
    const closings: unknown[] = [];
    made.server.acceptSocket(url, (socket) => socket.onClose((close) => closings.push(close)));
    const { task, opened, closed } = open(made);
    await opened;
    task.close({ code: 4000, reason: 'bye' });
    await closed;
    expect(closings).toEqual([{ code: 4000, reason: 'bye' }]);
  });

  it('gives the program bytes of its own', async () => {
    const made = testNetwork();
    const bytes = Uint8Array.of(1, 2, 3);
    made.server.acceptSocket('wss://api.example.com/*', (socket) => {
      socket.send(bytes);
      bytes.fill(0);
      socket.close();
    });
    const { of, closed } = open(made);
    expect(await closed).toEqual({ code: 1000, reason: '' });
    expect(of('message')).toEqual([{ data: Uint8Array.of(1, 2, 3).buffer }]);
  });

  it('chooses the first sub-protocol that the program offers', async () => {
    const made = testNetwork();
    const offered: unknown[] = [];
    made.server.acceptSocket(url, ({ protocols }) => offered.push(protocols));
    const { of, opened } = open(made, { protocols: ['mqtt', 'v2'] });
    await opened;
    expect(offered).toEqual([['mqtt', 'v2']]);
    expect(of('open')).toMatchObject([{ header: { 'Sec-WebSocket-Protocol': 'mqtt' } }]);
  });

  it('applies the rules of production: the list, and five sockets at a time', async () => {
    const made = testNetwork();
    made.server.acceptSocket('wss://*', () => {});
    const other = open(made, { url: 'wss://other.example.com/' });
    expect(other.task.errMsg).toBe('connectSocket:fail url not in domain list');
    const sockets = Array.from({ length: 6 }, () => open(made));
    expect(sockets.map(({ task }) => task.errMsg)).toEqual([
      ...Array.from({ length: 5 }, () => 'connectSocket:ok'),
      'connectSocket:fail exceed max task count',
    ]);
    await Promise.all(sockets.slice(0, 5).map(({ opened }) => opened));
  });

  it('says what to write where nothing accepts it', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { names, of, closed } = open(testNetwork());
    expect(await closed).toEqual({ code: 1006, reason: '' });
    expect(names().slice(-2)).toEqual(['error', 'close']);
    expect(of('error')).toMatchObject([{ errMsg: 'connectSocket:fail -102:net::ERR_CONNECTION_REFUSED' }]);
    expect(said.mock.calls.join()).toContain(`server.acceptSocket('${url}', …)`);
    said.mockRestore();
  });

  it('can be refused, and can break', async () => {
    const made = testNetwork();
    made.server.refuseSocket(url, 'HANDSHAKE_REFUSED');
    const refused = open(made);
    await refused.closed;
    expect(refused.of('error')).toMatchObject([{ errMsg: 'connectSocket:fail Invalid HTTP status' }]);
    made.server.acceptSocket(url, (socket) => socket.fail('CONNECTION_RESET'));
    const broken = open(made);
    expect(await broken.closed).toEqual({ code: 1006, reason: '' });
    expect(broken.of('error')).toMatchObject([
      { errMsg: 'connectSocket:fail -101:net::ERR_CONNECTION_RESET' },
    ]);
  });

  it('ends with what a script throws, which is told where the test is read', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const made = testNetwork();
    made.server.acceptSocket(url, (socket) =>
      socket.onMessage(() => {
        throw new Error('that was not expected');
      }),
    );
    const { task, of, opened, closed } = open(made);
    await opened;
    task.send({ data: 'surprise' });
    await closed;
    expect(of('error')).toMatchObject([{ errno: 600000 }]);
    expect(said.mock.calls.join()).toContain('that was not expected');
    said.mockRestore();
  });
});

describe('the time of sockets of a test network', () => {
  it('ends a handshake at its timeout, where the server is slower', async () => {
    const made = testNetwork();
    made.server.acceptSocket(url, () => {}, { delay: 3000 });
    const late = open(made, { timeout: 2999 });
    await late.closed;
    expect(late.of('error')).toMatchObject([{ errMsg: 'connectSocket:fail timeout', errno: 5 }]);
    const start = made.clock.now();
    const { of, opened } = open(made, { timeout: 3001 });
    await opened;
    expect(of('open')).toMatchObject([{ profile: { cost: 3000, handshakeCost: 3000 } }]);
    expect(made.clock.now() - start).toBe(3000);
  });

  it('passes for what a script does later', async () => {
    const made = testNetwork();
    made.server.acceptSocket(url, (socket) => {
      made.clock.after(30_000, () => socket.close(1001, 'going away'));
    });
    const start = made.clock.now();
    expect(await open(made).closed).toEqual({ code: 1001, reason: 'going away' });
    expect(made.clock.now() - start).toBe(30_000);
  });

  it('closes an open socket with 1006 `interrupted` when the grace has passed', async () => {
    const made = testNetwork({ time: 'standing' });
    const closings: unknown[] = [];
    made.server.acceptSocket(url, (socket) => socket.onClose((close) => closings.push(close)));
    const { of, task } = open(made);
    await made.clock.advance(0);
    expect(task.readyState).toBe(task.OPEN);
    made.network.enterBackground();
    await made.clock.advance(4999);
    expect(of('close')).toEqual([]);
    await made.clock.advance(1);
    expect(of('close')).toEqual([{ code: 1006, reason: 'interrupted' }]);
    expect(of('error')).toEqual([]);
    expect(closings).toEqual([{ code: 1006, reason: '' }]);
  });

  it('keeps an open socket over a stay in the background that is shorter than the grace', async () => {
    const made = testNetwork({ time: 'standing' });
    made.server.acceptSocket(url, () => {});
    const { of, task } = open(made);
    await made.clock.advance(0);
    made.network.enterBackground();
    await made.clock.advance(4999);
    made.network.enterForeground();
    await made.clock.advance(60_000);
    expect(of('close')).toEqual([]);
    expect(task.readyState).toBe(task.OPEN);
  });

  it('is told to those who watch, so that what they note of a call fits together', async () => {
    const { network, server } = testNetwork();
    const moments: Record<string, number> = {};
    for (const event of ['call', 'answer', 'settle'] as const) {
      network.on(event, ({ time }) => (moments[event] = time));
    }
    server.answer('https://*', { delay: 40_000 });
    await requestLogged(network, { url: 'https://api.example.com/' }).done;
    expect((moments['answer'] ?? 0) - (moments['call'] ?? 0)).toBeCloseTo(40_000);
    expect((moments['settle'] ?? 0) - (moments['call'] ?? 0)).toBeCloseTo(40_000);
  });
});

/** An address in a subnet of this machine, where it has one. */
function neighbour(): string {
  const all = Object.values(networkInterfaces()).flatMap((of) => of ?? []);
  const own = all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '192.168.1.7';
  return own.replace(/\d+$/, (octet) => String(Number(octet) ^ 1));
}

describe('the local network of a test network', () => {
  it('has no devices of this machine: no address of a subnet, and no services', async () => {
    const { network, server, clock } = testNetwork({ time: 'standing' });
    const device = `http://${neighbour()}/`;
    server.answer(device, {});
    const refused = await requestLogged(network, { url: device }).done;
    expect(refused).toMatchObject({ errMsg: 'request:fail url not in domain list' });
    const stopped = vi.fn();
    network.api.onLocalServiceDiscoveryStop(stopped);
    await network.api.startLocalServiceDiscovery({ serviceType: '_http._tcp.' });
    await clock.advance(29_999);
    expect(stopped).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(stopped).toHaveBeenCalledOnce();
  });

  it('has the devices that a test names', async () => {
    const interfaces = [{ address: '192.168.1.7', netmask: '255.255.255.0' }];
    const { network, server } = testNetwork({ interfaces });
    server.answer('http://192.168.1.20/', { body: 'the lamp' });
    const answer = await requestLogged(network, { url: 'http://192.168.1.20/' }).done;
    expect(answer).toMatchObject({ data: 'the lamp' });
  });
});
