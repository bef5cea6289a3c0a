import { useMessages } from '../../ui/language.tsx';
import { Screen } from '../frame/screen.tsx';
import { Invitations } from '../teams/invitations.tsx';
import { messages } from './operator.messages.ts';

/** Invitations to make an account, in no team. */
export function PlatformInvitationsScreen() {
  const { invitations: texts } = useMessages(messages);
  return (
    <Screen title={texts.title} lead={texts.lead}>
      <Invitations path="/operator/v1/invitations" draft="platform" />
    </Screen>
  );
}
