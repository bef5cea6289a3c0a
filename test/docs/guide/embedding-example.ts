import { createNetwork, type Network, type NetworkOptions } from '@minigate/network';

/** A network for one mini program, with a line for each verdict and each ending. */
export function openNetwork(say: (line: string) => void, options: Partial<NetworkOptions> = {}): Network {
  const network = createNetwork({
    policy: { appId: 'my-program', version: 1, serverDomains: ['https://api.example.test'] },
    networkTimeout: { request: 10_000 }, // from the program's app.json
    ...options,
  });
  network.on('decision', ({ url, decision }) => say(`${decision.verdict} ${decision.reason} ${url}`));
  network.on('settle', ({ api, outcome, error }) => say(`${api} ${outcome} ${error?.detail ?? ''}`.trim()));
  return network;
}
