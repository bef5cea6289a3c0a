import type { OwnSession } from '@minigate/platform';
import { Badge, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Row, RowList } from '../../ui/row-list.tsx';
import { Section } from '../../ui/section.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { Read } from '../api/read.tsx';
import { useChange } from '../api/use-change.ts';
import { useRead } from '../api/use-read.ts';
import { messages } from './account.messages.ts';
import { clientName } from './client-name.ts';

const path = '/console/v1/account/sessions';

/** Where somebody is signed in. */
export function SessionList() {
  const { sessions: texts } = useMessages(messages);
  const notify = useNotify();
  const format = useFormat();
  const read = useRead<{ sessions: readonly OwnSession[] }>(path);
  const [asking, setAsking] = useState(false);
  const end = useChange<OwnSession, void>({
    change: (call, { id }) => call('DELETE', `${path}/${id}`),
    refreshes: [path],
    onDone: () => notify(texts.ended),
  });
  const endOthers = useChange<void, void>({
    change: (call) => call('DELETE', path),
    refreshes: [path],
    onDone: () => {
      setAsking(false);
      notify(texts.othersEnded);
    },
  });
  const describe = (userAgent: string) => {
    const { client, system } = clientName(userAgent);
    const name = client ?? texts.unknown;
    return system === undefined ? name : texts.on(name, system);
  };
  const close = () => {
    endOthers.reset();
    setAsking(false);
  };
  const others = (read.data?.sessions.length ?? 0) > 1;
  return (
    <Section
      title={texts.title}
      lead={texts.lead}
      actions={
        others && (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {texts.endOthers}
          </Button>
        )
      }
    >
      <ProblemNotice problem={end.error} />
      <Read of={read}>
        {({ sessions }) => (
          <RowList label={texts.title}>
            {sessions.map((session) => (
              <Row
                key={session.id}
                actions={
                  session.current ? (
                    <Badge variant="default" tt="none">
                      {texts.current}
                    </Badge>
                  ) : (
                    <BusyButton
                      size="xs"
                      variant="default"
                      aria-label={texts.endOf(describe(session.userAgent), format.moment(session.createdAt))}
                      busy={end.isPending && end.variables.id === session.id}
                      onClick={() => end.mutate(session)}
                    >
                      {texts.end}
                    </BusyButton>
                  )
                }
              >
                <Group gap="xs">
                  <Text fw={600} size="sm" title={session.userAgent}>
                    {describe(session.userAgent)}
                  </Text>
                </Group>
                <Text size="sm" c="dimmed">
                  {texts.begun(format.moment(session.createdAt), session.address)}
                </Text>
              </Row>
            ))}
          </RowList>
        )}
      </Read>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={texts.endOthersQuestion}
        confirm={texts.endOthers}
        danger
        running={endOthers.isPending}
        problem={<ProblemNotice problem={endOthers.error} />}
        onConfirm={() => endOthers.mutate()}
      >
        {texts.endOthersLead}
      </ConfirmDialog>
    </Section>
  );
}
