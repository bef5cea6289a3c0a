import type { DeliveredLink, Person } from '@minigate/platform';
import { Badge, Group, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Row, RowList } from '../../ui/row-list.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { Read } from '../api/read.tsx';
import { useChange } from '../api/use-change.ts';
import { Screen } from '../frame/screen.tsx';
import { LinkMade } from '../links/link-made.tsx';
import { useWho } from '../session/session.tsx';
import { messages } from './operator.messages.ts';
import { useReadAfter } from './use-read-after.ts';

/** Everybody who has an account. */
export function AccountsScreen() {
  const { accounts: texts } = useMessages(messages);
  const { user } = useWho();
  const [start, setStart] = useState('');
  const [settled] = useDebouncedValue(start.trim().toLowerCase(), 250);
  const read = useReadAfter<'accounts', Person>(
    '/operator/v1/accounts',
    'accounts',
    ({ email }) => email,
    settled,
  );
  const reset = useChange<Person, DeliveredLink>({
    change: (call, { userId }) => call('POST', `/operator/v1/accounts/${userId}/password-reset`),
  });
  return (
    <Screen title={texts.title} lead={texts.lead}>
      <TextInput
        type="search"
        label={texts.start}
        description={texts.startHelp}
        maw={420}
        maxLength={254}
        value={start}
        onChange={(event) => setStart(event.currentTarget.value)}
      />
      <ProblemNotice problem={reset.error} />
      {reset.data !== undefined && <LinkMade link={reset.data} onDone={reset.reset} />}
      <Read of={read}>
        {(accounts) =>
          accounts.length === 0 ? (
            <Text role="status" c="dimmed">
              {texts.none}
            </Text>
          ) : (
            <RowList label={texts.title}>
              {accounts.map((person) => (
                <Row
                  key={person.userId}
                  actions={
                    person.operator ? undefined : (
                      <BusyButton
                        size="xs"
                        variant="default"
                        aria-label={texts.resetFor(person.email)}
                        busy={reset.isPending && reset.variables.userId === person.userId}
                        onClick={() => reset.mutate(person)}
                      >
                        {texts.reset}
                      </BusyButton>
                    )
                  }
                >
                  <Group gap="xs">
                    <Text fw={600}>{person.name}</Text>
                    {person.operator && (
                      <Badge variant="default" tt="none">
                        {texts.operator}
                      </Badge>
                    )}
                    {person.userId === user.userId && (
                      <Badge variant="default" tt="none">
                        {texts.you}
                      </Badge>
                    )}
                  </Group>
                  {person.name !== person.email && (
                    <Text size="sm" c="dimmed">
                      {person.email}
                    </Text>
                  )}
                  {person.operator && person.userId !== user.userId && (
                    <Text size="sm" c="dimmed">
                      {texts.noReset}
                    </Text>
                  )}
                </Row>
              ))}
            </RowList>
          )
        }
      </Read>
      <LoadMore of={read} />
    </Screen>
  );
}
