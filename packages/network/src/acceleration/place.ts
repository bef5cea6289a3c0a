import type { Origin } from '@minigate/policy';

/** Where the server of an origin is dialled; of one that a policy was checked for. */
export function placeOf(origin: string): Origin {
  const { hostname, port, host } = new URL(origin);
  const explicitPort = port === '' ? undefined : port;
  return { scheme: 'https', hostname, port: Number(explicitPort ?? 443), explicitPort, authority: host };
}
