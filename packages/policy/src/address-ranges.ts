import ipaddr from 'ipaddr.js';
import { parseIpv4, parseIpv6 } from './address.ts';
import { textOf } from './foreign.ts';
import { issue } from './issues.ts';
import type { PolicyIssue } from './issues.ts';

/** Addresses that the address guard lets through beside the globally routable ones. */
export interface AddressRanges {
  /** Whether an address, as text, lies in one of the ranges. Text that is no address lies in none. */
  includes(address: string): boolean;
}

export type AddressRangesResult =
  | { readonly ok: true; readonly ranges: AddressRanges }
  | { readonly ok: false; readonly issues: readonly PolicyIssue[] };

const prefixLength = /^(?:0|[1-9]\d{0,2})$/;

/**
 * Reads the list behind `allowAddresses`: CIDR ranges, or single addresses, of IPv4 and IPv6. An IPv4 range
 * also holds the mapped form of its addresses. The list is the host's own word: it opens metadata and
 * link-local addresses too where it names them. Rule 7.
 *
 * @example
 * const result = parseAddressRanges(['127.0.0.0/8', '::1']);
 * if (result.ok) result.ranges.includes('127.0.0.1'); // true
 */
export function parseAddressRanges(texts: readonly string[]): AddressRangesResult {
  const parsed = texts.map((text) => ({ text, range: parseRange(text) }));
  const issues = parsed
    .filter(({ range }) => range === undefined)
    .map(({ text }) => issue('INVALID_ADDRESS_RANGE', textOf(text)));
  if (issues.length > 0) return { ok: false, issues };
  const ranges = parsed.flatMap(({ range }) => (range === undefined ? [] : [range]));
  return { ok: true, ranges: { includes: (text) => holds(ranges, text) } };
}

type ParsedAddress = ipaddr.IPv4 | ipaddr.IPv6;
type AddressRange = readonly [ParsedAddress, number];

function holds(ranges: readonly AddressRange[], text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && ranges.some((range) => inRange(address, range));
}

function inRange(address: ParsedAddress, [network, bits]: AddressRange): boolean {
  if (address instanceof ipaddr.IPv6) {
    if (network instanceof ipaddr.IPv6) return address.match(network, bits);
    return address.isIPv4MappedAddress() && address.toIPv4Address().match(network, bits);
  }
  return network instanceof ipaddr.IPv4 && address.match(network, bits);
}

function parseRange(text: string): AddressRange | undefined {
  if (typeof text !== 'string') return undefined;
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const longest = address instanceof ipaddr.IPv6 ? 128 : 32;
  if (slash < 0) return [address, longest];
  const bits = text.slice(slash + 1);
  return prefixLength.test(bits) && Number(bits) <= longest ? [address, Number(bits)] : undefined;
}

function parseAddress(text: string): ParsedAddress | undefined {
  return parseIpv4(text) === undefined ? parseIpv6(text) : ipaddr.IPv4.parse(text);
}
