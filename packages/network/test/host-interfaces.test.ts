import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { hostInterfaces } from '../src/host-interfaces.ts';
import { requestLogged } from '../../../test/support/calls.ts';
import { scriptedNetwork } from './support/scripted-network.ts';

const hardware = '02:00:00:00:00:01';

function ipv4(address: string, of: { internal?: boolean; mac?: string } = {}): NetworkInterfaceInfo {
  const { internal = false, mac = hardware } = of;
  return { address, netmask: '255.255.255.0', family: 'IPv4', mac, internal, cidr: `${address}/24` };
}

function ipv6(address: string): NetworkInterfaceInfo {
  const rest = { netmask: 'ffff:ffff:ffff:ffff::', mac: hardware, internal: false, scopeid: 0 };
  return { address, family: 'IPv6', cidr: `${address}/64`, ...rest };
}

describe('Rule 20: the interfaces of the device', () => {
  test('are those that lead to other devices: no loopback, no tunnel, no bridge to its own guests', () => {
    const read = () => ({
      lo: [ipv4('127.0.0.1', { internal: true })],
      eth0: [ipv4('192.168.1.7'), ipv6('fd00::7')],
      wlan0: [ipv4('192.168.2.7'), ipv4('192.168.3.7')],
      tun0: [ipv4('10.8.0.2', { mac: '00:00:00:00:00:00' })],
      docker0: [ipv4('172.17.0.1')],
      'br-5c1f0a': [ipv4('172.18.0.1')],
      virbr0: [ipv4('192.168.122.1')],
      'vEthernet (WSL)': [ipv4('172.29.0.1')],
      gone: undefined,
    });
    const addresses = hostInterfaces(read)().map(({ address }) => address);
    expect(addresses).toEqual(['192.168.1.7', '192.168.2.7', '192.168.3.7']);
  });

  test('are read again when a second has passed', () => {
    let moment = 5_000;
    let readings = 0;
    const interfaces = hostInterfaces(
      () => {
        readings += 1;
        return { eth0: [ipv4(`192.168.1.${readings}`)] };
      },
      () => moment,
    );
    const address = () => interfaces()[0]?.address;
    expect(address()).toBe('192.168.1.1');
    moment += 999;
    expect(address()).toBe('192.168.1.1');
    moment += 1;
    expect(address()).toBe('192.168.1.2');
    expect(readings).toBe(2);
  });

  test('are none where the system does not tell them', () => {
    const refuse = () => {
      throw new Error('not permitted');
    };
    expect(hostInterfaces(refuse)()).toEqual([]);
  });
});

describe('Rule 20: `interfaces`', () => {
  const interfaces = [{ address: '192.168.1.7', netmask: '255.255.255.0' }];

  test('opens the subnet of an interface that it names, by http, and tells the guard that it is the LAN', async () => {
    const { network, transport } = scriptedNetwork({ interfaces });
    const call = requestLogged(network, { url: 'http://192.168.1.20:8080/status' });
    expect(transport.last.request).toMatchObject({
      guard: 'lan',
      target: { scheme: 'http', hostname: '192.168.1.20', port: 8080 },
    });
    transport.last.answer(200);
    expect(await call.done).toMatchObject({ statusCode: 200 });
  });

  test.each([
    'http://192.168.1.7/',
    'http://192.168.1.255/',
    'http://192.168.2.20/',
    'http://127.0.0.1/',
    'http://169.254.169.254/',
    'http://[::1]/',
  ])('leaves %s refused', async (url) => {
    const { network, transport } = scriptedNetwork({ interfaces });
    expect(await requestLogged(network, { url }).done).toMatchObject({
      errMsg: 'request:fail url not in domain list',
    });
    expect(transport.exchanges).toEqual([]);
  });

  test('that is empty closes the local network', async () => {
    const { network } = scriptedNetwork({ interfaces: [] });
    const call = requestLogged(network, { url: 'http://192.168.1.20/' });
    expect(await call.done).toMatchObject({ errno: 600002 });
  });

  test('is judged again at a redirect: a LAN device may send on to its neighbour, and no further', async () => {
    const { network, transport } = scriptedNetwork({ interfaces });
    const call = requestLogged(network, { url: 'http://192.168.1.20/' });
    transport.last.redirect(302, 'http://192.168.1.21/');
    expect(transport.last.url).toBe('http://192.168.1.21/');
    transport.last.redirect(302, 'http://192.168.2.1/');
    expect(await call.done).toMatchObject({ errno: 600002 });
  });
});
