import { appSecretRoutes } from './app-secrets/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import type { Core } from './core.ts';
import { diagnosticsRoutes } from './diagnostics/routes.ts';
import type { App } from './http/app.ts';
import { miniProgramRoutes } from './mini-programs/routes.ts';
import { apiDescriptionRoutes, describeApi } from './operations/api-description.ts';
import { stopGracefully } from './operations/graceful-stop.ts';
import { healthRoutes } from './operations/health.ts';
import { metricsRoutes } from './operations/metrics.ts';
import { logRequests } from './operations/request-log.ts';
import { oauthDoors } from './open-api/oauth/doors.ts';
import { openDomainCheckRoutes } from './open-api/domain-check-routes.ts';
import { policyVersionRoutes } from './open-api/policy-routes.ts';
import { openServerDomainRoutes } from './open-api/server-domain-routes.ts';
import { tokenRoutes } from './open-api/token-routes.ts';
import { weChatDoors } from './open-api/wechat/doors.ts';
import { eventRoutes } from './policies/event-routes.ts';
import { policyRoutes } from './policies/policy-routes.ts';
import { signingKeyRoutes } from './policies/signing-key-routes.ts';
import { platformStateRoutes } from './platform-state/routes.ts';
import { serverDomainRoutes } from './server-domains/routes.ts';
import type { Services } from './services.ts';

/** Every route of the platform. */
export async function registerRoutes(app: App, core: Core, services: Services): Promise<void> {
  logRequests(app, core);
  stopGracefully(app);
  await describeApi(app);
  healthRoutes(app, core);
  metricsRoutes(app, core.metrics);
  apiDescriptionRoutes(app);
  auditRoutes(app, services);
  diagnosticsRoutes(app, services);
  miniProgramRoutes(app, services);
  policyRoutes(app, services);
  eventRoutes(app, services.policyEvents);
  signingKeyRoutes(app, services.signingKeys);
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
