import type { DeliveredLink, OpenLink } from '@minigate/platform';
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Row, RowList } from '../../ui/row-list.tsx';
import { Section } from '../../ui/section.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { Read } from '../api/read.tsx';
import { useChange } from '../api/use-change.ts';
import { useRead } from '../api/use-read.ts';
import { RoleBadge } from '../frame/role-badge.tsx';
import { LinkMade } from '../links/link-made.tsx';
import { InviteForm, type Invitee } from './invite-form.tsx';
import { messages } from './members.messages.ts';

interface InvitationsProps {
  /** Of the invitations. */
  readonly path: string;
  /** What the draft of an invitation is called. */
  readonly draft: string;
  /** Whether they lead into a team, with a role. */
  readonly withRole?: boolean;
}

/** The invitations that can still be used, making one, and revoking them. */
export function Invitations({ path, draft, withRole = false }: InvitationsProps) {
  const { invitations: texts } = useMessages(messages);
  const format = useFormat();
  const read = useRead<{ invitations: readonly OpenLink[] }>(path);
  const [revoking, setRevoking] = useState<OpenLink>();
  const invite = useChange<Invitee, DeliveredLink>({
    change: (call, { email, role }) => call('POST', path, withRole ? { email, role } : { email }),
    refreshes: [path],
  });
  const revoke = useChange<OpenLink, void>({
    change: (call, { linkId }) => call('DELETE', `${path}/${linkId}`),
    refreshes: [path],
    onDone: () => setRevoking(undefined),
  });
  const close = () => {
    revoke.reset();
    setRevoking(undefined);
  };
  return (
    <Section title={texts.title} lead={texts.lead}>
      <InviteForm draft={draft} withRole={withRole} submit={texts.submit} change={invite} />
      {invite.data !== undefined && <LinkMade link={invite.data} onDone={invite.reset} />}
      <Read of={read}>
        {({ invitations }) =>
          invitations.length === 0 ? (
            <Text c="dimmed" size="sm">
              {texts.none}
            </Text>
          ) : (
            <RowList label={texts.title}>
              {invitations.map((link) => (
                <Row
                  key={link.linkId}
                  actions={
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={texts.withdrawFor(link.email)}
                      onClick={() => setRevoking(link)}
                    >
                      {texts.withdraw}
                    </Button>
                  }
                >
                  <Group gap="xs">
                    <Text fw={600}>{link.email}</Text>
                    {link.role !== null && <RoleBadge role={link.role} />}
                  </Group>
                  <Text size="sm" c="dimmed">
                    {texts.until(format.moment(link.expiresAt))}
                  </Text>
                </Row>
              ))}
            </RowList>
          )
        }
      </Read>

      <ConfirmDialog
        opened={revoking !== undefined}
        onClose={close}
        title={texts.withdrawQuestion(revoking?.email ?? '')}
        confirm={texts.withdraw}
        danger
        running={revoke.isPending}
        problem={<ProblemNotice problem={revoke.error} />}
        onConfirm={() => {
          if (revoking !== undefined) revoke.mutate(revoking);
        }}
      >
        {texts.withdrawLead}
      </ConfirmDialog>
    </Section>
  );
}
