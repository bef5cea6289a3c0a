import { judgeAddress, parseIpv4 } from './address.ts';
import type { DenyReason } from './reasons.ts';

/** One IPv4 interface of this device, as `os.networkInterfaces()` lists it. Others are skipped. */
export interface NetworkInterface {
  readonly address: string;
  readonly netmask: string;
}

/** `undefined` means: on the local network; otherwise the reason why not. */
export type LocalNetworkFault = Extract<
  DenyReason,
  'IP_ADDRESS' | 'PRIVATE_ADDRESS' | 'LAN_OTHER_SUBNET' | 'LAN_OWN_ADDRESS' | 'LAN_NETWORK_ADDRESS'
>;

/** Classes whose addresses are no device of a subnet, whatever a netmask says. */
const neverLocal: ReadonlySet<string> = new Set([
  'loopback',
  'linkLocal',
  'metadata',
  'multicast',
  'broadcast',
  'unspecified',
  'invalid',
]);

/**
 * The LAN rule: a literal IPv4 address is reachable without a server domain, by http and ws too, if it is
 * in the same subnet as one of this device's interfaces and is not this device's own. Whether the address
 * is a private one plays no part. The network and broadcast address of the subnet, loopback and link-local
 * addresses and all of IPv6 are outside. Rule 7.
 *
 * @returns the reason against it, or `undefined` where the rule holds
 * @example
 * const interfaces = [{ address: '192.168.1.7', netmask: '255.255.255.0' }];
 * findLocalNetworkFault('192.168.1.20', interfaces); // undefined
 * findLocalNetworkFault('192.168.1.7', interfaces); // 'LAN_OWN_ADDRESS'
 */
export function findLocalNetworkFault(
  hostname: string,
  interfaces: readonly NetworkInterface[],
): LocalNetworkFault | undefined {
  const judged = judgeAddress(hostname);
  const outside = judged.globallyRoutable ? 'IP_ADDRESS' : 'PRIVATE_ADDRESS';
  const address = parseIpv4(hostname);
  if (address === undefined || neverLocal.has(judged.class)) return outside;

  if (interfaces.some((one) => parseIpv4(one.address) === address)) return 'LAN_OWN_ADDRESS';
  const subnets = interfaces.flatMap((one) => readSubnet(one) ?? []);
  const shared = subnets.filter(({ own, mask }) => (own & mask) === (address & mask));
  if (shared.length === 0) return judged.globallyRoutable ? 'IP_ADDRESS' : 'LAN_OTHER_SUBNET';
  return shared.some(({ mask }) => isDevice(address, mask)) ? undefined : 'LAN_NETWORK_ADDRESS';
}

interface Subnet {
  readonly own: number;
  readonly mask: number;
}

/** An interface without a usable mask, and one that is alone in its subnet, reaches nobody. */
function readSubnet({ address, netmask }: NetworkInterface): Subnet | undefined {
  const own = parseIpv4(address);
  const mask = parseIpv4(netmask);
  if (own === undefined || mask === undefined) return undefined;
  const hostBits = ~mask;
  const contiguous = (hostBits & (hostBits + 1)) === 0;
  return contiguous && mask !== 0 && hostBits !== 0 ? { own, mask } : undefined;
}

/** In a subnet of two both addresses are devices (RFC 3021); in others the first and the last are not. */
function isDevice(address: number, mask: number): boolean {
  const hostBits = ~mask;
  if (hostBits === 1) return true;
  const host = address & hostBits;
  return host !== 0 && host !== hostBits;
}
