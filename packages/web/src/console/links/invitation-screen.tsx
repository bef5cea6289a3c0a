import type { InvitationView } from '@minigate/platform';
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { useCall } from '../api/api-provider.tsx';
import { Read } from '../api/read.tsx';
import { messages as frameMessages } from '../frame/frame.messages.ts';
import { PlainScreen } from '../frame/plain-screen.tsx';
import { useSession } from '../session/session.tsx';
import { AcceptInvitation } from './accept-invitation.tsx';
import { GoneLink } from './gone-link.tsx';
import { messages } from './links.messages.ts';
import { NewcomerForms } from './newcomer-forms.tsx';

/** What an invitation leads to, and the steps there: an account, a session, the team. */
export function InvitationScreen({ secret }: { secret: string | undefined }) {
  return secret === undefined ? <GoneLink /> : <OpenInvitation secret={secret} />;
}

function OpenInvitation({ secret }: { secret: string }) {
  const { invitation: texts } = useMessages(messages);
  const { roles } = useMessages(frameMessages);
  const format = useFormat();
  const call = useCall();
  const { who } = useSession();
  const read = useQuery({
    queryKey: ['invitation', secret],
    queryFn: ({ signal }) => call<InvitationView>('POST', '/console/v1/invitations/look', { secret }, signal),
    // Making the account uses an invitation up that leads into no team: what it says is asked once.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <PlainScreen title={texts.title}>
      <Read of={read}>
        {(invitation) => (
          <Stack>
            <Text>
              {invitation.team === null
                ? texts.platform
                : texts.team(invitation.team.name, roles[invitation.team.role])}
            </Text>
            <Text size="sm" c="dimmed">
              {texts.for(invitation.email)} · {texts.until(format.moment(invitation.expiresAt))}
            </Text>
            {who === null || who === undefined ? (
              <NewcomerForms secret={secret} email={invitation.email} />
            ) : (
              <AcceptInvitation secret={secret} invitation={invitation} email={who.user.email} />
            )}
          </Stack>
        )}
      </Read>
    </PlainScreen>
  );
}
