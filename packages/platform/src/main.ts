import type { Core } from './core.ts';
import { type App, createApp } from './http/app.ts';
import { openCore, type PlatformOptions } from './open-core.ts';
import { pageRoutes } from './pages/routes.ts';
import { registerRoutes } from './routes.ts';
import { createServices, type Services } from './services.ts';
import type { Settings } from './settings.ts';

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
  const listening: { at?: string } = {};
  const core = await openCore(settings, options, listening);
  try {
    const services = await createServices(core);
    const app = await createApp(core, (token) => services.accessTokens.read(token));
    await registerRoutes(app, core, services);
    if (options.pages !== undefined) await pageRoutes(app, options.pages);
    const address = await app.listen({ host: settings.host, port: settings.port });
    listening.at = address;
    let closing: Promise<void> | undefined;
    const shutDown = async () => {
      await app.close();
      await services.close();
      await core.storage.close();
    };
    return { address, publicUrl: core.publicUrl, app, core, services, close: () => (closing ??= shutDown()) };
  } catch (error) {
    await core.storage.close();
    throw error;
  }
}
