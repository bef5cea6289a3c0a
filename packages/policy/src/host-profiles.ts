import type { HostProfile } from './host-profile.ts';
import { binance } from './profiles/binance.ts';

/** The host profiles that a policy document can name. */
export const profiles = { binance } as const satisfies Record<string, HostProfile>;

export type ProfileName = keyof typeof profiles;

export function isProfileName(value: unknown): value is ProfileName {
  return typeof value === 'string' && Object.hasOwn(profiles, value);
}

/** The profile of that name; {@link binance} where none is named. */
export function profileNamed(name: unknown): HostProfile {
  return isProfileName(name) ? profiles[name] : binance;
}
