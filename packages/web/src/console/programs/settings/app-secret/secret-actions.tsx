import { Button, Group, List, Stack, Text } from '@mantine/core';
import type { AppSecretState } from '@minigate/platform';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '../../../../ui/confirm-dialog.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { useCall } from '../../../api/api-provider.tsx';
import { ProblemNotice } from '../../../api/problem-notice.tsx';
import { useNotify } from '../../../../ui/use-notify.ts';
import { useChange } from '../../../api/use-change.ts';
import { refresh } from '../../../api/use-read.ts';
import { useTask } from '../../../api/use-task.ts';
import { useHold } from '../../../frame/use-hold.ts';
import { messages } from './app-secret.messages.ts';
import { NewSecretDialog } from './new-secret-dialog.tsx';

interface SecretActionsProps {
  readonly path: string;
  /** Has to be typed before a reset. */
  readonly programName: string;
  readonly state: AppSecretState;
}

/** What owners can do with the AppSecret. */
export function SecretActions({ path, programName, state: { exists, frozenAt } }: SecretActionsProps) {
  const texts = useMessages(messages);
  const call = useCall();
  const queries = useQueryClient();
  const notify = useNotify();
  const [open, setOpen] = useState<'reset' | 'freeze'>();
  const [secret, setSecret] = useState<string>();
  const frozen = frozenAt !== null;
  // What comes back is kept nowhere but in this component.
  const reset = useTask(async () => {
    const { appSecret } = await call<{ appSecret: string }>('POST', `${path}/reset`);
    setOpen(undefined);
    setSecret(appSecret);
    await refresh(queries, [path]);
  });
  // The answer would come to nobody.
  useHold(reset.running, () => undefined);
  const freeze = useChange<void, AppSecretState>({
    change: (ask) => ask(frozen ? 'DELETE' : 'POST', `${path}/freeze`),
    refreshes: [path],
    onDone: (after) => {
      setOpen(undefined);
      notify(after.frozenAt === null ? texts.thawedDone : texts.frozenDone);
    },
  });
  const close = () => {
    setOpen(undefined);
    reset.forget();
    freeze.reset();
  };
  return (
    <>
      <Group gap="xs">
        <Button onClick={() => setOpen('reset')} {...(exists && { variant: 'default' })}>
          {exists ? texts.reset : texts.make}
        </Button>
        {exists && (
          <Button variant="default" onClick={() => setOpen('freeze')}>
            {frozen ? texts.thaw : texts.freeze}
          </Button>
        )}
      </Group>
      <ConfirmDialog
        opened={open === 'reset'}
        onClose={close}
        title={exists ? texts.resetTitle : texts.makeTitle}
        confirm={exists ? texts.reset : texts.make}
        danger={exists}
        {...(exists && { typed: programName })}
        onConfirm={reset.run}
        running={reset.running}
        problem={<ProblemNotice problem={reset.problem} />}
      >
        {exists ? (
          <Stack gap="xs">
            <Text size="sm">{texts.resetLead}</Text>
            <List size="sm">
              {texts.breaks.map((broken) => (
                <List.Item key={broken}>{broken}</List.Item>
              ))}
            </List>
          </Stack>
        ) : (
          texts.makeLead
        )}
      </ConfirmDialog>
      <ConfirmDialog
        opened={open === 'freeze'}
        onClose={close}
        title={frozen ? texts.thawTitle : texts.freezeTitle}
        confirm={frozen ? texts.thaw : texts.freeze}
        danger={!frozen}
        onConfirm={() => freeze.mutate()}
        running={freeze.isPending}
        problem={<ProblemNotice problem={freeze.error} />}
      >
        {frozen ? texts.thawLead : texts.freezeLead}
      </ConfirmDialog>
      <NewSecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}
