import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createNetwork, type DiscoveryOptions, type Network } from '@minigate/network';
import openMdns, { type MulticastDNS, type ResponseOutgoingPacket } from 'multicast-dns';
import { describe, expect, onTestFinished, test } from 'vitest';
import { advertise, ServiceLog } from './services.ts';

type Answers = ResponseOutgoingPacket['answers'];

const loopback = '127.0.0.1';
const group = '224.0.0.251';
const serviceType = '_http._tcp.';
const list = '_http._tcp.local';

function openNetwork(discovery: DiscoveryOptions): { network: Network; log: ServiceLog } {
  const network = createNetwork({
    policy: { appId: 'demo', version: 1, serverDomains: [] },
    discovery: { interface: loopback, ...discovery },
  });
  onTestFinished(() => network.close());
  return { network, log: new ServiceLog(network) };
}

/** A UDP port of our own: nothing but the test speaks there. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '0.0.0.0');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** Another device, which says whatever the test wants. */
async function openDevice(port: number): Promise<MulticastDNS> {
  const device = openMdns({ interface: loopback, bind: '0.0.0.0', port });
  await new Promise<void>((resolve) => device.on('ready', resolve));
  onTestFinished(() => new Promise<void>((resolve) => device.destroy(resolve)));
  return device;
}

function pointer(name: string): Answers {
  return [{ type: 'PTR', name: list, ttl: 120, class: 'IN', data: `${name}.${list}` }];
}

function details(name: string, address = loopback): Answers {
  return [
    {
      type: 'SRV',
      name: `${name}.${list}`,
      ttl: 120,
      class: 'IN',
      data: { target: 'device.local', port: 8080 },
    },
    { type: 'AAAA', name: 'device.local', ttl: 120, class: 'IN', data: 'fe80::1' },
    { type: 'A', name: 'device.local', ttl: 120, class: 'IN', data: address },
  ];
}

function service(name: string): Answers {
  return [...pointer(name), ...details(name)];
}

async function search() {
  const port = await freePort();
  const device = await openDevice(port);
  const { network, log } = openNetwork({ port });
  expect(await network.api.startLocalServiceDiscovery({ serviceType })).toEqual({
    errMsg: 'startLocalServiceDiscovery:ok',
  });
  const say = (answers: Answers) => device.respond({ answers });
  return { port, device, network, log, say };
}

describe('Rule 21: services of the local network', () => {
  test('finds a service of a second process that another library advertises, and loses it on its goodbye', async () => {
    const name = `Printer ${process.pid}`;
    const { network, log } = openNetwork({});
    const sayGoodbye = await advertise({ name, type: 'http', port: 8080 });
    await network.api.startLocalServiceDiscovery({ serviceType });
    await log.until(`found ${name}`);
    const found = log.of('found').filter(({ serviceName }) => serviceName === name);
    expect(found).toEqual([{ serviceType, serviceName: name, ip: loopback, port: 8080 }]);
    await sayGoodbye();
    await log.until(`lost ${name}`);
    expect(log.of('lost').filter(({ serviceName }) => serviceName === name)).toEqual([
      { serviceType, serviceName: name },
    ]);
  });

  test('finds a service that is announced while the search is under way', async () => {
    const name = `Camera ${process.pid}`;
    const { network, log } = openNetwork({});
    await network.api.startLocalServiceDiscovery({ serviceType: '_rtsp._tcp' });
    const sayGoodbye = await advertise({ name, type: 'rtsp', port: 554 });
    await log.until(`found ${name}`);
    expect(log.of('found').filter(({ serviceName }) => serviceName === name)).toEqual([
      { serviceType: '_rtsp._tcp', serviceName: name, ip: loopback, port: 554 },
    ]);
    await sayGoodbye();
  });

  test('asks for what an answer leaves out: where the service listens, and its address', async () => {
    const { log, device, say } = await search();
    device.on('query', ({ questions }) => {
      for (const { type, name } of questions) {
        if (type === 'SRV') say(details('Lamp').slice(0, 1));
        if (type === 'A' && name === 'device.local') say(details('Lamp').slice(1));
      }
    });
    say(pointer('Lamp'));
    await log.until('found Lamp');
    expect(log.of('found')).toEqual([{ serviceType, serviceName: 'Lamp', ip: loopback, port: 8080 }]);
  });

  test('tells an IPv4 address of the same network, wherever among the addresses it stands', async () => {
    const { log, say } = await search();
    const of = (address: string): Answers => [
      { type: 'A', name: 'device.local', ttl: 120, class: 'IN', data: address },
    ];
    say([...pointer('Lamp'), ...details('Lamp', '10.9.8.7'), ...of('169.254.1.1'), ...of('127.0.0.9')]);
    await log.until('found Lamp');
    expect(log.of('found')).toMatchObject([{ ip: '127.0.0.9' }]);
  });
});

