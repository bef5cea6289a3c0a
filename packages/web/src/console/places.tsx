import { type ComponentType, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { Loading } from '../ui/states.tsx';
import { FaultBoundary } from './frame/fault-boundary.tsx';
import { lazyScreen } from './frame/lazy-screen.ts';
import { NotFoundScreen } from './frame/not-found-screen.tsx';
import { operatorPlaces, OperatorPlaces } from './operator/operator-places.tsx';
import type { ProgramScreenProps } from './programs/program-screen.ts';
import { ProgramPlace } from './programs/program-place.tsx';
import { type TeamScreenProps, TeamPlace } from './teams/team-place.tsx';
import { TeamsScreen } from './teams/teams-screen.tsx';

const teamPlaces: Readonly<Record<string, ComponentType<TeamScreenProps>>> = {
  '': lazyScreen(async () => (await import('./programs/programs-screen.tsx')).ProgramsScreen),
  '/members': lazyScreen(async () => (await import('./teams/members-screen.tsx')).MembersScreen),
  '/audit': lazyScreen(async () => (await import('./audit/team-audit-screen.tsx')).TeamAuditScreen),
  '/settings': lazyScreen(async () => (await import('./teams/team-settings-screen.tsx')).TeamSettingsScreen),
};

const programPlaces: Readonly<Record<string, ComponentType<ProgramScreenProps>>> = {
  '': lazyScreen(async () => (await import('./programs/overview-screen.tsx')).OverviewScreen),
  '/settings/server-domains': lazyScreen(
    async () => (await import('./programs/settings/server-domains/screen.tsx')).ServerDomainsScreen,
  ),
  '/settings/domain-check': lazyScreen(
    async () => (await import('./programs/settings/domain-check/screen.tsx')).DomainCheckScreen,
  ),
  '/settings/app-secret': lazyScreen(
    async () => (await import('./programs/settings/app-secret/screen.tsx')).AppSecretScreen,
  ),
  '/settings/access-tokens': lazyScreen(
    async () => (await import('./programs/settings/access-tokens/screen.tsx')).AccessTokensScreen,
  ),
  '/team': lazyScreen(async () => (await import('./teams/program-team-screen.tsx')).ProgramTeamScreen),
  '/audit': lazyScreen(async () => (await import('./audit/program-audit-screen.tsx')).ProgramAuditScreen),
};

const AccountScreen = lazyScreen(async () => (await import('./account/account-screen.tsx')).AccountScreen);

/** Every place of those who are signed in, as a pattern of the router. */
export const consolePlaces: readonly string[] = [
  '/',
  '/account',
  ...Object.keys(teamPlaces).map((path) => `/teams/:teamId${path}`),
  ...Object.keys(programPlaces).map((path) => `/mini-programs/:appId${path}`),
  ...Object.keys(operatorPlaces),
];

/** Ids as the platform makes them; anything else in an address leads nowhere. */
const id = /^[A-Za-z0-9_-]{1,64}$/;

/** The screen of the place where somebody is. Those who come by a click are loaded then. */
export function Places() {
  const [place] = useLocation();
  return (
    <FaultBoundary key={place}>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/" component={TeamsScreen} />
          <Route path="/account" component={AccountScreen} />
          {Object.entries(teamPlaces).map(([path, screen]) => (
            <Route key={path} path={`/teams/:teamId${path}`}>
              {({ teamId = '' }) =>
                id.test(teamId) ? <TeamPlace teamId={teamId} screen={screen} /> : <NotFoundScreen />
              }
            </Route>
          ))}
          {Object.entries(programPlaces).map(([path, screen]) => (
            <Route key={path} path={`/mini-programs/:appId${path}`}>
              {({ appId = '' }) =>
                id.test(appId) ? <ProgramPlace appId={appId} screen={screen} /> : <NotFoundScreen />
              }
            </Route>
          ))}
          <Route path="/operator/*?" component={OperatorPlaces} />
          <Route component={NotFoundScreen} />
        </Switch>
      </Suspense>
    </FaultBoundary>
  );
}
