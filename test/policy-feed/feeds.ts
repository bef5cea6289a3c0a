import {
  createPolicyFeed,
  type PolicyFeed,
  type PolicyFeedEvents,
  type PolicyFeedOptions,
  type PolicyTaken,
  type PolicyTrouble,
} from '@minigate/network';
import { onTestFinished } from 'vitest';
import { VirtualClock } from '../../packages/network/src/testing/virtual-clock.ts';
import { type PolicyServer, startPolicyServer } from '../support/policy-server.ts';
import { authority } from '../support/servers.ts';

/** A feed and everything that it told. */
export interface WatchedFeed {
  readonly feed: PolicyFeed;
  readonly taken: PolicyTaken[];
  readonly troubles: PolicyTrouble[];
  /** Codes of all faults, in order. */
  codes(): string[];
  /** The next event of a kind. */
  next<K extends keyof PolicyFeedEvents>(event: K): Promise<PolicyFeedEvents[K]>;
}

/** A platform that lives as long as the test. */
export async function platform(): Promise<PolicyServer> {
  const server = await startPolicyServer({ authority });
  onTestFinished(() => server.close());
  return server;
}

/** Time that passes by `advance` only. */
export function stoppedClock(): VirtualClock {
  return new VirtualClock({ runs: false, wanted: () => false });
}

/** A feed for `demo` that trusts the platform's first key; without announcements unless `options` say otherwise. */
export function follow(server: PolicyServer, options: Partial<PolicyFeedOptions> = {}): WatchedFeed {
  const feed = createPolicyFeed({
    issuer: server.issuer,
    appId: 'demo',
    thumbprint: server.key.thumbprint,
    tls: { ca: server.authority.pem },
    resolve: server.resolve,
    announcements: false,
    ...options,
  });
  onTestFinished(() => feed.close());
  const taken: PolicyTaken[] = [];
  const troubles: PolicyTrouble[] = [];
  feed.on('policy', (event) => taken.push(event));
  feed.on('fault', (event) => troubles.push(event));
  return {
    feed,
    taken,
    troubles,
    codes: () => troubles.map(({ fault }) => fault.code),
    next: (event) =>
      new Promise((resolve) => {
        const stop = feed.on(event, (told) => {
          stop();
          resolve(told);
        });
      }),
  };
}
