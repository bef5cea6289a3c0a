import { Aedes } from 'aedes';
import type { IClientOptions, MqttClient } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWebSocketStream } from 'ws';
import { bundle } from './support/bundle.ts';
import { type Lab, type Mode, modes, openLab, openListedLab } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle("export { default as mqtt } from 'mqtt'");

/** What MQTT.js wants of a mini program beside `wx`. */
const polyfills = { AbortController, AbortSignal, navigator: { language: 'en' } };

/** Longer than a test takes on a busy machine: the client, which does not try again, and the broker wait so long. */
const patience = 600_000;

/** MQTT.js knows a mini program by its socket API, and keeps its socket outside of the client: a load for each. */
function connector({ wx, socketOrigin }: Lab) {
  // `wxs:` and `wx:` stand for `wss:` and `ws:`, over the socket of a mini program.
  const url = `${socketOrigin.replace(/^ws/, 'wx')}/mqtt`;
  return (options: IClientOptions = {}, to = url): MqttClient => {
    const { mqtt } = load<{ mqtt: { connect(url: string, options: IClientOptions): MqttClient } }>(code, {
      wx,
      ...polyfills,
    });
    const client = mqtt.connect(to, {
      reconnectPeriod: 0,
      connectTimeout: patience,
      forceNativeWebSocket: true,
      timerVariant: 'native',
      ...options,
    });
    onTestFinished(() => leave(client));
    return client;
  };
}

/**
 * Ends a client. A connected one says good-bye first: MQTT.js throws where nobody can catch it when its socket
 * refuses the rest of a handshake, as that of quality of service 2, which goes on after the message was delivered.
 */
async function leave(client: MqttClient): Promise<void> {
  if (client.connected) await client.endAsync();
  else client.end(true);
}

/** A real broker behind the lab's WebSocket server. */
async function open(mode: Mode) {
  const broker = await Aedes.createBroker({ connectTimeout: patience });
  const lab = await openLab(mode, {
    onSocket: (socket, request) => void broker.handle(createWebSocketStream(socket), request),
    sockets: { ws: { handleProtocols: (protocols) => protocols.has('mqtt') && 'mqtt' } },
  });
  onTestFinished(() => new Promise<void>((resolve) => broker.close(() => resolve())));
  const connect = connector(lab);
  return {
    ...lab,
    broker,
    connect,
    async connected(options?: IClientOptions): Promise<MqttClient> {
      const client = connect(options);
      await next(client, 'connect');
      return client;
    },
  };
}

/** The next event of a name; an error of the client ends the wait. */
function next(client: MqttClient, event: 'connect' | 'close'): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('error', reject);
    client.once(event, () => {
      client.off('error', reject);
      resolve();
    });
  });
}

/** The next so many messages of a topic. */
function messages(client: MqttClient, topic: string, count: number): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  return new Promise((resolve) => {
    client.on('message', (at, payload) => {
      if (at !== topic) return;
      found.push(payload);
      if (found.length === count) resolve(found);
    });
  });
}

describe.each(modes)('MQTT.js with a real broker, %s', (mode) => {
  it('connects with the sub-protocol mqtt', async () => {
    const { connected, sockets } = await open(mode);
    expect((await connected()).connected).toBe(true);
    expect(sockets.sockets[0]?.protocol).toBe('mqtt');
  });

  it('publishes text and gets it back', async () => {
    const { connected } = await open(mode);
    const client = await connected();
    const [got] = await Promise.all([
      messages(client, 'a/b', 1),
      client.subscribeAsync('a/b').then(() => client.publishAsync('a/b', '你好')),
    ]);
    expect(String(got[0])).toBe('你好');
  });

  it.each([1, 2] as const)('delivers a message of quality of service %s', async (qos) => {
    const { connected } = await open(mode);
    const client = await connected();
    await client.subscribeAsync('q', { qos: 2 });
    const got = messages(client, 'q', 1);
    await client.publishAsync('q', 'once', { qos });
    expect(String((await got)[0])).toBe('once');
  });

  it('carries every byte', async () => {
    const { connected, broker } = await open(mode);
    const client = await connected();
    await client.subscribeAsync('bin');
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const received = new Promise<Uint8Array>((resolve) => {
      broker.on('publish', ({ topic, payload }) => {
        if (topic === 'bin') resolve(Uint8Array.from(payload as Buffer));
      });
    });
    const got = messages(client, 'bin', 1);
    await client.publishAsync('bin', Buffer.from(bytes));
    expect(Uint8Array.from((await got)[0] ?? [])).toEqual(bytes);
    expect(await received).toEqual(bytes);
  });

  it('keeps fifty messages of 2 kB in order', async () => {
    const { connected } = await open(mode);
    const client = await connected();
    await client.subscribeAsync('order');
    const got = messages(client, 'order', 50);
    for (let i = 0; i < 50; i++) client.publish('order', `${i}|${'x'.repeat(2000)}`);
    expect((await got).map((payload) => Number.parseInt(String(payload), 10))).toEqual([...Array(50).keys()]);
  });

  it('ends cleanly: the broker sees the disconnect', async () => {
    const { connected, broker } = await open(mode);
    const client = await connected({ clientId: 'leaver' });
    const gone = new Promise((resolve) => broker.once('clientDisconnect', ({ id }) => resolve(id)));
    await client.endAsync();
    expect(await gone).toBe('leaver');
  });

  it('tells when the server drops the socket', async () => {
    const { connected, sockets } = await open(mode);
    const client = await connected();
    const closed = next(client, 'close');
    sockets.sockets[0]?.terminate();
    await closed;
    expect(client.connected).toBe(false);
  });

  it('connects anew by itself after a drop', async () => {
    const { connected, sockets } = await open(mode);
    const client = await connected({ reconnectPeriod: 10 });
    const again = next(client, 'connect');
    sockets.sockets[0]?.terminate();
    await again;
    expect(client.connected).toBe(true);
    expect(sockets.sockets).toHaveLength(2);
  });
});

it('never connects MQTT.js to a domain outside the list, and nobody is dialled', async () => {
  const lab = await openListedLab();
  const client = connector(lab)({ connectTimeout: 100 }, 'wxs://unlisted.example.test/mqtt');
  // MQTT.js drops what the socket says before it has opened, and tells its own timeout.
  const error = await new Promise<Error>((resolve) => client.once('error', resolve));
  expect(error.message).toBe('connack timeout');
  expect(client.connected).toBe(false);
  expect(lab.sockets.accepted()).toBe(0);
});
