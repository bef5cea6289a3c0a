import type { Core } from '../core.ts';
import type { App } from '../http/app.ts';
import type { Accounts } from './accounts.ts';
import { linkRoutes } from './link-routes.ts';
import { operatorRoutes } from './operator-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { teamRoutes } from './team-routes.ts';

/** Everything that people do with accounts and teams. */
export function accountRoutes(app: App, core: Core, accounts: Accounts): void {
  sessionRoutes(app, core, accounts);
  teamRoutes(app, accounts);
  linkRoutes(app, accounts);
  operatorRoutes(app, accounts);
}
