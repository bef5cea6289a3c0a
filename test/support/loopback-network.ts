import { createNetwork, type Network, type NetworkEvents, type NetworkOptions } from '@minigate/network';
import type { PolicyDocument } from '@minigate/policy';
import { onTestFinished } from 'vitest';

/** What a network needs to know of a test server. */
interface Reachable {
  readonly authority?: { readonly pem: string };
  readonly resolve: Readonly<Record<string, string>>;
}

/**
 * A network whose names lead to loopback servers and which trusts their authorities. Unless `options` say
 * otherwise, every name of the servers is a server domain without a port. It is closed when the test ends.
 *
 * @example
 * const network = loopbackNetwork(await startHttpsServer(handler));
 * network.api.request({ url: 'https://api.example.test/' });
 */
export function loopbackNetwork(
  servers: Reachable | readonly Reachable[],
  options: Partial<NetworkOptions> = {},
): Network {
  const all = [servers].flat();
  const resolve = Object.assign({}, ...all.map((server) => server.resolve)) as Record<string, string>;
  const network = createNetwork({
    policy: policyFor(...Object.keys(resolve).map((name) => `https://${name}`)),
    tls: { ca: all.flatMap(({ authority }) => authority?.pem ?? []) },
    resolve,
    allowAddresses: ['127.0.0.0/8'],
    ...options,
  });
  onTestFinished(() => network.close());
  return network;
}

export function policyFor(...serverDomains: string[]): PolicyDocument {
  return { appId: 'demo', version: 1, serverDomains };
}

/** Every event of one kind from now on, in order. */
export function eventsOf<K extends keyof NetworkEvents>(network: Network, name: K): NetworkEvents[K][] {
  const events: NetworkEvents[K][] = [];
  network.on(name, (event) => events.push(event));
  return events;
}
