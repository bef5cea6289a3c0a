import type { MiniProgram } from '@minigate/platform';
import { Alert, Anchor, Code, Group, List, Stack } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { Link } from 'wouter';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Section } from '../../ui/section.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { useChange } from '../api/use-change.ts';
import { NameForm } from '../frame/name-form.tsx';
import { RoleNotice } from '../frame/role-notice.tsx';
import { Screen } from '../frame/screen.tsx';
import { includesRole } from '../session/roles.ts';
import { useTeam } from '../teams/use-team.ts';
import { Archive } from './archive.tsx';
import type { ProgramScreenProps } from './program-screen.ts';
import { messages } from './programs.messages.ts';

/** What a mini program is, and what to do next with it. */
export function OverviewScreen({ program, role }: ProgramScreenProps) {
  const { overview: texts, firstParty } = useMessages(messages);
  const notify = useNotify();
  const format = useFormat();
  const { data: team } = useTeam(program.teamId);
  const { appId, teamId, archivedAt, createdAt } = program;
  const base = `/mini-programs/${appId}`;
  const path = `/console/v1/mini-programs/${appId}`;
  const rename = useChange<string, MiniProgram>({
    change: (call, name) => call('PATCH', path, { name }),
    refreshes: [path, `/console/v1/teams/${teamId}/mini-programs`],
    onDone: () => notify(texts.renamed),
  });
  const next = [
    ['server-domains', texts.nextDomains],
    ['app-secret', texts.nextSecret],
    ['access-tokens', texts.nextTokens],
    ['domain-check', texts.nextCheck],
  ] as const;
  return (
    <Screen title={program.name}>
      {archivedAt !== null && (
        <Alert color="gray" icon={<IconArchive aria-hidden />}>
          {texts.archivedNotice}
        </Alert>
      )}
      <RoleNotice role={role} needs="developer" />
      <Facts
        of={[
          [
            texts.appId,
            <Group key="appId" gap={4}>
              <Code>{appId}</Code>
              <CopyButton value={appId} />
            </Group>,
          ],
          [
            texts.team,
            <Anchor key="team" component={Link} href={`/teams/${teamId}`}>
              {team?.name ?? teamId}
            </Anchor>,
          ],
          [texts.created, format.moment(createdAt)],
          [texts.state, archivedAt === null ? texts.inUse : texts.archivedSince(format.moment(archivedAt))],
          [texts.kind, program.firstParty ? `${firstParty} · ${texts.firstPartyLead}` : texts.thirdParty],
        ]}
      />
      <Section title={texts.next}>
        <List>
          {next.map(([place, text]) => (
            <List.Item key={place}>
              <Anchor component={Link} href={`${base}/settings/${place}`}>
                {text}
              </Anchor>
            </List.Item>
          ))}
        </List>
      </Section>
      <Stack gap="xl">
        <NameForm
          draft={appId}
          label={texts.rename}
          name={program.name}
          longest={60}
          disabled={!includesRole(role, 'developer') || archivedAt !== null}
          change={rename}
        />
        <Archive program={program} role={role} />
      </Stack>
    </Screen>
  );
}
