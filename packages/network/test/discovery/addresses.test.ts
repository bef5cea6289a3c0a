import { expect, test } from 'vitest';
import { bestAddress, inSubnet } from '../../src/discovery/addresses.ts';
import { parseServiceType } from '../../src/discovery/service-type.ts';

const interfaces = [{ address: '192.168.1.7', netmask: '255.255.255.0' }];

test.each([
  [['fe80::1', '10.0.0.1', '192.168.1.20'], '192.168.1.20', true],
  [['fe80::1', '2600::1', '10.0.0.1'], '10.0.0.1', false],
  [['fe80::1', '169.254.1.1', '2600::1'], '2600::1', false],
  [['fe80::1', '169.254.1.1'], '169.254.1.1', false],
  [['fe80::1'], 'fe80::1', false],
  [['192.168.1.255', '192.168.1.0', '192.168.1.7', '192.168.1.20'], '192.168.1.20', true],
  [['192.168.1.7', '10.0.0.1'], '192.168.1.7', true],
  [['0.1.2.3', '248.1.1.1', '10.0.0.1'], '10.0.0.1', false],
])('of %j a program is told %s', (addresses, address, local) => {
  expect(bestAddress(addresses, interfaces)).toEqual({ address, local });
});

test('an address that is no single device is none', () => {
  expect(
    bestAddress(['127.0.0.1', '::1', '0.0.0.0', '224.0.0.251', '255.255.255.255', 'x'], interfaces),
  ).toBeUndefined();
  expect(
    bestAddress(['192.168.1.0', '192.168.1.255', '0.1.2.3', '240.0.0.1', '192.168.1.020'], interfaces),
  ).toBeUndefined();
});

test('only IPv4 addresses behind the netmask are of the same network', () => {
  const verdicts = ['192.168.1.255', '192.168.2.1', 'fe80::1', '', '192.168.1'].map((address) =>
    inSubnet(address, { address: '192.168.1.7', netmask: '255.255.255.0' }),
  );
  expect(verdicts).toEqual([true, false, false, false, false]);
});

test.each(['_http._tcp.', '_http._tcp', '_HTTP._TCP.local', '_http._tcp.local.'])(
  '%s is a service type',
  (text) => {
    expect(parseServiceType(text)).toEqual({ text, domain: '_http._tcp.local' });
  },
);

test.each([
  [''],
  ['http'],
  ['_http'],
  ['_http._sctp'],
  ['_http._tcp.example.com'],
  ['www.example.com'],
  ['_-._tcp'],
  ['_a.b._tcp'],
  ['_http._tcp..'],
  ['_http._tcp\0.local'],
  [' _http._tcp'],
  ['_http._tcp\n'],
  [`_${'a'.repeat(63)}._tcp`],
  ['_a'.repeat(100_000)],
  [7],
  [null],
  [{ toString: () => '_http._tcp' }],
])('%j is no service type', (value) => {
  expect(parseServiceType(value)).toBeUndefined();
});
