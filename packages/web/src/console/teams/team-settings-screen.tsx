import type { Member, Team } from '@minigate/platform';
import { Button, Code, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { Section } from '../../ui/section.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { useRead } from '../api/use-read.ts';
import { NameForm } from '../frame/name-form.tsx';
import { RoleNotice } from '../frame/role-notice.tsx';
import { Screen } from '../frame/screen.tsx';
import { sessionPath } from '../api/query-client.ts';
import { useWho } from '../session/session.tsx';
import { isLastOwner } from './last-owner.ts';
import type { TeamScreenProps } from './team-place.tsx';
import { messages } from './teams.messages.ts';

/** The name of a team, and the way out of it. */
export function TeamSettingsScreen({ team, role }: TeamScreenProps) {
  const { settings: texts } = useMessages(messages);
  const notify = useNotify();
  const who = useWho();
  const [, navigate] = useLocation();
  const [leaving, setLeaving] = useState(false);
  const path = `/console/v1/teams/${team.teamId}`;
  const members = useRead<{ members: readonly Member[] }>(`${path}/members`);
  const rename = useChange<string, Team>({
    change: (call, name) => call('PATCH', path, { name }),
    refreshes: [path, sessionPath],
    onDone: () => notify(texts.renamed),
  });
  const leave = useChange<void, void>({
    change: (call) => call('DELETE', `${path}/membership`),
    refreshes: [sessionPath],
    onDone: () => navigate('/'),
  });
  const close = () => {
    leave.reset();
    setLeaving(false);
  };
  const isIn = who.teams.some(({ teamId }) => teamId === team.teamId);
  const last = isLastOwner(members.data?.members ?? [], who.user.userId);
  return (
    <Screen title={texts.title}>
      <RoleNotice role={role} needs="owner" />
      <Group gap={4}>
        <Text size="sm" c="dimmed">
          {texts.id}
        </Text>
        <Code>{team.teamId}</Code>
        <CopyButton value={team.teamId} />
      </Group>
      <NameForm
        draft={team.teamId}
        label={texts.rename}
        name={team.name}
        longest={60}
        disabled={role !== 'owner'}
        change={rename}
      />
      <Section title={texts.leave} lead={isIn ? texts.leaveLead : texts.notIn}>
        {isIn && last && <Text size="sm">{texts.lastOwner}</Text>}
        {isIn && (
          <Group>
            <Button
              variant="default"
              {...(last ? {} : { c: 'var(--mantine-color-error)' })}
              disabled={last}
              onClick={() => setLeaving(true)}
            >
              {texts.leave}
            </Button>
          </Group>
        )}
      </Section>
      <ConfirmDialog
        opened={leaving}
        onClose={close}
        title={texts.leaveQuestion(team.name)}
        confirm={texts.leave}
        danger
        running={leave.isPending}
        problem={<ProblemNotice problem={leave.error} />}
        onConfirm={() => leave.mutate()}
      >
        {texts.leaveLead}
      </ConfirmDialog>
    </Screen>
  );
}
