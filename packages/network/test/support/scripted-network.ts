import { createNetwork, type Network, type NetworkOptions } from '@minigate/network';
import { binance, type HostProfile } from '@minigate/policy';
import { onTestFinished } from 'vitest';
import { ScriptedTransport } from './scripted-transport.ts';

interface ScriptedNetwork {
  network: Network;
  transport: ScriptedTransport;
}

/** A network over a scripted transport, closed when the test has finished. */
export function scriptedNetwork(options: Partial<NetworkOptions> = {}): ScriptedNetwork {
  const transport = new ScriptedTransport();
  const network = createNetwork({
    policy: {
      appId: 'demo',
      version: 1,
      serverDomains: ['https://api.example.com', 'https://other.example.com'],
    },
    transport,
    ...options,
  });
  onTestFinished(() => network.close());
  return { network, transport };
}

/** The Binance host profile with some fields replaced. */
export function profileWith(fields: Partial<HostProfile>): HostProfile {
  return { ...binance, ...fields };
}
