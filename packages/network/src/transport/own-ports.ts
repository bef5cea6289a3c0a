import { networkInterfaces } from 'node:os';
import { judgeAddress, parseAddressRanges } from '@minigate/policy';

/** What the address guard says of a listener of Minigate's own, in place of an address class. */
export const ownListener = 'ownListener';

/**
 * The ports on which Minigate itself listens on this machine: the page of a simulator, a platform. No program may
 * reach them, at whatever address of this machine. Rule 7.
 */
export class OwnPorts {
  readonly #ports: readonly number[];

  /**
   * @param ports read anew at each question, so a port may be added once it is known
   * @throws TypeError if one is no port
   */
  constructor(ports: readonly number[]) {
    for (const port of ports) {
      if (!Number.isInteger(port) || port < 1 || port > 65_535) {
        throw new TypeError(`ownPorts must hold port numbers from 1 to 65535, not ${String(port)}.`);
      }
    }
    this.#ports = ports;
  }

  has(port: number): boolean {
    return this.#ports.includes(port);
  }

  /** Whether a connection to that address and port would reach Minigate itself. */
  reachedBy(address: string, port: number): boolean {
    return this.has(port) && isThisMachine(address);
  }
}

/** Whether an address is one of this machine at this moment, in whatever form. */
export function isThisMachine(address: string): boolean {
  const { class: addressClass } = judgeAddress(address);
  if (addressClass === 'loopback' || addressClass === 'unspecified') return true;
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.map((one) => one.address.replace(/%.*$/, '')),
  );
  const parsed = parseAddressRanges(own);
  // A system that tells nothing sensible of its interfaces may be anywhere.
  return !parsed.ok || parsed.ranges.includes(address);
}
