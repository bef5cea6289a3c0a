import type { Role } from '@minigate/platform';

/** The roles as one can choose them, the least first. */
export function roleOptions(names: Readonly<Record<Role, string>>): { value: Role; label: string }[] {
  return (['viewer', 'developer', 'owner'] as const).map((value) => ({ value, label: names[value] }));
}
