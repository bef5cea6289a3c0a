import { createNetwork, createPolicyFeed, type Network, type PolicyFeedOptions } from '@minigate/network';

/** A network that follows what the platform signs, with a line for each policy and each fault. */
export async function openSignedNetwork(
  say: (line: string) => void,
  options: Pick<PolicyFeedOptions, 'thumbprint' | 'directory' | 'tls' | 'resolve'>,
): Promise<{ network: Network; close: () => Promise<void> }> {
  const feed = createPolicyFeed({
    issuer: 'https://platform.example.test',
    appId: 'demo',
    apply: 'at-once',
    ...options,
  });
  feed.on('policy', ({ policy, source }) => say(`version ${policy.version} from the ${source}`));
  feed.on('fault', ({ fault }) => say(`${fault.code}: ${fault.message}`));
  await feed.ready;
  const network = createNetwork({ policy: feed });
  return {
    network,
    async close() {
      await network.close();
      await feed.close();
    },
  };
}
