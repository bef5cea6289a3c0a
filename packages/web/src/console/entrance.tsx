import { type ComponentType, Suspense, useSyncExternalStore } from 'react';
import { Route, Switch } from 'wouter';
import { CoveredContext } from '../ui/covered.ts';
import { useMessages } from '../ui/language.tsx';
import { Loading } from '../ui/states.tsx';
import { useApi } from './api/api-provider.tsx';
import { ProblemNotice } from './api/problem-notice.tsx';
import { messages } from './frame/frame.messages.ts';
import { Frame } from './frame/frame.tsx';
import { lazyScreen } from './frame/lazy-screen.ts';
import { PlainScreen } from './frame/plain-screen.tsx';
import { type LinkKind, linkKinds, useLinkInHand } from './links/link-in-hand.ts';
import { Places } from './places.tsx';
import { useSession } from './session/session.tsx';
import { SignInDialog } from './session/sign-in-dialog.tsx';
import { SignInScreen } from './session/sign-in-screen.tsx';

const ForgotPasswordScreen = lazyScreen(
  async () => (await import('./session/forgot-password-screen.tsx')).ForgotPasswordScreen,
);
const linkPlaces: Readonly<Record<LinkKind, ComponentType<{ secret: string | undefined }>>> = {
  invitation: lazyScreen(async () => (await import('./links/invitation-screen.tsx')).InvitationScreen),
  'password-reset': lazyScreen(
    async () => (await import('./links/password-reset-screen.tsx')).PasswordResetScreen,
  ),
  appointment: lazyScreen(async () => (await import('./links/appointment-screen.tsx')).AppointmentScreen),
};

/** The places that take no session. */
export const openPlaces: readonly string[] = ['/forgot-password', ...linkKinds.map((kind) => `/${kind}`)];

/** What everybody may see, and behind it what takes a session. */
export function Entrance() {
  const { unread } = useMessages(messages);
  const { who, problem, retry } = useSession();
  const { gate } = useApi();
  const ended = useSyncExternalStore(gate.subscribe, gate.isShut);
  const link = useLinkInHand();
  if (who === undefined) {
    return problem === null ? (
      <Loading />
    ) : (
      <PlainScreen title={unread.title} lead={unread.lead}>
        <ProblemNotice problem={problem} onRetry={retry} />
      </PlainScreen>
    );
  }
  return (
    <>
      <CoveredContext value={ended}>
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
      </CoveredContext>
      <SignInDialog opened={ended} />
    </>
  );
}
