import { type AddressRanges, judgeAddress, parseAddressRanges } from '@minigate/policy';
import { OwnPorts, ownListener } from './own-ports.ts';
import type { DialledAddress, GuardMode } from './transport.ts';

/**
 * Judges addresses that are about to be dialled. Rule 7. What debugging mode does not waive, the LAN rule
 * does not open either. Rule 8. Minigate's own listeners nothing opens.
 *
 * @example
 * const guard = new AddressGuard(['127.0.0.0/8']);
 * guard.judge('10.0.0.1', 443, 'enforce'); // { verdict: 'deny', enforced: true, addressClass: 'private', … }
 */
export class AddressGuard {
  readonly #allowed: AddressRanges;
  readonly #own: OwnPorts;

  /**
   * @param allowed CIDR ranges let through beside globally routable addresses
   * @param ownPorts where Minigate itself listens on this machine
   * @throws TypeError if one is malformed
   */
  constructor(allowed: readonly string[], ownPorts: readonly number[] = []) {
    this.#own = new OwnPorts(ownPorts);
    const parsed = parseAddressRanges(allowed);
    if (!parsed.ok) throw new TypeError(parsed.issues.map(({ message }) => message).join(' '));
    this.#allowed = parsed.ranges;
  }

  judge(address: string, port: number, mode: GuardMode): DialledAddress {
    if (this.#own.reachedBy(address, port)) return refusedOwn(address, port);
    const { class: addressClass, globallyRoutable, waived } = judgeAddress(address);
    const passes = globallyRoutable || this.#allowed.includes(address) || (mode === 'lan' && waived);
    return {
      address,
      port,
      addressClass,
      verdict: passes ? 'allow' : 'deny',
      enforced: mode !== 'report' || !waived,
    };
  }

  /**
   * Judges the two ends of a connection that is there. Where they are at one address, it did not leave this
   * machine, whatever that address is.
   */
  judgeEnds(address: string, port: number, local: string | undefined, mode: GuardMode): DialledAddress {
    return address === local && this.#own.has(port)
      ? refusedOwn(address, port)
      : this.judge(address, port, mode);
  }

  /** Judges a port at an address that only a proxy will know, and that may be this machine's. */
  judgeBehindProxy(port: number): DialledAddress {
    if (this.#own.has(port)) return refusedOwn('', port);
    return { address: '', port, addressClass: 'unknown (by proxy)', verdict: 'allow', enforced: false };
  }
}

/** An address at which Minigate itself listens. */
function refusedOwn(address: string, port: number): DialledAddress {
  return { address, port, addressClass: ownListener, verdict: 'deny', enforced: true };
}

/** Whether the guard lets an address be dialled. */
export function mayDial({ verdict, enforced }: DialledAddress): boolean {
  return verdict === 'allow' || !enforced;
}
