import type { AccelerationEvent, Network, NetworkOptions } from '@minigate/network';
import type { AccelerationPolicy, PolicyDocument } from '@minigate/policy';
import type { Clock } from '../../packages/network/src/clock.ts';
import { VirtualClock } from '../../packages/network/src/testing/virtual-clock.ts';
import { loopbackNetwork } from './loopback-network.ts';
import { authority } from './servers.ts';

/** What programs call in these tests. */
export const origin = 'https://www.example.test';

/** Candidates, the first one first where nothing is measured. */
export function candidates(...names: string[]): AccelerationPolicy['candidates'] {
  return names.map((name, priority) => ({ origin: `https://${name}.example.test`, priority }));
}

/** The policy of a program of the platform's own, with the origin as its server domain. */
export function acceleratedPolicy(
  acceleration: Partial<AccelerationPolicy> & Pick<AccelerationPolicy, 'candidates'>,
  fields: Partial<PolicyDocument> = {},
): PolicyDocument {
  return {
    appId: 'demo',
    version: 1,
    serverDomains: [origin],
    firstParty: true,
    acceleration: { origin, ...acceleration },
    ...fields,
  };
}

interface Reachable {
  readonly resolve: Readonly<Record<string, string>>;
}

/**
 * A network over real connections whose time stands still until the test lets it pass: nothing is late, and no second
 * connection is attempted, before. Nothing is probed unless `probes` says so.
 */
export function acceleratedNetwork(
  servers: readonly Reachable[],
  policy: NetworkOptions['policy'],
  { probes = false, ...options }: Partial<NetworkOptions> & { probes?: boolean } = {},
): { network: Network; clock: VirtualClock; news: AccelerationEvent[] } {
  const clock = new VirtualClock({ runs: false, wanted: () => false });
  const network = loopbackNetwork(
    servers.map(({ resolve }) => ({ resolve, authority })),
    { policy, clock: probes ? clock : withoutProbes(clock), ...options },
  );
  const news: AccelerationEvent[] = [];
  network.on('acceleration', (event) => news.push(event));
  return { network, clock, news };
}

/** Probes are all that keeps no process alive. */
function withoutProbes(clock: VirtualClock): Clock {
  return {
    now: () => clock.now(),
    after: (ms, callback, idle = false) => (idle ? () => {} : clock.after(ms, callback)),
  };
}

/** Resolves with the next piece of news that fits, or one that was told before. */
export function told(
  network: Network,
  news: readonly AccelerationEvent[],
  fits: (event: AccelerationEvent) => boolean,
): Promise<AccelerationEvent> {
  const before = news.find(fits);
  if (before !== undefined) return Promise.resolve(before);
  return new Promise((resolve) => {
    const stop = network.on('acceleration', (event) => {
      if (!fits(event)) return;
      stop();
      resolve(event);
    });
  });
}
