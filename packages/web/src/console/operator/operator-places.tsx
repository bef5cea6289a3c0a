import { lazy } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { NotFoundScreen } from '../frame/not-found-screen.tsx';
import { useWho } from '../session/session.tsx';

/** The places of operators, by their paths. */
export const operatorPlaces = {
  '/operator/accounts': lazy(async () => ({
    default: (await import('./accounts-screen.tsx')).AccountsScreen,
  })),
  '/operator/teams': lazy(async () => ({ default: (await import('./all-teams-screen.tsx')).AllTeamsScreen })),
  '/operator/mini-programs': lazy(async () => ({
    default: (await import('./all-programs-screen.tsx')).AllProgramsScreen,
  })),
  '/operator/invitations': lazy(async () => ({
    default: (await import('./platform-invitations-screen.tsx')).PlatformInvitationsScreen,
  })),
  '/operator/operators': lazy(async () => ({
    default: (await import('./operators-screen.tsx')).OperatorsScreen,
  })),
  '/operator/banned-hosts': lazy(async () => ({
    default: (await import('./banned-hosts/screen.tsx')).BannedHostsScreen,
  })),
  '/operator/acceleration': lazy(async () => ({
    default: (await import('./acceleration/screen.tsx')).AccelerationScreen,
  })),
  '/operator/limits': lazy(async () => ({ default: (await import('./limits/screen.tsx')).LimitsScreen })),
  '/operator/signing-keys': lazy(async () => ({
    default: (await import('./signing-keys-screen.tsx')).SigningKeysScreen,
  })),
  '/operator/audit': lazy(async () => ({
    default: (await import('../audit/platform-audit-screen.tsx')).PlatformAuditScreen,
  })),
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
