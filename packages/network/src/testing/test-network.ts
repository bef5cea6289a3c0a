import type { PolicyDocument } from '@minigate/policy';
import { createNetwork } from '../network.ts';
import type { Network, NetworkOptions } from '../network-options.ts';
import { emptyLocalNetwork } from './empty-local-network.ts';
import { ScriptedServer, type TestServer } from './test-server.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface TestNetworkOptions extends Omit<NetworkOptions, 'policy' | 'transport' | 'clock'> {
  /** What the program may reach; or give a whole `policy`. */
  readonly serverDomains?: PolicyDocument['serverDomains'];
  readonly policy?: NetworkOptions['policy'];
  /**
   * `running` (default): delays and timeouts pass at once, in their order, while a call is under way.
   * `standing`: time passes only by `clock.advance`.
   */
  readonly time?: 'running' | 'standing';
}

export interface TestNetwork {
  /** A network as in production, rules included; only its servers and its time are made up. */
  readonly network: Network;
  readonly server: TestServer;
  readonly clock: VirtualClock;
}

/**
 * A network for tests of mini program code: every rule of production applies, the answers are the test's, and a
 * minute takes no time. Nothing of the machine plays a part: the device has no local network (Rules 20 and 21)
 * unless `interfaces` and `discovery` name one. Neither the cache nor HTTP/2 is played (Rule 19).
 *
 * @throws TypeError if the policy document or another option is malformed
 *
 * @example
 * const { network, server } = createTestNetwork({ serverDomains: ['https://api.example.com'] });
 * server.answer('GET https://api.example.com/slow', { json: { id: 7 }, delay: 3000 });
 * globalThis.wx = network.api;
 */
export function createTestNetwork(options: TestNetworkOptions = {}): TestNetwork {
  const { serverDomains = [], policy, time = 'running', ...others } = options;
  const clock: VirtualClock = new VirtualClock({ runs: time === 'running', wanted: () => server.waits });
  const server = new ScriptedServer({ clock, onWork: () => clock.wake() });
  const network = createNetwork({
    interfaces: [],
    ...others,
    discovery: { browser: emptyLocalNetwork, ...others.discovery },
    policy: policy ?? { appId: 'test', version: 1, serverDomains },
    transport: server,
    clock,
  });
  return { network, server, clock };
}
