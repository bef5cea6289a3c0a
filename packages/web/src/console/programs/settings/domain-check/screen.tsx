import { Stack, Text } from '@mantine/core';
import type { DomainCheck, ServerDomainState } from '@minigate/platform';
import { useMessages } from '../../../../ui/language.tsx';
import { ProblemNotice } from '../../../api/problem-notice.tsx';
import { Read } from '../../../api/read.tsx';
import { useChange } from '../../../api/use-change.ts';
import { useRead } from '../../../api/use-read.ts';
import { messages as frame } from '../../../frame/frame.messages.ts';
import { RoleNotice } from '../../../frame/role-notice.tsx';
import { Screen } from '../../../frame/screen.tsx';
import { includesRole } from '../../../session/roles.ts';
import type { ProgramScreenProps } from '../../program-screen.ts';
import { CheckForm, type CheckWish } from './check-form.tsx';
import { messages } from './domain-check.messages.ts';
import { Elapsed } from './elapsed.tsx';
import { PendingPhases } from './phase-list.tsx';
import { Report } from './report.tsx';

/** Examines the server of a saved entry. */
export function DomainCheckScreen({ program: { appId }, role }: ProgramScreenProps) {
  const texts = useMessages(messages);
  const { program } = useMessages(frame);
  const path = `/console/v1/mini-programs/${appId}`;
  const state = useRead<ServerDomainState>(`${path}/server-domains`);
  const check = useChange<CheckWish, DomainCheck>({
    change: (call, wish) => call('POST', `${path}/domain-check`, wish),
  });
  const { data, error, isPending } = check;
  return (
    <Screen title={program.domainCheck} lead={texts.lead}>
      <RoleNotice role={role} needs="developer" />
      {includesRole(role, 'developer') && (
        <Read of={state}>
          {(saved) => (
            <CheckForm
              saved={saved}
              domainsHref={`/mini-programs/${appId}/settings/server-domains`}
              running={isPending}
              again={data !== undefined}
              onRun={(wish) => check.mutate(wish)}
            />
          )}
        </Read>
      )}
      <ProblemNotice problem={error} />
      <Text size="sm" role="status">
        {isPending ? (
          <>
            {texts.running} <Elapsed />
          </>
        ) : (
          data !== undefined && texts.done
        )}
      </Text>
      {isPending && (
        <Stack>
          <PendingPhases />
        </Stack>
      )}
      {data !== undefined && <Report diagnosis={data.diagnosis} remaining={data.remaining} />}
    </Screen>
  );
}
