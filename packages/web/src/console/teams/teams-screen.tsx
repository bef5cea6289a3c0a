import type { Team } from '@minigate/platform';
import { Anchor, Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Row, RowList } from '../../ui/row-list.tsx';
import { Empty } from '../../ui/states.tsx';
import { useChange } from '../api/use-change.ts';
import { NameDialog } from '../frame/name-dialog.tsx';
import { RoleBadge } from '../frame/role-badge.tsx';
import { Screen } from '../frame/screen.tsx';
import { sessionPath } from '../api/query-client.ts';
import { useWho } from '../session/session.tsx';
import { useDraft } from '../session/use-draft.ts';
import { messages } from './teams.messages.ts';

/** The own teams: where one begins. */
export function TeamsScreen() {
  const texts = useMessages(messages);
  const format = useFormat();
  const { teams } = useWho();
  const [, navigate] = useLocation();
  const [naming, setNaming] = useState(false);
  const draft = useDraft('new-team', '');
  const create = useChange<string, Team>({
    change: (call, name) => call('POST', '/console/v1/teams', { name }),
    refreshes: ['/console/v1/teams', sessionPath],
    onDone: ({ teamId }) => {
      draft[2]();
      navigate(`/teams/${teamId}`);
    },
  });
  const close = () => {
    create.reset();
    setNaming(false);
  };
  return (
    <Screen
      title={texts.title}
      lead={texts.lead}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setNaming(true)}>
          {texts.create}
        </Button>
      }
    >
      {teams.length === 0 ? (
        <Empty title={texts.empty}>{texts.emptyLead}</Empty>
      ) : (
        <RowList label={texts.title}>
          {teams.map(({ teamId, name, role, createdAt }) => (
            <Row key={teamId} actions={<RoleBadge role={role} />}>
              <Anchor component={Link} href={`/teams/${teamId}`} fw={600}>
                {name}
              </Anchor>
              <Text size="sm" c="dimmed">
                {texts.since(format.moment(createdAt))}
              </Text>
            </Row>
          ))}
        </RowList>
      )}
      <NameDialog
        opened={naming}
        onClose={close}
        title={texts.create}
        lead={texts.createLead}
        label={texts.name}
        draft={draft}
        submit={texts.submit}
        change={create}
      />
    </Screen>
  );
}
