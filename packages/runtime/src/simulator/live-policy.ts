import type { PolicyFeed } from '@minigate/network';

/** The same feed, whose changes count at once: who watches a program changes its policy to see what comes of it. */
export function atOnce(feed: PolicyFeed): PolicyFeed {
  return {
    issuer: feed.issuer,
    appId: feed.appId,
    apply: 'at-once',
    get policy() {
      return feed.policy;
    },
    get fault() {
      return feed.fault;
    },
    ready: feed.ready,
    holds: (policy) => feed.holds(policy),
    refresh: () => feed.refresh(),
    on: (event, listener) => feed.on(event, listener),
    close: () => feed.close(),
  };
}
