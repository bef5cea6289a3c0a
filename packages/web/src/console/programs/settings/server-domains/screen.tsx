import { Alert } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import type { ServerDomainState } from '@minigate/platform';
import { useMessages } from '../../../../ui/language.tsx';
import { Read } from '../../../api/read.tsx';
import { useRead } from '../../../api/use-read.ts';
import { messages as frame } from '../../../frame/frame.messages.ts';
import { RoleNotice } from '../../../frame/role-notice.tsx';
import { Screen } from '../../../frame/screen.tsx';
import { includesRole } from '../../../session/roles.ts';
import type { ProgramScreenProps } from '../../program-screen.ts';
import { Editor } from './editor.tsx';
import { messages } from './server-domains.messages.ts';

export function ServerDomainsScreen({ program: { appId, archivedAt }, role }: ProgramScreenProps) {
  const texts = useMessages(messages);
  const { program } = useMessages(frame);
  const state = useRead<ServerDomainState>(`/console/v1/mini-programs/${appId}/server-domains`);
  const archived = archivedAt !== null;
  return (
    <Screen title={program.serverDomains} lead={texts.lead}>
      {archived ? (
        <Alert color="gray" icon={<IconArchive aria-hidden />} role="note">
          {texts.archived}
        </Alert>
      ) : (
        <RoleNotice role={role} needs="developer" />
      )}
      <Read of={state}>
        {(saved) => (
          <Editor appId={appId} saved={saved} editable={!archived && includesRole(role, 'developer')} />
        )}
      </Read>
    </Screen>
  );
}
