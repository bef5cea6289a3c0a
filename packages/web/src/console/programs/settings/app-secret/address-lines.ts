import { type IssueCode, parseAddressRanges } from '@minigate/policy';

/** A line of an allow-list that is no address. */
export interface AddressFault {
  readonly text: string;
  readonly code: IssueCode;
  /** The engine's sentence. */
  readonly message: string;
}

export interface AddressLines {
  /** Each once, as written. */
  readonly addresses: readonly string[];
  readonly faults: readonly AddressFault[];
  readonly repeated: number;
}

/**
 * Reads an allow-list: addresses and CIDR ranges, one a line or with commas; what follows a `#` is a comment.
 *
 * @example
 * readAddressLines('203.0.113.7 # office\n2001:db8::/32').addresses; // ['203.0.113.7', '2001:db8::/32']
 */
export function readAddressLines(text: string): AddressLines {
  const words = text
    .split(/[\r\n]+/)
    .flatMap((line) => line.replace(/#.*$/, '').split(/[\s,;，；、]+/u))
    .filter((word) => word !== '');
  const addresses = [...new Set(words)];
  const faults = addresses.flatMap((word): AddressFault[] => {
    const read = parseAddressRanges([word]);
    return read.ok ? [] : read.issues.map(({ code, message }) => ({ text: word, code, message }));
  });
  return { addresses, faults, repeated: words.length - addresses.length };
}

/** What two people have made of the same list, put together: each one's additions, and without what either removed. */
export function mergeAddresses(
  base: readonly string[],
  theirs: readonly string[],
  mine: readonly string[],
): readonly string[] {
  const removed = new Set(base.filter((address) => !theirs.includes(address)));
  const added = theirs.filter((address) => !base.includes(address));
  return [...new Set([...mine.filter((address) => !removed.has(address)), ...added])];
}
