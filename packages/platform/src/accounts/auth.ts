import { betterAuth } from 'better-auth';
import { bearer } from 'better-auth/plugins/bearer';
import { organization } from 'better-auth/plugins/organization';
import type { Storage } from '../database/storage.ts';
import type { ServerKey } from '../server-key.ts';
import { accessControl, teamRoles } from './roles.ts';

export interface AuthOptions {
  readonly storage: Storage;
  readonly serverKey: ServerKey;
  /** Whether browsers reach the platform by https. */
  readonly secure: boolean;
}

const DAY = 24 * 3600;

/**
 * Accounts, sessions and teams as better-auth keeps them. Its own HTTP routes are not mounted: the platform's routes
 * call its functions, so that every route has a schema, a role and an entry in the audit log.
 */
export function createAuth({ storage, serverKey, secure }: AuthOptions) {
  return betterAuth({
    appName: 'Minigate',
    baseURL: `${secure ? 'https' : 'http'}://minigate.invalid`,
    secret: serverKey.keyFor('session').toString('hex'),
    database: { db: storage.db, type: storage.kind, transaction: true },
    emailAndPassword: { enabled: true, minPasswordLength: 12, maxPasswordLength: 128, autoSignIn: false },
    session: { expiresIn: 7 * DAY, updateAge: DAY },
    user: {
      additionalFields: { operator: { type: 'boolean', required: false, defaultValue: false, input: false } },
    },
    advanced: {
      cookiePrefix: 'minigate',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: '/' },
    },
    plugins: [
      bearer(),
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

export type Auth = ReturnType<typeof createAuth>;
