import ipaddr from 'ipaddr.js';
import { embeddings, ipv4Table, ipv6Table } from './address-table.ts';
import type { AddressClass, Embedding } from './address-table.ts';

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

export type ParsedAddress = ipaddr.IPv4 | ipaddr.IPv6;
export type AddressRange = [ParsedAddress, number];

const neverWaived: ReadonlySet<AddressClass> = new Set(['linkLocal', 'metadata', 'invalid']);

const ipv4Rows = ipv4Table.map(([range, of]) => ({ range: ipaddr.IPv4.parseCIDR(range), of }));
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
  const address = parseAddress(text);
  if (address === undefined) {
    return { address: String(text), class: 'invalid', globallyRoutable: false, waived: false };
  }
  const addressClass = classify(address);
  return {
    address: formatAddress(address),
    class: addressClass,
    globallyRoutable: addressClass === 'global',
    waived: !neverWaived.has(addressClass),
  };
}

/** An address in its usual form; a zone (`%eth0`) is dropped. `undefined` where the text is none. */
export function parseAddress(text: string): ParsedAddress | undefined {
  if (typeof text !== 'string') return undefined;
  if (!text.includes(':')) {
    return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : undefined;
  }
  const zone = text.indexOf('%');
  const bare = zone < 0 ? text : text.slice(0, zone);
  return ipaddr.IPv6.isValid(bare) ? ipaddr.IPv6.parse(bare) : undefined;
}

export function formatAddress(address: ParsedAddress): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

/** Whether an address lies in a range. A mapped IPv6 address lies where its IPv4 address does. */
export function inRange(address: ParsedAddress, [network, bits]: AddressRange): boolean {
  if (address instanceof ipaddr.IPv6) {
    if (network instanceof ipaddr.IPv6) return address.match(network, bits);
    return address.isIPv4MappedAddress() && address.toIPv4Address().match(network, bits);
  }
  return network instanceof ipaddr.IPv4 && address.match(network, bits);
}

function classify(address: ParsedAddress): AddressClass {
  return address instanceof ipaddr.IPv4 ? classifyIpv4(address) : classifyIpv6(address);
}

function classifyIpv4(address: ipaddr.IPv4): AddressClass {
  return ipv4Rows.find((row) => inRange(address, row.range))?.of ?? 'global';
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
function worst(inner: readonly ipaddr.IPv4[], otherwise: AddressClass): AddressClass {
  const classes = inner.map(classifyIpv4);
  const forbidden = classes.find((of) => neverWaived.has(of));
  if (forbidden !== undefined) return forbidden;
  if (otherwise === 'reserved') return otherwise;
  return classes.find((of) => of !== 'global') ?? otherwise;
}

function embedded(bytes: readonly number[], { bytes: places, inverted }: Embedding): ipaddr.IPv4[] {
  const addresses = places.map((place) => ipv4At(bytes, place));
  const final = addresses.at(-1);
  if (inverted !== true || final === undefined) return addresses;
  return [...addresses.slice(0, -1), new ipaddr.IPv4(final.octets.map((octet) => octet ^ 0xff))];
}

function ipv4At(bytes: readonly number[], place: readonly number[]): ipaddr.IPv4 {
  return new ipaddr.IPv4(place.map((index) => bytes[index] ?? 0));
}

/** An interface identifier that carries an IPv4 address. RFC 5214. */
function isIsatap(bytes: readonly number[]): boolean {
  return (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
}
