import type { Role, WhoAmI } from '@minigate/platform';

const ranks = { viewer: 0, developer: 1, owner: 2 } as const satisfies Record<Role, number>;

/** Whether `role` includes `wanted`. */
export function includesRole(role: Role, wanted: Role): boolean {
  return ranks[role] >= ranks[wanted];
}

/** What somebody is in a team; operators are viewers of every one. Undefined: may see nothing of it. */
export function roleIn({ user, teams }: WhoAmI, teamId: string): Role | undefined {
  return teams.find((team) => team.teamId === teamId)?.role ?? (user.operator ? 'viewer' : undefined);
}
