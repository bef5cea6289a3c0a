import type { DestinationStream } from 'pino';
import { createAuth } from './accounts/auth.ts';
import { migrateAccounts } from './accounts/auth-tables.ts';
import { AuditLog } from './audit/audit-log.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Core } from './core.ts';
import { openStorage } from './database/open.ts';
import type { Surroundings } from './diagnostics/surroundings.ts';
import { createLog } from './log.ts';
import { type App, createApp } from './http/app.ts';
import { Metrics } from './operations/metrics.ts';
import { registerRoutes } from './routes.ts';
import { readServerKey } from './server-secret.ts';
import { createServices, type Services } from './services.ts';
import { isSecure, type Settings } from './settings.ts';

export interface PlatformOptions {
  /** Replaced in tests. */
  readonly clock?: Clock;
  /** Where the log goes; the standard output if nothing is said. */
  readonly logTo?: DestinationStream;
  /** Where servers are examined; replaced in tests. */
  readonly surroundings?: Surroundings;
}

/** A platform that answers. */
export interface Platform {
  /** Where it listens, such as `http://127.0.0.1:7300`. */
  readonly address: string;
  /** The origin under which clients reach it. */
  readonly publicUrl: string;
  readonly app: App;
  readonly core: Core;
  readonly services: Services;
  /** Requests under way end, streams of events are told to come back, then the database is closed. */
  close(): Promise<void>;
}

/**
 * Starts the platform: opens the database, brings its tables up to date, listens.
 *
 * @throws Error if the database cannot be opened or the port is taken
 * @example
 * const result = readSettings(process.env);
 * if (result.ok) {
 *   const platform = await startPlatform(result.settings);
 *   console.log(platform.address);
 * }
 */
export async function startPlatform(settings: Settings, options: PlatformOptions = {}): Promise<Platform> {
  const log = createLog(settings, options.logTo);
  const clock = options.clock ?? systemClock;
  const serverKey = readServerKey(settings);
  const storage = await openStorage(settings, (error) =>
    log.error({ err: error }, 'A fault of the database'),
  );
  try {
    const auth = createAuth({ storage, serverKey, secure: isSecure(settings) });
    await storage.migrate(() => migrateAccounts(auth));
    const listening: { at?: string } = {};
    const core: Core = {
      settings,
      get publicUrl() {
        const known = settings.publicUrl ?? listening.at;
        if (known === undefined) throw new Error('The platform does not listen yet.');
        return known;
      },
      storage,
      clock,
      serverKey,
      auth,
      audit: new AuditLog(storage, clock),
      log,
      metrics: new Metrics(),
      surroundings: options.surroundings ?? {},
    };
    const services = await createServices(core);
    const app = await createApp(core, (token) => services.accessTokens.read(token));
    await registerRoutes(app, core, services);
    const address = await app.listen({ host: settings.host, port: settings.port });
    listening.at = address;
    let closing: Promise<void> | undefined;
    const shutDown = async () => {
      await app.close();
      await services.close();
      await storage.close();
    };
    return { address, publicUrl: core.publicUrl, app, core, services, close: () => (closing ??= shutDown()) };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
