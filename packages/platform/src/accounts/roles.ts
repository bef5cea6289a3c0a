import { createAccessControl } from 'better-auth/plugins/access';

/** What somebody may do in a team; each includes those before it. */
export const roles = ['viewer', 'developer', 'owner'] as const;
export type Role = (typeof roles)[number];

/** Whether `role` includes `wanted`. */
export function includesRole(role: Role, wanted: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(wanted);
}

export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value);
}

/** The same roles as better-auth wants them. Who may do what is judged by the routes, so its own statements are few. */
export const accessControl = createAccessControl({ organization: ['update', 'delete'] });
export const teamRoles = {
  owner: accessControl.newRole({ organization: ['update', 'delete'] }),
  developer: accessControl.newRole({ organization: [] }),
  viewer: accessControl.newRole({ organization: [] }),
};
