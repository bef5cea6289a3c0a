import { auditRoutes } from './audit/routes.ts';
import type { Core } from './core.ts';
import type { App } from './http/app.ts';
import { diagnosticsRoutes } from './diagnostics/routes.ts';
import { miniProgramRoutes } from './mini-programs/routes.ts';
import { platformStateRoutes } from './platform-state/routes.ts';
import { serverDomainRoutes } from './server-domains/routes.ts';
import type { Services } from './services.ts';

/** Every route of the platform. */
export async function registerRoutes(app: App, _core: Core, services: Services): Promise<void> {
  auditRoutes(app, services);
  diagnosticsRoutes(app, services);
  miniProgramRoutes(app, services);
  platformStateRoutes(app, services);
  serverDomainRoutes(app, services);
}
