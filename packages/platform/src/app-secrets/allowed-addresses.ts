import { type AddressRanges, parseAddressRanges } from '@minigate/policy';
import { ApiError } from '../errors.ts';

/** Entries of one list, at most. */
export const mostAllowedAddresses = 100;

/**
 * Checks a list of addresses and CIDR ranges, IPv4 and IPv6, and drops what stands in it twice.
 *
 * @throws ApiError `INVALID_REQUEST`, with each bad entry in `details.faults`
 */
export function readAllowedAddresses(given: readonly string[]): readonly string[] {
  const faults = given.flatMap((text, index) => {
    const read = parseAddressRanges([text]);
    return read.ok
      ? []
      : read.issues.map(({ message }) => ({ at: `body/allowedAddresses/${index}`, message }));
  });
  if (faults.length > 0) throw new ApiError('INVALID_REQUEST', { details: { faults } });
  return [...new Set(given)];
}

/** The ranges of a list that was checked; undefined if it is empty, which permits every address. */
export function toRanges(list: readonly string[]): AddressRanges | undefined {
  if (list.length === 0) return undefined;
  const read = parseAddressRanges(list);
  if (!read.ok) throw new Error('The database holds an address range that cannot be read.');
  return read.ranges;
}
