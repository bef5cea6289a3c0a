import type { HostProfile } from '@minigate/policy';
import type { HeaderLines } from '../header-lines.ts';
import { userAgent } from '../outgoing.ts';

/**
 * The header lines of a handshake: the program's own, a user agent where it names none, and the host's Referer.
 * What the protocol itself says (`sec-websocket-*`) is not the program's to say; sub-protocols are an option of
 * the call. Rules 9 and 18.
 *
 * @example
 * buildHandshake(['X-Token', 'abc'], binance); // ['X-Token', 'abc', 'user-agent', …, 'referer', …]
 */
export function buildHandshake(header: HeaderLines, { referer }: Pick<HostProfile, 'referer'>): string[] {
  const lines: string[] = [];
  let namesAgent = false;
  for (let i = 0; i + 1 < header.length; i += 2) {
    const name = header[i] ?? '';
    const lower = name.toLowerCase();
    if (lower.startsWith('sec-websocket-')) continue;
    if (lower === 'user-agent') namesAgent = true;
    lines.push(name, header[i + 1] ?? '');
  }
  if (!namesAgent) lines.push('user-agent', userAgent);
  lines.push('referer', referer);
  return lines;
}
