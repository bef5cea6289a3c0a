import { isIPv4 } from 'node:net';
import { findLocalNetworkFault, judgeAddress, type NetworkInterface } from '@minigate/policy';

/** Classes whose addresses are no single device, or lead back to whoever dials them. */
const nowhere: ReadonlySet<string> = new Set([
  'loopback',
  'multicast',
  'broadcast',
  'unspecified',
  'reserved',
  'invalid',
]);

/**
 * The address of a device that a program is told: an IPv4 address of this local network, which the LAN rule
 * lets it call, before all others; this device's own after it; a link-local one, which devices like to name
 * first, last. The first and the last address of this local network are no device.
 */
export function bestAddress(
  addresses: Iterable<string>,
  interfaces: readonly NetworkInterface[],
): { address: string; local: boolean } | undefined {
  const ranked = [...addresses]
    .map((address) => ({ address, rank: rankOf(address, interfaces) }))
    .filter(({ rank }) => rank < unusable)
    .sort((one, other) => one.rank - other.rank);
  const [best] = ranked;
  return best && { address: best.address, local: best.rank <= ofThisNetwork };
}

const ofThisNetwork = 1;
const unusable = 6;

function rankOf(address: string, interfaces: readonly NetworkInterface[]): number {
  const fault = findLocalNetworkFault(address, interfaces);
  if (fault === undefined) return 0;
  if (fault === 'LAN_NETWORK_ADDRESS') return unusable;
  if (interfaces.some((one) => inSubnet(address, one))) return ofThisNetwork;
  const { class: addressClass, waived } = judgeAddress(address);
  if (nowhere.has(addressClass)) return unusable;
  const family = isIPv4(address) ? 0 : 1;
  return waived ? 2 + family : 4 + family;
}

/** Whether an IPv4 address is on the local network of an interface. */
export function inSubnet(address: string, { address: own, netmask }: NetworkInterface): boolean {
  if (!isIPv4(address) || !isIPv4(own) || !isIPv4(netmask)) return false;
  const mask = bits(netmask);
  return (bits(address) & mask) === (bits(own) & mask);
}

function bits(address: string): number {
  return address.split('.').reduce((number, octet) => (number << 8) | Number(octet), 0);
}