describe('answers of a hostile device', () => {
  test('with names that cannot be asked for again are survived', async () => {
    const { log, say } = await search();
    const target = 'ö'.repeat(31);
    say([
      ...pointer('dotted.name'),
      ...pointer('Odd'),
      { type: 'SRV', name: `Odd.${list}`, ttl: 120, class: 'IN', data: { target, port: 1 } },
    ]);
    say(service('Lamp'));
    await log.until('found Lamp');
    expect(log.events).toEqual(['found Lamp']);
  });

  test('that are no packets change nothing', async () => {
    const { port, log, say } = await search();
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    socket.bind(port, '0.0.0.0');
    await once(socket, 'listening');
    socket.setMulticastInterface(loopback);
    const response = [0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    const packets = [
      [],
      [0],
      [...response],
      // A name that points to itself, one that points behind the packet, a label that is none.
      [...response, 0xc0, 0x0c, 0, 12, 0, 1, 0, 0, 0, 9, 0, 2, 0xc0, 0x0c],
      [...response, 0xff, 0xff, 0, 12, 0, 1],
      [...response, 0x80, 1],
      // More records than there are bytes.
      [0, 0, 0x84, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      Array.from({ length: 9000 }, (_, n) => (n * 7919) % 256),
    ];
    for (const packet of packets) {
      await new Promise((resolve) => socket.send(Buffer.from(packet), port, group, resolve));
    }
    socket.close();
    say(service('Lamp'));
    await log.until('found Lamp');
    expect(log.events).toEqual(['found Lamp']);
  });

  test('are not heard from another port or to another list', async () => {
    const { port, log, say } = await search();
    const elsewhere = openMdns({ interface: loopback, bind: '0.0.0.0', port: await freePort() });
    await new Promise<void>((resolve) => elsewhere.on('ready', resolve));
    await new Promise((resolve) => {
      elsewhere.respond({ answers: service('Forged') }, { address: group, port }, resolve);
    });
    await new Promise<void>((resolve) => elsewhere.destroy(resolve));
    say([
      { type: 'PTR', name: '_ipp._tcp.local', ttl: 120, class: 'IN', data: `Other.${list}` },
      ...details('Other'),
    ]);
    say([{ type: 'PTR', name: list, ttl: 120, class: 'IN', data: 'www.example.com' }]);
    say(service('Lamp'));
    await log.until('found Lamp');
    expect(log.events).toEqual(['found Lamp']);
  });
});

describe('a search', () => {
  test('that ends leaves its port to others and hears nothing more', async () => {
    const { network, log, say, device } = await search();
    await network.api.stopLocalServiceDiscovery();
    const heard = once(device, 'response');
    say(service('Late'));
    await heard;
    expect(log.events).toEqual(['stop']);
  });

  test('fails with the number of the system where the interface is not there', async () => {
    const { network } = openNetwork({ interface: '203.0.113.9', port: await freePort() });
    const failure: unknown = await network.api
      .startLocalServiceDiscovery({ serviceType })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ errno: 606101 });
  });

  test('fails where the device is on no local network', async () => {
    const network = createNetwork({
      policy: { appId: 'demo', version: 1, serverDomains: [] },
      interfaces: [],
    });
    onTestFinished(() => network.close());
    await expect(network.api.startLocalServiceDiscovery({ serviceType })).rejects.toEqual({
      errMsg: 'startLocalServiceDiscovery:fail mdns resolve system error:0',
      errno: 606101,
    });
  });

  test('can be closed before it has begun', async () => {
    const { network } = openNetwork({ port: await freePort() });
    const started = network.api
      .startLocalServiceDiscovery({ serviceType })
      .catch((failure: unknown) => failure);
    await network.close();
    expect(await started).toMatchObject({ errMsg: 'startLocalServiceDiscovery:fail interrupted' });
  });
});
