const encoder = new TextEncoder();

/**
 * A text as one word of a POSIX shell. Nothing in it is special to the shell; NUL, which no argument can have, is
 * left out.
 */
export function quoted(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`;
}

/**
 * Bytes as one word; where one is no plain ASCII, they are printed by the shell, byte by byte: a terminal into which
 * the command is pasted takes control characters for keys. There is no newline at their end.
 */
export function quotedBytes(bytes: Uint8Array): string {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
    ? quoted(String.fromCharCode(...bytes))
    : `"$(${printed(bytes)})"`;
}

/** A command that prints these bytes, NUL too. */
export function printed(bytes: Uint8Array): string {
  let format = '';
  for (const byte of bytes) format += inFormat(byte, format === '');
  return `printf ${quoted(format)}`;
}

/** Texts of a header as they are on the wire: Latin-1, or UTF-8 where they are not that. */
export function headerBytes(text: string): Uint8Array {
  const units = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return /^[\0-\xff]*$/.test(text) ? units : encoder.encode(text);
}

/**
 * A format may not begin with a hyphen: that would be an option. In double quotes, and after a newline, shells at a
 * terminal take `!` for an earlier command.
 */
function inFormat(byte: number, first: boolean): string {
  const special = byte === 0x21 || (first && byte === 0x2d);
  const plain = byte === 0x0a || (byte >= 0x20 && byte < 0x7f && !special);
  if (!plain) return `\\${byte.toString(8).padStart(3, '0')}`;
  const character = String.fromCharCode(byte);
  return character === '%' ? '%%' : character === '\\' ? '\\\\' : character;
}
