import type { Person } from '@minigate/platform';
import { Badge, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { Row, RowList } from '../../ui/row-list.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { sessionPath } from '../api/query-client.ts';
import { useWho } from '../session/session.tsx';
import { messages } from './operator.messages.ts';

const path = '/operator/v1/operators';

/** The operators. The last one stays. */
export function OperatorList({ operators }: { operators: readonly Person[] }) {
  const { operators: texts, accounts } = useMessages(messages);
  const { user } = useWho();
  const [asked, setAsked] = useState<Person>();
  const dismiss = useChange<Person, void>({
    change: (call, { userId }) => call('DELETE', `${path}/${userId}`),
    refreshes: [path, '/operator/v1/accounts', sessionPath],
    onDone: () => setAsked(undefined),
  });
  const close = () => {
    dismiss.reset();
    setAsked(undefined);
  };
  const last = operators.length === 1;
  return (
    <>
      <RowList label={texts.title}>
        {operators.map((person) => (
          <Row
            key={person.userId}
            actions={
              <Button
                size="xs"
                variant="default"
                disabled={last}
                aria-label={texts.dismissOf(person.name)}
                onClick={() => setAsked(person)}
              >
                {texts.dismiss}
              </Button>
            }
          >
            <Group gap="xs">
              <Text fw={600}>{person.name}</Text>
              {person.userId === user.userId && (
                <Badge variant="default" tt="none">
                  {accounts.you}
                </Badge>
              )}
            </Group>
            {person.name !== person.email && (
              <Text size="sm" c="dimmed">
                {person.email}
              </Text>
            )}
            {last && (
              <Text size="sm" c="dimmed">
                {texts.last}
              </Text>
            )}
          </Row>
        ))}
      </RowList>
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={close}
        title={texts.dismissQuestion(asked?.name ?? '')}
        confirm={texts.dismiss}
        danger
        running={dismiss.isPending}
        problem={<ProblemNotice problem={dismiss.error} />}
        onConfirm={() => {
          if (asked !== undefined) dismiss.mutate(asked);
        }}
      >
        {asked?.userId === user.userId ? `${texts.dismissLead} ${texts.dismissOwn}` : texts.dismissLead}
      </ConfirmDialog>
    </>
  );
}
