import { accountRoutes } from './accounts/routes.ts';
import type { Core } from './core.ts';
import type { App } from './http/app.ts';
import { miniProgramRoutes } from './mini-programs/routes.ts';
import type { Services } from './services.ts';

/** Every route of the platform. */
export async function registerRoutes(app: App, core: Core, services: Services): Promise<void> {
  accountRoutes(app, core, services.accounts);
  miniProgramRoutes(app, services);
}
