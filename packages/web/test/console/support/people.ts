import type { MiniProgram, Role, Team, WhoAmI } from '@minigate/platform';
import { FakePlatform, ok, refusal } from './fake-platform.ts';

export const coffee: Team = { teamId: 'tm1', name: 'Coffee', createdAt: 1_700_000_000_000 };

export const menu: MiniProgram = {
  appId: 'mp1',
  teamId: 'tm1',
  name: 'Menu',
  firstParty: false,
  archivedAt: null,
  createdAt: 1_700_000_000_000,
};

/** Somebody who is signed in. */
export function person(role?: Role, more: Partial<WhoAmI['user']> = {}): WhoAmI {
  return {
    user: { userId: 'us1', name: 'Ana', email: 'ana@example.test', operator: false, ...more },
    sessionId: 'se1',
    teams: role === undefined ? [] : [{ ...coffee, role }],
  };
}

/** A platform where somebody is signed in, in the team Coffee with its mini program Menu. */
export function platformOf(who: WhoAmI | undefined): FakePlatform {
  return new FakePlatform()
    .on('GET /console/v1/session', who === undefined ? refusal('NOT_SIGNED_IN', 401) : ok(who))
    .on('GET /console/v1/teams/tm1', ok(coffee))
    .on('GET /console/v1/teams/tm1/mini-programs', ok({ miniPrograms: [menu], next: null }))
    .on('GET /console/v1/mini-programs/mp1', ok(menu));
}
