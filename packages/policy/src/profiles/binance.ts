import type { HostProfile } from '../host-profile.ts';

const MiB = 1024 * 1024;

/** The host profile that `docs/rules.md` describes, and the one in force where nothing else is named. */
export const binance: HostProfile = {
  name: 'binance',
  referer: 'https://www.binance.com',
  bannedHosts: ['api.binance.com'],
  serverDomains: { maxEntries: 200, wssWithoutPort: 'every' },
  slots: { size: 10, layout: 'shared', overflow: 'queue', maxQueued: 1000 },
  background: { grace: 5000, startedInGrace: 'interrupt', freezeProgram: true },
  defaultTimeout: 60_000,
  limits: {
    redirects: 20,
    responseBytes: 32 * MiB,
    downloadBytes: 200 * MiB,
    responseHeaderBytes: 256 * 1024,
  },
};
