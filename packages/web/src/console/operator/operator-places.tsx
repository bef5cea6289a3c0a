import { Redirect, Route, Switch } from 'wouter';
import { lazyScreen } from '../frame/lazy-screen.ts';
import { NotFoundScreen } from '../frame/not-found-screen.tsx';
import { useWho } from '../session/session.tsx';

/** The places of operators, by their paths. */
export const operatorPlaces = {
  '/operator/accounts': lazyScreen(async () => (await import('./accounts-screen.tsx')).AccountsScreen),
  '/operator/teams': lazyScreen(async () => (await import('./all-teams-screen.tsx')).AllTeamsScreen),
  '/operator/mini-programs': lazyScreen(
    async () => (await import('./all-programs-screen.tsx')).AllProgramsScreen,
  ),
  '/operator/invitations': lazyScreen(
    async () => (await import('./platform-invitations-screen.tsx')).PlatformInvitationsScreen,
  ),
  '/operator/operators': lazyScreen(async () => (await import('./operators-screen.tsx')).OperatorsScreen),
  '/operator/banned-hosts': lazyScreen(
    async () => (await import('./banned-hosts/screen.tsx')).BannedHostsScreen,
  ),
  '/operator/acceleration': lazyScreen(
    async () => (await import('./acceleration/screen.tsx')).AccelerationScreen,
  ),
  '/operator/limits': lazyScreen(async () => (await import('./limits/screen.tsx')).LimitsScreen),
  '/operator/signing-keys': lazyScreen(
    async () => (await import('./signing-keys-screen.tsx')).SigningKeysScreen,
  ),
  '/operator/audit': lazyScreen(
    async () => (await import('../audit/platform-audit-screen.tsx')).PlatformAuditScreen,
  ),
} as const;

/** The places of operators. For others they do not exist. */
export function OperatorPlaces() {
  const { user } = useWho();
  if (!user.operator) return <NotFoundScreen />;
  return (
    <Switch>
      <Route path="/operator">
        <Redirect to="/operator/accounts" replace />
      </Route>
      {Object.entries(operatorPlaces).map(([path, screen]) => (
        <Route key={path} path={path} component={screen} />
      ))}
      <Route component={NotFoundScreen} />
    </Switch>
  );
}
