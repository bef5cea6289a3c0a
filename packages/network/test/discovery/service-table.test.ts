import { describe, expect, test } from 'vitest';
import type { DiscoveryRecord } from '../../src/discovery/records.ts';
import { ServiceTable } from '../../src/discovery/service-table.ts';

const domain = '_http._tcp.local';

/** A table of which everything told is kept; addresses that begin with 10 are of the same network. */
function open(size = 64) {
  const told: string[] = [];
  const table = new ServiceTable({
    domain,
    size,
    choose(addresses) {
      const all = [...addresses];
      const local = all.find((address) => address.startsWith('10.'));
      const address = local ?? all[0];
      return address === undefined ? undefined : { address, local: local !== undefined };
    },
    onFound: ({ name, ip, port }) => told.push(`found ${name} ${ip}:${port}`),
    onLost: (name) => told.push(`lost ${name}`),
    onResolveFail: (name) => told.push(`unresolved ${name}`),
  });
  return { table, told };
}

function listed(name: string, ttl = 120_000): DiscoveryRecord {
  return { type: 'PTR', name: domain, instance: `${name}.${domain}`, ttl };
}

function located(name: string, port = 80, target = 'device.local'): DiscoveryRecord {
  return { type: 'SRV', name: `${name}.${domain}`, target, port, ttl: 120_000 };
}

function addressed(address: string, ttl = 120_000): DiscoveryRecord {
  return { type: 'A', name: 'device.local', address, ttl };
}

function whole(name: string, port = 80): DiscoveryRecord[] {
  return [listed(name), located(name, port), addressed('10.0.0.9')];
}

describe('Rule 21: what a search knows', () => {
  test('is told as soon as a service has an address of the same network', () => {
    const { table, told } = open();
    expect(table.take(whole('Lamp'), 0)).toBe(true);
    expect(told).toEqual(['found Lamp 10.0.0.9:80']);
    expect(table.take(whole('Lamp'), 10)).toBe(false);
    table.tick(1_000);
    expect(told).toHaveLength(1);
  });

  test('waits for a better address until the next tick', () => {
    const { table, told } = open();
    table.take([listed('Lamp'), located('Lamp'), addressed('fe80::1')], 0);
    expect(told).toEqual([]);
    table.take([addressed('10.0.0.9')], 10);
    expect(told).toEqual(['found Lamp 10.0.0.9:80']);
    table.take([listed('Old'), located('Old', 81, 'old.local')], 20);
    table.take([{ type: 'A', name: 'OLD.local', address: 'fe80::2', ttl: 1_000 }], 30);
    table.tick(1_000);
    expect(told.at(-1)).toBe('found Old fe80::2:81');
  });

  test('reads names without their letter case and tells them as they were written', () => {
    const { table, told } = open();
    table.take(
      [{ type: 'PTR', name: '_HTTP._tcp.LOCAL', instance: 'My Lamp._Http._TCP.local', ttl: 9_000 }],
      0,
    );
    table.take([located('MY LAMP', 80, 'Device.Local'), addressed('10.0.0.9')], 0);
    expect(told).toEqual(['found My Lamp 10.0.0.9:80']);
  });

  test('does not resolve within 5 s: this is told once, and the service can still be found', () => {
    const { table, told } = open();
    table.take([listed('Ghost')], 0);
    table.tick(4_999);
    expect(told).toEqual([]);
    table.tick(5_000);
    table.tick(6_000);
    expect(told).toEqual(['unresolved Ghost']);
    table.take(whole('Ghost'), 7_000);
    expect(told.at(-1)).toBe('found Ghost 10.0.0.9:80');
  });

  test('is lost a second after its goodbye, once, however often that comes', () => {
    const { table, told } = open();
    table.take(whole('Lamp'), 0);
    for (const moment of [100, 200, 300]) table.take([listed('Lamp', 0)], moment);
    table.tick(1_000);
    expect(told).toHaveLength(1);
    table.tick(1_300);
    table.tick(9_999);
    expect(told).toEqual(['found Lamp 10.0.0.9:80', 'lost Lamp']);
  });

  test('is not lost if it comes back within that second; a new port is told', () => {
    const { table, told } = open();
    table.take(whole('Lamp'), 0);
    table.take([listed('Lamp', 0)], 100);
    table.take(whole('Lamp', 90), 200);
    table.tick(2_000);
    table.tick(3_000);
    expect(told).toEqual(['found Lamp 10.0.0.9:80', 'found Lamp 10.0.0.9:90']);
  });

  test('is lost when its time to live is over', () => {
    const { table, told } = open();
    table.take([listed('Brief', 2_000), located('Brief'), addressed('10.0.0.9')], 0);
    table.tick(1_999);
    expect(told).toHaveLength(1);
    table.tick(2_000);
    expect(told.at(-1)).toBe('lost Brief');
  });

  test('is not lost if it had never been found', () => {
    const { table, told } = open();
    table.take([listed('Ghost', 1_000)], 0);
    table.take([listed('Nobody', 0)], 0);
    table.tick(2_000);
    expect(told).toEqual([]);
  });
});

describe('records of a hostile device', () => {
  test('fill no more places than there are; one that becomes free is filled', () => {
    const { table, told } = open(3);
    for (let n = 1; n <= 1_000; n += 1) table.take(whole(`Flood ${n}`), n);
    expect(told).toHaveLength(3);
    table.take([listed('Flood 2', 0)], 2_000);
    table.tick(3_000);
    table.take(whole('Lamp'), 3_000);
    expect(told.slice(3)).toEqual(['lost Flood 2', 'found Lamp 10.0.0.9:80']);
  });

  test('make a change known once for each tick, however often it changes', () => {
    const { table, told } = open();
    table.take(whole('Lamp'), 0);
    for (let port = 1; port < 1_000; port += 1) table.take(whole('Lamp', port), port);
    table.tick(1_000);
    expect(told).toEqual(['found Lamp 10.0.0.9:80', 'found Lamp 10.0.0.9:999']);
  });

  test('keep 16 addresses of a host', () => {
    const { table, told } = open();
    table.take([listed('Lamp'), located('Lamp')], 0);
    for (let n = 1; n <= 16; n += 1) table.take([addressed(`fe80::${n}`)], 0);
    table.take([addressed('10.0.0.9')], 0);
    expect(told).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['control characters', 'line\nbreak'],
    ['more than a label of 63 bytes', 'é'.repeat(32)],
  ])('make no service of a name with %s', (_, name) => {
    const { table, told } = open();
    expect(table.take(whole(name), 0)).toBe(false);
    table.tick(5_000);
    expect(told).toEqual([]);
  });

  test('of other lists, and of hosts that no service names, are left out', () => {
    const { table, told } = open();
    table.take([{ type: 'PTR', name: '_ipp._tcp.local', instance: `Other.${domain}`, ttl: 9_000 }], 0);
    table.take([{ type: 'PTR', name: domain, instance: 'www.example.com', ttl: 9_000 }], 0);
    table.take([located('Other'), addressed('10.0.0.9')], 0);
    table.tick(9_000);
    expect(told).toEqual([]);
    expect(table.unresolved).toEqual([]);
  });

  test('with a target that cannot be asked for again do not resolve', () => {
    const { table, told } = open();
    for (const target of ['', '.', 'a..b', 'ö'.repeat(40), 'a b', `${'a'.repeat(64)}.local`]) {
      table.take([listed('Odd'), located('Odd', 80, target)], 0);
    }
    expect(table.unresolved).toMatchObject([{ instance: `Odd.${domain}`, target: '' }]);
    table.tick(5_000);
    expect(told).toEqual(['unresolved Odd']);
  });
});
