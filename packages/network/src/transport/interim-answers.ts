const one = 0x31;
const two = 0x32;
const headEnd = Buffer.from('\r\n\r\n');
/** Where the status stands in a first line. */
const status = 'HTTP/1.1 '.length;

/**
 * Makes `102 Processing` of every `100 Continue` at the beginning of what a server says. Clients pass over
 * both (RFC 9110, 15.2), but undici ends a connection over a 100 that it has not asked for.
 *
 * @param chunk what begins an answer; changed in place
 */
export function passOverContinue(chunk: Buffer): void {
  let at = 0;
  while (chunk[at + status] === one) {
    if (chunk.toString('latin1', at, at + status + 3) === 'HTTP/1.1 100') chunk[at + status + 2] = two;
    const end = chunk.indexOf(headEnd, at);
    if (end < 0) return;
    at = end + headEnd.length;
  }
}
