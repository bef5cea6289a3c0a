import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLocalNetworkFault, judgeAddress, parseAddressRanges } from '../src/index.ts';

const byte = fc.nat({ max: 255 });
const ipv4 = fc.tuple(byte, byte, byte, byte);
const hex = ([a, b, c, d]: readonly number[]) =>
  `${(((a ?? 0) << 8) | (b ?? 0)).toString(16)}:${(((c ?? 0) << 8) | (d ?? 0)).toString(16)}`;

describe('judgeAddress', () => {
  it('never throws, and finds nothing but addresses routable', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV6(), fc.ipV4Extended(), fc.anything()), (text) => {
        const judged = judgeAddress(text as string);
        expect(judged.globallyRoutable).toBe(judged.class === 'global');
        if (judged.class !== 'invalid') expect(judgeAddress(judged.address)).toEqual(judged);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads what new URL() reads', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV6(),
          ipv4.map((octets) => `::ffff:${octets.join('.')}`),
          ipv4.map((octets) => `::${octets.join('.')}`),
        ),
        (text) => {
          const written = new URL(`https://[${text}]/`).hostname.slice(1, -1);
          expect(judgeAddress(text)).toEqual(judgeAddress(written));
          expect(judgeAddress(text).class).not.toBe('invalid');
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('judges mapped, NAT64, 6to4 and Teredo addresses like the one inside', () => {
    fc.assert(
      fc.property(ipv4, (octets) => {
        const { class: inside } = judgeAddress(octets.join('.'));
        const inverted = hex(octets.map((octet) => 255 - octet));
        const wrapped = [
          `::ffff:${octets.join('.')}`,
          `::ffff:${hex(octets)}`,
          `64:ff9b::${hex(octets)}`,
          `2002:${hex(octets)}::1`,
          `2001:0:808:808::${inverted}`,
        ];
        expect(wrapped.map((text) => judgeAddress(text).class)).toEqual(wrapped.map(() => inside));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('parseAddressRanges', () => {
  it('never throws for text, and an address is in its own range', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6())), (texts) => {
        const result = parseAddressRanges(texts);
        if (result.ok) expect(texts.every((text) => result.ranges.includes(text))).toBe(true);
        else expect(result.issues.every(({ code }) => code === 'INVALID_ADDRESS_RANGE')).toBe(true);
      }),
    );
  });

  it('names every range that cannot be read', () => {
    const result = parseAddressRanges(['x', '10.0.0.0/8', 'y'] as const);
    expect(result).toMatchObject({ ok: false, issues: [{ entry: 'x' }, { entry: 'y' }] });
    expect(parseAddressRanges([5, null] as unknown as string[])).toMatchObject({
      ok: false,
      issues: [{}, {}],
    });
  });
});

describe('the LAN rule', () => {
  const wifi = { address: '192.168.1.7', netmask: '255.255.255.0' };
  it.each([
    ['192.168.1.20', [wifi], undefined],
    ['192.168.1.20', [{ address: '10.0.0.1', netmask: '255.0.0.0' }, wifi], undefined],
    ['192.168.1.255', [{ ...wifi, netmask: '255.255.0.0' }], undefined],
    ['192.168.1.6', [{ ...wifi, netmask: '255.255.255.254' }], undefined],
    ['8.8.8.9', [{ address: '8.8.8.8', netmask: '255.255.255.0' }], undefined],
    ['100.64.0.2', [{ address: '100.64.0.1', netmask: '255.192.0.0' }], undefined],
    ['192.168.1.20', [{ ...wifi, netmask: '255.255.255.255' }], 'LAN_OTHER_SUBNET'],
    ['192.168.1.20', [{ ...wifi, netmask: '0.0.0.0' }], 'LAN_OTHER_SUBNET'],
    ['192.168.1.20', [{ ...wifi, netmask: '255.0.255.0' }], 'LAN_OTHER_SUBNET'],
    ['192.168.1.20', [{ ...wifi, netmask: '' }], 'LAN_OTHER_SUBNET'],
    ['192.168.1.20', [{ address: 'fe80::1', netmask: 'ffff:ffff:ffff:ffff::' }], 'LAN_OTHER_SUBNET'],
    ['192.168.1.7', [wifi], 'LAN_OWN_ADDRESS'],
    ['192.168.1.0', [wifi], 'LAN_NETWORK_ADDRESS'],
    ['192.168.1.255', [wifi], 'LAN_NETWORK_ADDRESS'],
    ['127.0.0.2', [{ address: '127.0.0.1', netmask: '255.0.0.0' }], 'PRIVATE_ADDRESS'],
    ['169.254.1.2', [{ address: '169.254.1.1', netmask: '255.255.0.0' }], 'PRIVATE_ADDRESS'],
    ['224.0.0.2', [{ address: '224.0.0.1', netmask: '255.255.255.0' }], 'PRIVATE_ADDRESS'],
    ['::ffff:192.168.1.20', [wifi], 'PRIVATE_ADDRESS'],
    ['8.8.8.8', [wifi], 'IP_ADDRESS'],
  ])('says of %s with %o: %s', (address, interfaces, fault) => {
    expect(findLocalNetworkFault(address, interfaces)).toBe(fault);
  });
});
