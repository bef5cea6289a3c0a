/** Sixteen bytes as a line of a hex view. */
export interface HexLine {
  /** `00000010` */
  readonly offset: string;
  /** `7b 22 61 22 …`, padded to full width. */
  readonly hex: string;
  /** Printable ASCII; a dot for anything else. */
  readonly text: string;
}

export const bytesInLine = 16;

export function hexLine(bytes: Uint8Array, line: number): HexLine {
  const part = bytes.subarray(line * bytesInLine, (line + 1) * bytesInLine);
  const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0'));
  return {
    offset: (line * bytesInLine).toString(16).padStart(8, '0'),
    hex: hex.join(' ').padEnd(bytesInLine * 3 - 1),
    text: Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(
      '',
    ),
  };
}
