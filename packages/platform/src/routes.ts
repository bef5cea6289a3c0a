import type { Core } from './core.ts';
import type { App } from './http/app.ts';
import { miniProgramRoutes } from './mini-programs/routes.ts';
import { eventRoutes } from './policies/event-routes.ts';
import { policyRoutes } from './policies/policy-routes.ts';
import { signingKeyRoutes } from './policies/signing-key-routes.ts';
import type { Services } from './services.ts';

/** Every route of the platform. */
export async function registerRoutes(app: App, _core: Core, services: Services): Promise<void> {
  miniProgramRoutes(app, services);
  policyRoutes(app, services);
  eventRoutes(app, services.policyEvents);
  signingKeyRoutes(app, services.signingKeys);
}
