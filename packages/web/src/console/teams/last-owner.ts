import type { Member } from '@minigate/platform';

/** Whether somebody is the only owner of a team, who can neither leave nor step back. */
export function isLastOwner(members: readonly Pick<Member, 'userId' | 'role'>[], userId: string): boolean {
  const owners = members.filter(({ role }) => role === 'owner');
  return owners.length === 1 && owners[0]?.userId === userId;
}
