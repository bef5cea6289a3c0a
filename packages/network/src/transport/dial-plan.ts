import { lookup as lookupInSystem } from 'node:dns/promises';
import type { Origin } from '@minigate/policy';
import type { AddressOverride } from './address-override.ts';
import type { DialPlan } from './dial.ts';
import type { Proxy } from './proxy.ts';
import type { GuardMode } from './transport.ts';

/** What all dials of one transport have in common. */
export interface DialTerms
  extends Pick<DialPlan, 'guard' | 'lookup' | 'timeout' | 'secureContext' | 'clockOffset'> {
  /** By hostname. */
  readonly overrides: ReadonlyMap<string, AddressOverride>;
  readonly proxy?: Proxy | undefined;
}

/** How the endpoint of a target is dialled. */
export function planDial(
  { scheme, hostname, port }: Origin,
  mode: GuardMode,
  http2: boolean,
  { overrides, proxy, guard, lookup, timeout, secureContext, clockOffset }: DialTerms,
): DialPlan {
  const name = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
  return {
    tls: scheme === 'https' || scheme === 'wss',
    http2,
    hostname,
    port,
    origin: `${scheme}://${name}`,
    name,
    mode,
    override: overrides.get(hostname),
    // A proxy is on a local network of its own: the LAN rule judged this one.
    proxy: mode === 'lan' ? undefined : proxy,
    guard,
    lookup,
    timeout,
    secureContext,
    clockOffset,
    session: undefined,
  };
}

/** All addresses of a hostname, as the system's resolver gives them. */
export async function lookupAll(hostname: string): Promise<string[]> {
  const answers = await lookupInSystem(hostname, { all: true });
  return answers.map(({ address }) => address);
}
