import type { MiniProgram } from '@minigate/platform';
import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { useChange } from '../api/use-change.ts';
import { NameDialog } from '../frame/name-dialog.tsx';
import { RoleBadge } from '../frame/role-badge.tsx';
import { Screen } from '../frame/screen.tsx';
import { includesRole } from '../session/roles.ts';
import { useDraft } from '../session/use-draft.ts';
import type { TeamScreenProps } from '../teams/team-place.tsx';
import { ProgramList } from './program-list.tsx';
import { ProgramRow } from './program-row.tsx';
import { messages } from './programs.messages.ts';

/** The mini programs of a team. */
export function ProgramsScreen({ team, role }: TeamScreenProps) {
  const texts = useMessages(messages);
  const [, navigate] = useLocation();
  const [naming, setNaming] = useState(false);
  const path = `/console/v1/teams/${team.teamId}/mini-programs`;
  const draft = useDraft(`${team.teamId}.new-mini-program`, '');
  const create = useChange<string, MiniProgram>({
    change: (call, name) => call('POST', path, { name }),
    refreshes: [path],
    onDone: ({ appId }) => {
      draft[2]();
      navigate(`/mini-programs/${appId}`);
    },
  });
  const may = includesRole(role, 'developer');
  const close = () => {
    create.reset();
    setNaming(false);
  };
  return (
    <Screen
      title={texts.title}
      lead={
        <Group gap="xs">
          <span>{team.name}</span>
          <RoleBadge role={role} />
        </Group>
      }
      actions={
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setNaming(true)}
          disabled={!may}
        >
          {texts.create}
        </Button>
      }
    >
      {!may && (
        <Text size="sm" c="dimmed">
          {texts.needsDeveloper}
        </Text>
      )}
      <ProgramList
        path={path}
        empty={<Empty title={texts.empty}>{may ? texts.emptyLead : texts.needsDeveloper}</Empty>}
      >
        {(program) => <ProgramRow key={program.appId} program={program} />}
      </ProgramList>
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
