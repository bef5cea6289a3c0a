const exportSection = 7;
const tableKind = 1;

/**
 * A WebAssembly module with one more export: its first table, under the name given. Nothing else changes.
 * The sandbox needs it to give the engine a function to call.
 */
export function exportTable(wasm, name) {
  const parts = [wasm.subarray(0, 8)];
  let found = false;
  for (let at = 8; at < wasm.length; ) {
    const id = wasm[at];
    const size = readNumber(wasm, at + 1);
    const end = size.next + size.value;
    if (id === exportSection) {
      const count = readNumber(wasm, size.next);
      const text = Buffer.from(name, 'utf8');
      const content = Buffer.concat([
        number(count.value + 1),
        wasm.subarray(count.next, end),
        number(text.length),
        text,
        Buffer.from([tableKind, 0]),
      ]);
      parts.push(Buffer.from([id]), number(content.length), content);
      found = true;
    } else {
      parts.push(wasm.subarray(at, end));
    }
    at = end;
  }
  if (!found) throw new Error('The module has no export section.');
  const result = Buffer.concat(parts);
  if (!WebAssembly.validate(result)) throw new Error('The module cannot be given another export.');
  return result;
}

/** An unsigned LEB128 number, and where the next byte is. */
function readNumber(bytes, at) {
  let value = 0;
  let next = at;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[next++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next };
  }
}

function number(value) {
  const bytes = [];
  let rest = value;
  do {
    const low = rest % 0x80;
    rest = Math.floor(rest / 0x80);
    bytes.push(rest > 0 ? low + 0x80 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}
