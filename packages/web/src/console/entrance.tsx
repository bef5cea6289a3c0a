import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { Loading } from '../ui/states.tsx';
import { ProblemNotice } from './api/problem-notice.tsx';
import { Frame } from './frame/frame.tsx';
import { useLinkInHand } from './links/link-in-hand.ts';
import { Places } from './places.tsx';
import { useSession } from './session/session.tsx';
import { SignInDialog } from './session/sign-in-dialog.tsx';
import { SignInScreen } from './session/sign-in-screen.tsx';

const ForgotPasswordScreen = lazy(async () => ({
  default: (await import('./session/forgot-password-screen.tsx')).ForgotPasswordScreen,
}));
const InvitationScreen = lazy(async () => ({
  default: (await import('./links/invitation-screen.tsx')).InvitationScreen,
}));
const PasswordResetScreen = lazy(async () => ({
  default: (await import('./links/password-reset-screen.tsx')).PasswordResetScreen,
}));
const AppointmentScreen = lazy(async () => ({
  default: (await import('./links/appointment-screen.tsx')).AppointmentScreen,
}));

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
          <Route path="/invitation">
            <InvitationScreen key={link('invitation')} secret={link('invitation')} />
          </Route>
          <Route path="/password-reset">
            <PasswordResetScreen key={link('password-reset')} secret={link('password-reset')} />
          </Route>
          <Route path="/appointment">
            <AppointmentScreen key={link('appointment')} secret={link('appointment')} />
          </Route>
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
