import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isThisMachine } from '@minigate/network';
import type { Reach } from '../reach.ts';

/**
 * The port of a platform that runs on this machine, which is not for programs; none of one that is elsewhere. What
 * answers at the usual port may be in front of other servers as well, so that one stays open.
 *
 * @param issuer its origin, such as `http://127.0.0.1:7300`
 */
export async function portsOfPlatformHere(
  issuer: string,
  { resolve }: Pick<Reach, 'resolve'>,
): Promise<readonly number[]> {
  const { hostname, port } = new URL(issuer);
  if (port === '') return [];
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const override = isIP(host) === 0 ? resolve[host] : undefined;
  const place = override === undefined ? undefined : new URL(`http://${inUrl(override)}`);
  const name = place?.hostname.replace(/^\[(.*)\]$/, '$1') ?? host;
  const found = await lookup(name, { all: true }).catch(() => []);
  return found.some(({ address }) => isThisMachine(address)) ? [Number(place?.port || port)] : [];
}

/** `--resolve` takes IPv6 without brackets, where no port follows. */
function inUrl(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}
