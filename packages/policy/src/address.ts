import ipaddr from 'ipaddr.js';
import { embeddings, ipv4Table, ipv6Table } from './address-table.ts';
import type { AddressClass, Embedding } from './address-table.ts';

const dottedQuad = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

/** What the address guard needs to know of an address that is about to be dialled. Rule 7. */
export interface AddressJudgement {
  /** The address in its shortest form, without a zone; the text itself where it is no address. */
  readonly address: string;
  readonly class: AddressClass;
  /** Only these are dialled by default. */
  readonly globallyRoutable: boolean;
  /**
   * Whether debugging mode lets the address pass. Never link-local and metadata addresses, also inside an
   * IPv6 address, and nothing that is no address. Rule 8.
   */
  readonly waived: boolean;
}

const neverWaived: ReadonlySet<AddressClass> = new Set(['linkLocal', 'metadata', 'invalid']);

const ipv4Rows = ipv4Table.map(([range, of]) => {
  const [address, bits] = ipaddr.IPv4.parseCIDR(range);
  const mask = bits === 0 ? 0 : -1 << (32 - bits);
  return { network: bitsOf(address.octets) & mask, mask, of };
});
const ipv6Rows = ipv6Table.map(([range, of]) => ({ range: ipaddr.IPv6.parseCIDR(range), of }));
const wrappers = embeddings.map((of) => ({ range: ipaddr.IPv6.parseCIDR(of.range), of }));

/**
 * Judges an address at connect time, literal or resolved: its class, and whether it is globally routable.
 * Mapped, NAT64, 6to4 and Teredo addresses are judged by the IPv4 address inside. Never throws; text that
 * is no address in its usual form (four decimals, or IPv6) is `invalid`. Rule 7, RFC 6890.
 *
 * @example
 * judgeAddress('64:ff9b::a00:1'); // { address: '64:ff9b::a00:1', class: 'private', globallyRoutable: false, waived: true }
 * judgeAddress('169.254.169.254').waived; // false
 */
export function judgeAddress(text: string): AddressJudgement {
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) return judgement(text, classifyIpv4(ipv4));
  const ipv6 = parseIpv6(text);
  if (ipv6 !== undefined) return judgement(ipv6.toRFC5952String(), classifyIpv6(ipv6));
  return judgement(typeof text === 'string' ? text : '', 'invalid');
}

/** The 32 bits of four decimals without leading zeros, signed as bitwise operators give them. */
export function parseIpv4(text: string): number | undefined {
  if (typeof text !== 'string' || !dottedQuad.test(text)) return undefined;
  let bits = 0;
  let octet = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code !== 46) {
      octet = octet * 10 + code - 48;
      if (octet > 255) return undefined;
    } else {
      bits = (bits << 8) | octet;
      octet = 0;
    }
  }
  return (bits << 8) | octet;
}

/** An IPv6 address, its last 32 bits as four decimals or not; a zone (`%eth0`) is dropped. */
export function parseIpv6(text: string): ipaddr.IPv6 | undefined {
  if (typeof text !== 'string' || !text.includes(':')) return undefined;
  const zone = text.indexOf('%');
  const bare = withHexTail(zone < 0 ? text : text.slice(0, zone));
  return bare !== undefined && ipaddr.IPv6.isValid(bare) ? ipaddr.IPv6.parse(bare) : undefined;
}

/** Four decimals at the end as two groups: ipaddr.js reads `::8.8.8.8` as mapped, and parts in octal. */
function withHexTail(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const start = text.lastIndexOf(':') + 1;
  const bits = parseIpv4(text.slice(start));
  if (bits === undefined) return undefined;
  return `${text.slice(0, start)}${(bits >>> 16).toString(16)}:${(bits & 0xffff).toString(16)}`;
}

function judgement(address: string, addressClass: AddressClass): AddressJudgement {
  return {
    address,
    class: addressClass,
    globallyRoutable: addressClass === 'global',
    waived: !neverWaived.has(addressClass),
  };
}

function classifyIpv4(address: number): AddressClass {
  for (const { network, mask, of } of ipv4Rows) {
    if ((address & mask) === network) return of;
  }
  return 'global';
}

function classifyIpv6(address: ipaddr.IPv6): AddressClass {
  const bytes = address.toByteArray();
  const own = ipv6Rows.find((row) => address.match(...row.range))?.of ?? 'reserved';
  if (own === 'unspecified' || own === 'loopback') return own;
  const wrapper = wrappers.find((row) => address.match(...row.range))?.of;
  if (wrapper !== undefined) {
    return worst(embedded(bytes, wrapper), wrapper.transparent ? 'global' : 'reserved');
  }
  return own === 'global' && isIsatap(bytes) ? worst([ipv4At(bytes, [12, 13, 14, 15])], own) : own;
}

/** The class of the inner address that forbids most; `otherwise` where all of them are global. */
function worst(inner: readonly number[], otherwise: AddressClass): AddressClass {
  const classes = inner.map(classifyIpv4);
  const forbidden = classes.find((of) => neverWaived.has(of));
  if (forbidden !== undefined) return forbidden;
  if (otherwise === 'reserved') return otherwise;
  return classes.find((of) => of !== 'global') ?? otherwise;
}

function embedded(bytes: readonly number[], { bytes: places, inverted }: Embedding): number[] {
  const addresses = places.map((place) => ipv4At(bytes, place));
  const final = addresses.at(-1);
  return inverted === true && final !== undefined ? [...addresses.slice(0, -1), ~final] : addresses;
}

function ipv4At(bytes: readonly number[], place: readonly number[]): number {
  return bitsOf(place.map((index) => bytes[index] ?? 0));
}

function bitsOf(octets: readonly number[]): number {
  return octets.reduce((bits, octet) => (bits << 8) | octet, 0);
}

/** An interface identifier that carries an IPv4 address. RFC 5214. */
function isIsatap(bytes: readonly number[]): boolean {
  return (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
}
