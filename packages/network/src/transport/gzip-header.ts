const longestHeader = 128 * 1024;

const flags = { headerCheck: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };

/**
 * How many bytes the header of a gzip member takes. RFC 1952, 2.3.
 *
 * @returns `incomplete` where more bytes are needed to say so, `none` where no member begins here
 */
export function gzipHeaderLength(bytes: Buffer): number | 'incomplete' | 'none' {
  const [id1 = 0x1f, id2 = 0x8b, method = 8, flag = 0] = bytes;
  if (id1 !== 0x1f || id2 !== 0x8b || method !== 8 || (flag & flags.reserved) !== 0) return 'none';
  const length = findEnd(bytes, flag);
  if (length <= bytes.length) return length;
  return bytes.length > longestHeader ? 'none' : 'incomplete';
}

/** Beyond the bytes there are, where the end is not among them. */
function findEnd(bytes: Buffer, flag: number): number {
  let at = 10;
  if ((flag & flags.extra) !== 0) {
    if (bytes.length < at + 2) return Infinity;
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const text of [flags.name, flags.comment]) {
    if ((flag & text) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return Infinity;
    at = end + 1;
  }
  return (flag & flags.headerCheck) === 0 ? at : at + 2;
}
