import { appSecretRoutes } from './app-secrets/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import type { Core } from './core.ts';
import type { App } from './http/app.ts';
import { diagnosticsRoutes } from './diagnostics/routes.ts';
import { miniProgramRoutes } from './mini-programs/routes.ts';
import { oauthDoors } from './open-api/oauth/doors.ts';
import { openDomainCheckRoutes } from './open-api/domain-check-routes.ts';
import { policyVersionRoutes } from './open-api/policy-routes.ts';
import { openServerDomainRoutes } from './open-api/server-domain-routes.ts';
import { tokenRoutes } from './open-api/token-routes.ts';
import { weChatDoors } from './open-api/wechat/doors.ts';
import { platformStateRoutes } from './platform-state/routes.ts';
import { serverDomainRoutes } from './server-domains/routes.ts';
import type { Services } from './services.ts';

/** Every route of the platform. */
export async function registerRoutes(app: App, core: Core, services: Services): Promise<void> {
  auditRoutes(app, services);
  diagnosticsRoutes(app, services);
  miniProgramRoutes(app, services);
  platformStateRoutes(app, services);
  serverDomainRoutes(app, services);
  appSecretRoutes(app, services);
  tokenRoutes(app, services);
  openServerDomainRoutes(app, services);
  openDomainCheckRoutes(app, services);
  policyVersionRoutes(app, core);
  weChatDoors(app, core, services);
  oauthDoors(app, core, services);
}
