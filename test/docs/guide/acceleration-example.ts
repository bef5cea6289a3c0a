import { createNetwork, type Network, type PolicyFeed } from '@minigate/network';
import type { PolicyDocument } from '@minigate/policy';

/** A network that keeps what it measures, and says which candidates are left alone for a while, and why. */
export function openAcceleratedNetwork(
  policy: PolicyDocument | PolicyFeed,
  directory: string,
  say: (line: string) => void,
): Network {
  const network = createNetwork({ policy, acceleration: { directory, region: 'eu' } });
  network.on('acceleration', (event) => {
    if (event.kind === 'ejection') say(`${event.candidate}: ${event.why}. ${event.error?.fix ?? ''}`);
  });
  return network;
}
