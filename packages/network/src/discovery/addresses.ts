import { isIPv4 } from 'node:net';
import { judgeAddress, type NetworkInterface } from '@minigate/policy';

/** Classes whose addresses are no single device, or lead back to whoever dials them. */
const nowhere: ReadonlySet<string> = new Set([
  'loopback',
  'multicast',
  'broadcast',
  'unspecified',
  'invalid',
]);

/**
 * The address of a device that a program is told: an IPv4 address of this local network, which the LAN rule
 * lets it call, before all others; a link-local one, which devices like to name first, after them.
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
  return best && { address: best.address, local: best.rank === 0 };
}

const unusable = 5;

function rankOf(address: string, interfaces: readonly NetworkInterface[]): number {
  if (interfaces.some((one) => inSubnet(address, one))) return 0;
  const { class: addressClass, waived } = judgeAddress(address);
  if (nowhere.has(addressClass)) return unusable;
  const family = isIPv4(address) ? 0 : 1;
  return waived ? 1 + family : 3 + family;
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
