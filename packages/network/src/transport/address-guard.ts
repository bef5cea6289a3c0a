import { type AddressRanges, judgeAddress, parseAddressRanges } from '@minigate/policy';
import type { DialledAddress, GuardMode } from './transport.ts';

/**
 * Judges addresses that are about to be dialled. Rule 7. What debugging mode does not waive, the LAN rule
 * does not open either. Rule 8.
 *
 * @example
 * const guard = new AddressGuard(['127.0.0.0/8']);
 * guard.judge('10.0.0.1', 443, 'enforce'); // { verdict: 'deny', enforced: true, addressClass: 'private', … }
 */
export class AddressGuard {
  readonly #allowed: AddressRanges;

  /**
   * @param allowed CIDR ranges let through beside globally routable addresses
   * @throws TypeError if one is malformed
   */
  constructor(allowed: readonly string[]) {
    const parsed = parseAddressRanges(allowed);
    if (!parsed.ok) throw new TypeError(parsed.issues.map(({ message }) => message).join(' '));
    this.#allowed = parsed.ranges;
  }

  /** `port` is for the record only. */
  judge(address: string, port: number, mode: GuardMode): DialledAddress {
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
}

/** Whether the guard lets an address be dialled. */
export function mayDial({ verdict, enforced }: DialledAddress): boolean {
  return verdict === 'allow' || !enforced;
}
