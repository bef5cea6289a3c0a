import type { MiniProgram } from '@minigate/platform';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { Section } from '../../ui/section.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { RoleNotice } from '../frame/role-notice.tsx';
import type { ProgramScreenProps } from './program-screen.ts';
import { messages } from './programs.messages.ts';

/** Archives a mini program, and takes it back. Owners do. */
export function Archive({ program, role }: ProgramScreenProps) {
  const { overview: texts } = useMessages(messages);
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const { appId, teamId, name, archivedAt } = program;
  const path = `/console/v1/mini-programs/${appId}`;
  const toArchive = archivedAt === null;
  const change = useChange<boolean, MiniProgram>({
    change: (call, archive) => call(archive ? 'POST' : 'DELETE', `${path}/archive`),
    refreshes: [path, `/console/v1/teams/${teamId}/mini-programs`],
    onDone: (_, archived) => {
      notify(archived ? texts.archivedDone(name) : texts.restoredDone(name));
      setAsking(false);
    },
  });
  const close = () => {
    change.reset();
    setAsking(false);
  };
  const verb = toArchive ? texts.archive : texts.restore;
  const lead = toArchive ? texts.archiveLead : texts.restoreLead;
  return (
    <Section title={verb} lead={lead}>
      {role === 'developer' && <RoleNotice role={role} needs="owner" />}
      <Group>
        <Button
          variant="default"
          {...(toArchive && role === 'owner' ? { c: 'var(--mantine-color-error)' } : {})}
          disabled={role !== 'owner'}
          onClick={() => setAsking(true)}
        >
          {verb}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={toArchive ? texts.archiveQuestion(name) : texts.restoreQuestion(name)}
        confirm={verb}
        danger={toArchive}
        {...(toArchive ? { typed: name } : {})}
        running={change.isPending}
        problem={<ProblemNotice problem={change.error} />}
        onConfirm={() => change.mutate(toArchive)}
      >
        {lead}
      </ConfirmDialog>
    </Section>
  );
}
