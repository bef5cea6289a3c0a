import type { HostProfile } from '../host-profile.ts';

const MiB = 1024 * 1024;

/** The host profile that `docs/rules.md` describes, and the one in force where nothing else is named. */
export const binance: HostProfile = {
  name: 'binance',
  referer: 'https://www.binance.com',
  bannedHosts: ['api.binance.com'],
  serverDomains: { maxEntries: 200, changesPerMonth: 'unlimited', wssWithoutPort: 'every' },
  slots: { size: 10, layout: 'shared', overflow: 'queue', maxQueued: 1000 },
  background: { grace: 5000, startedInGrace: 'interrupt', freezeProgram: true },
  sockets: { size: 5, messageBytes: 16 * MiB, queuedBytes: 32 * MiB, closeTimeout: 10_000 },
  discovery: { duration: 30_000, services: 64 },
  connection: { change: 'fail' },
  acceleration: { origin: 'https://www.binance.com' },
  defaultTimeout: 60_000,
  limits: {
    redirects: 20,
    responseBytes: 32 * MiB,
    downloadBytes: 200 * MiB,
    responseHeaderBytes: 256 * 1024,
    cacheBytes: 16 * MiB,
  },
};
