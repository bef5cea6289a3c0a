import { z } from 'zod';
import { id, time } from '../http/schemas.ts';
import { roles } from './roles.ts';

export const email = z.email('is not an e-mail address').max(254).toLowerCase();
/** A password as it is typed. Whether a new one is good enough is judged where it is hashed. */
export const password = z.string().min(1).max(512);
/** What stands behind the last slash of a one-time link. */
export const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not the end of a link');
export const role = z.enum(roles);

export const ofTeam = z.object({ teamId: id });
export const ofMember = z.object({ teamId: id, userId: id });
export const ofUser = z.object({ userId: id });
export const ofLink = z.object({ linkId: id });

export const person = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  operator: z.boolean(),
});
export const team = z.object({ teamId: z.string(), name: z.string(), createdAt: time });
export const ownTeam = team.extend({ role });

/** A link as the one who made it gets it, once. */
export const deliveredLink = z.object({
  linkId: z.string(),
  email: z.string(),
  expiresAt: time,
  /** Null if it was mailed to its addressee. */
  url: z.string().nullable(),
  mailed: z.boolean(),
});

/** A link that can still be used, without its secret. */
export const openLink = z.object({
  linkId: z.string(),
  email: z.string(),
  role: role.nullable(),
  createdAt: time,
  expiresAt: time,
});

export const nothing = z.null();
