import type { DeliveredLink, OpenLink } from '@minigate/platform';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Row, RowList } from '../../ui/row-list.tsx';
import { Section } from '../../ui/section.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { LinkMade } from '../links/link-made.tsx';
import { InviteForm, type Invitee } from '../teams/invite-form.tsx';
import { messages } from './operator.messages.ts';

const path = '/operator/v1/operators';

/** Who is appointed and has not answered yet, and appointing somebody. */
export function Appointments({ appointments }: { appointments: readonly OpenLink[] }) {
  const { operators: texts } = useMessages(messages);
  const format = useFormat();
  const [asked, setAsked] = useState<OpenLink>();
  const appoint = useChange<Invitee, DeliveredLink>({
    change: (call, { email }) => call('POST', path, { email }),
    refreshes: [path],
  });
  const revoke = useChange<OpenLink, void>({
    change: (call, { linkId }) => call('DELETE', `/operator/v1/appointments/${linkId}`),
    refreshes: [path],
    onDone: () => setAsked(undefined),
  });
  const close = () => {
    revoke.reset();
    setAsked(undefined);
  };
  return (
    <Section title={texts.appoint} lead={texts.appointLead}>
      <InviteForm draft="operator" withRole={false} submit={texts.submit} change={appoint} />
      {appoint.data !== undefined && <LinkMade link={appoint.data} onDone={appoint.reset} />}
      {appointments.length === 0 ? (
        <Text size="sm" c="dimmed">
          {texts.noneOpen}
        </Text>
      ) : (
        <RowList label={texts.open}>
          {appointments.map((link) => (
            <Row
              key={link.linkId}
              actions={
                <Button
                  size="xs"
                  variant="default"
                  aria-label={texts.withdrawFor(link.email)}
                  onClick={() => setAsked(link)}
                >
                  {texts.withdraw}
                </Button>
              }
            >
              <Text fw={600}>{link.email}</Text>
              <Text size="sm" c="dimmed">
                {texts.until(format.moment(link.expiresAt))}
              </Text>
            </Row>
          ))}
        </RowList>
      )}
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={close}
        title={texts.withdrawQuestion(asked?.email ?? '')}
        confirm={texts.withdraw}
        danger
        running={revoke.isPending}
        problem={<ProblemNotice problem={revoke.error} />}
        onConfirm={() => {
          if (asked !== undefined) revoke.mutate(asked);
        }}
      >
        {texts.withdrawLead}
      </ConfirmDialog>
    </Section>
  );
}
