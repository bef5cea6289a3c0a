import { betterAuth } from 'better-auth';
import { createAccessControl } from 'better-auth/plugins/access';
import { organization } from 'better-auth/plugins/organization';
import type { Database, DatabaseKind } from '../database/storage.ts';
import type { ServerKey } from '../server-key.ts';
import type { Role } from './roles.ts';

/** The same roles as better-auth wants them. Who may do what is judged by the routes, so its own statements are few. */
const accessControl = createAccessControl({ organization: ['update', 'delete'] });
const teamRoles = {
  owner: accessControl.newRole({ organization: ['update', 'delete'] }),
  developer: accessControl.newRole({ organization: [] }),
  viewer: accessControl.newRole({ organization: [] }),
} satisfies Record<Role, unknown>;

export interface AuthOptions {
  readonly db: Database;
  readonly kind: DatabaseKind;
  readonly serverKey: ServerKey;
  /** Whether browsers reach the platform by https. */
  readonly secure: boolean;
}

/**
 * Accounts, sessions and teams in the form that better-auth gives them. Its own HTTP routes are not mounted, and its
 * functions, which commit each for itself, change nothing: what the platform changes is one transaction with its entry
 * in the audit log. So it is asked for its tables, and loaded only where those have to be made.
 */
export function createAuth({ db, kind, serverKey, secure }: AuthOptions) {
  return betterAuth({
    appName: 'Minigate',
    baseURL: `${secure ? 'https' : 'http'}://minigate.invalid`,
    secret: serverKey.keyFor('session').toString('hex'),
    database: { db, type: kind, transaction: true },
    emailAndPassword: { enabled: true },
    user: {
      additionalFields: { operator: { type: 'boolean', required: false, defaultValue: false, input: false } },
    },
    plugins: [
      organization({
        ac: accessControl,
        roles: teamRoles,
        creatorRole: 'owner',
        membershipLimit: 1000,
      }),
    ],
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}
