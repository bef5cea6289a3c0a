import { Alert, Badge, Stack, Text } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import type { AppSecretState } from '@minigate/platform';
import { Facts } from '../../../../ui/facts.tsx';
import { useFormat, useMessages } from '../../../../ui/language.tsx';
import { Section } from '../../../../ui/section.tsx';
import { Empty } from '../../../../ui/states.tsx';
import { Read } from '../../../api/read.tsx';
import { useRead } from '../../../api/use-read.ts';
import { messages as frame } from '../../../frame/frame.messages.ts';
import { RoleNotice } from '../../../frame/role-notice.tsx';
import { Screen } from '../../../frame/screen.tsx';
import { includesRole } from '../../../session/roles.ts';
import type { ProgramScreenProps } from '../../program-screen.ts';
import { AllowList } from './allow-list.tsx';
import { messages } from './app-secret.messages.ts';
import { SecretActions } from './secret-actions.tsx';

/** The AppSecret of a mini program: developers see its state, owners change it. */
export function AppSecretScreen({ program: { appId, name, archivedAt }, role }: ProgramScreenProps) {
  const texts = useMessages(messages);
  const { program } = useMessages(frame);
  const path = `/console/v1/mini-programs/${appId}/app-secret`;
  const visible = includesRole(role, 'developer');
  const state = useRead<AppSecretState>(path, { enabled: visible });
  const archived = archivedAt !== null;
  const editable = !archived && includesRole(role, 'owner');
  return (
    <Screen title={program.appSecret} lead={texts.lead}>
      {archived && (
        <Alert color="gray" icon={<IconArchive aria-hidden />} role="note">
          {texts.archived}
        </Alert>
      )}
      {visible && !archived && <RoleNotice role={role} needs="owner" />}
      {visible ? (
        <Read of={state}>
          {(secret) => (
            <Stack gap="xl">
              <SecretState secret={secret} />
              {editable && <SecretActions path={path} programName={name} state={secret} />}
              <AllowList appId={appId} path={path} saved={secret.allowedAddresses} editable={editable} />
            </Stack>
          )}
        </Read>
      ) : (
        <Empty title={texts.hidden} />
      )}
    </Screen>
  );
}

function SecretState({ secret }: { readonly secret: AppSecretState }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const { exists, generation, resetAt, frozenAt, allowedAddresses } = secret;
  if (!exists) {
    return (
      <Section title={texts.none}>
        <Text size="sm">{texts.noneLead}</Text>
      </Section>
    );
  }
  const frozen = frozenAt !== null;
  return (
    <Section title={texts.state}>
      <Facts
        of={[
          [
            texts.facts.state,
            <Badge key="state" variant="light" color={frozen ? 'orange' : 'green'} tt="none">
              {frozen ? texts.frozen : texts.inUse}
            </Badge>,
          ],
          ...(resetAt === null
            ? []
            : [[texts.facts.made, `${format.moment(resetAt)} (${format.ago(resetAt)})`] as const]),
          [texts.facts.count, texts.times(generation)],
          ...(frozen ? [[texts.facts.frozen, format.moment(frozenAt)] as const] : []),
          [
            texts.facts.from,
            allowedAddresses.length === 0 ? texts.everywhere : texts.addresses(allowedAddresses.length),
          ],
        ]}
      />
    </Section>
  );
}
