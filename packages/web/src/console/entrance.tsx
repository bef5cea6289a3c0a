import { type ComponentType, lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { Loading } from '../ui/states.tsx';
import { ProblemNotice } from './api/problem-notice.tsx';
import { Frame } from './frame/frame.tsx';
import { type LinkKind, linkKinds, useLinkInHand } from './links/link-in-hand.ts';
import { Places } from './places.tsx';
import { useSession } from './session/session.tsx';
import { SignInDialog } from './session/sign-in-dialog.tsx';
import { SignInScreen } from './session/sign-in-screen.tsx';

const ForgotPasswordScreen = lazy(async () => ({
  default: (await import('./session/forgot-password-screen.tsx')).ForgotPasswordScreen,
}));
const linkPlaces: Readonly<Record<LinkKind, ComponentType<{ secret: string | undefined }>>> = {
  invitation: lazy(async () => ({
    default: (await import('./links/invitation-screen.tsx')).InvitationScreen,
  })),
  'password-reset': lazy(async () => ({
    default: (await import('./links/password-reset-screen.tsx')).PasswordResetScreen,
  })),
  appointment: lazy(async () => ({
    default: (await import('./links/appointment-screen.tsx')).AppointmentScreen,
  })),
};

/** The places that take no session. */
export const openPlaces: readonly string[] = ['/forgot-password', ...linkKinds.map((kind) => `/${kind}`)];

/** What everybody may see, and behind it what takes a session. */
export function Entrance() {
  const { who, problem, retry } = useSession();
  const link = useLinkInHand();
  if (who === undefined) {
    return problem === null ? <Loading /> : <ProblemNotice problem={problem} onRetry={retry} />;
  }
  return (
    <>
      <Suspense fallback={<Loading />}>
        <Switch>
          {linkKinds.map((kind) => {
            const LinkScreen = linkPlaces[kind];
            return (
              <Route key={kind} path={`/${kind}`}>
                <LinkScreen key={link(kind)} secret={link(kind)} />
              </Route>
            );
          })}
          <Route path="/forgot-password" component={ForgotPasswordScreen} />
          <Route>
            {who === null ? (
              <SignInScreen />
            ) : (
              <Frame>
                <Places />
              </Frame>
            )}
          </Route>
        </Switch>
      </Suspense>
      <SignInDialog />
    </>
  );
}
