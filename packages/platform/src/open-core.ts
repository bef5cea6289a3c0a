import type { DestinationStream } from 'pino';
import { migrateAccounts } from './accounts/auth-tables.ts';
import { AuditLog } from './audit/audit-log.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Core } from './core.ts';
import { openStorage } from './database/open.ts';
import type { Surroundings } from './diagnostics/surroundings.ts';
import { createLog } from './log.ts';
import { Metrics } from './operations/metrics.ts';
import { readServerKey } from './server-secret.ts';
import { isSecure, type Settings } from './settings.ts';

export interface PlatformOptions {
  /** Replaced in tests. */
  readonly clock?: Clock;
  /** Where the log goes; the standard output if nothing is said. */
  readonly logTo?: DestinationStream;
  /** What an examination of a server domain goes by; replaced in tests. */
  readonly surroundings?: Surroundings;
  /** The folder of the built console, which is served at `/console`; without it there are only the interfaces. */
  readonly pages?: string;
}

/**
 * Opens the database, brings its tables up to date, and gives what every part of the platform stands on. Whoever opens
 * it closes `storage`.
 *
 * @param listening where the platform listens, once it does
 * @throws Error if the database cannot be opened
 */
export async function openCore(
  settings: Settings,
  { clock = systemClock, logTo, surroundings = {} }: PlatformOptions,
  listening: { readonly at?: string },
): Promise<Core> {
  const log = createLog(settings, logTo);
  const serverKey = readServerKey(settings);
  const storage = await openStorage(settings, (error) =>
    log.error({ err: error }, 'A fault of the database'),
  );
  try {
    const secure = isSecure(settings);
    await storage.migrate(() => migrateAccounts(storage, { serverKey, secure }));
    return {
      settings,
      get publicUrl() {
        const known = settings.publicUrl ?? listening.at;
        if (known === undefined) throw new Error('The platform does not listen yet.');
        return known;
      },
      storage,
      clock,
      serverKey,
      audit: new AuditLog(storage, clock),
      log,
      metrics: new Metrics(),
      surroundings,
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
