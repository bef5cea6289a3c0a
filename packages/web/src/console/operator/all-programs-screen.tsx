import type { MiniProgram } from '@minigate/platform';
import { Anchor, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { useChange } from '../api/use-change.ts';
import { Screen } from '../frame/screen.tsx';
import { ProgramList } from '../programs/program-list.tsx';
import { ProgramRow } from '../programs/program-row.tsx';
import { messages } from './operator.messages.ts';

const path = '/operator/v1/mini-programs';

/** The mini programs of every team, and which of them are the platform's own. */
export function AllProgramsScreen() {
  const { programs: texts } = useMessages(messages);
  const [asked, setAsked] = useState<MiniProgram>();
  const set = useChange<MiniProgram, MiniProgram>({
    change: (call, { appId, firstParty }) =>
      call('PUT', `${path}/${appId}/first-party`, { firstParty: !firstParty }),
    refreshes: [path, '/console/v1/mini-programs', '/console/v1/teams'],
    onDone: () => setAsked(undefined),
  });
  const close = () => {
    set.reset();
    setAsked(undefined);
  };
  const name = asked?.name ?? '';
  const taking = asked?.firstParty === true;
  return (
    <Screen title={texts.title} lead={texts.lead}>
      <ProgramList path={path} empty={<Empty title={texts.none} />}>
        {(program) => (
          <ProgramRow
            key={program.appId}
            program={program}
            actions={
              <Button
                size="xs"
                variant="default"
                disabled={program.archivedAt !== null}
                aria-label={program.firstParty ? texts.takeOf(program.name) : texts.makeOf(program.name)}
                onClick={() => setAsked(program)}
              >
                {program.firstParty ? texts.take : texts.make}
              </Button>
            }
          >
            <Text size="sm" c="dimmed">
              {texts.team}{' '}
              <Anchor component={Link} href={`/teams/${program.teamId}`} size="sm">
                {program.teamId}
              </Anchor>
            </Text>
          </ProgramRow>
        )}
      </ProgramList>
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={close}
        title={taking ? texts.takeQuestion(name) : texts.makeQuestion(name)}
        confirm={taking ? texts.take : texts.make}
        running={set.isPending}
        problem={<ProblemNotice problem={set.error} />}
        onConfirm={() => {
          if (asked !== undefined) set.mutate(asked);
        }}
      >
        {taking ? texts.takeLead : texts.makeLead}
      </ConfirmDialog>
    </Screen>
  );
}
