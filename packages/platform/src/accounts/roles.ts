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
