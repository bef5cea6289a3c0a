import { Stack, Text } from '@mantine/core';
import type { TokenState } from '@minigate/platform';
import { useMessages } from '../../../../ui/language.tsx';
import { Read } from '../../../api/read.tsx';
import { useRead } from '../../../api/use-read.ts';
import { messages as frame } from '../../../frame/frame.messages.ts';
import { Screen } from '../../../frame/screen.tsx';
import { includesRole } from '../../../session/roles.ts';
import type { ProgramScreenProps } from '../../program-screen.ts';
import { messages } from './access-tokens.messages.ts';
import { HowTo } from './how-to.tsx';
import { TokenStateView } from './token-state.tsx';

/** How servers of a mini program get access tokens, and how it stands with them. */
export function AccessTokensScreen({ program: { appId }, role }: ProgramScreenProps) {
  const texts = useMessages(messages);
  const { program } = useMessages(frame);
  const visible = includesRole(role, 'developer');
  const state = useRead<TokenState>(`/console/v1/mini-programs/${appId}/access-tokens`, { enabled: visible });
  const platform = window.location.origin;
  return (
    <Screen title={program.accessTokens} lead={texts.lead}>
      <Stack gap="xl">
        {visible ? (
          <Read of={state}>
            {(tokens) => (
              <TokenStateView
                state={tokens}
                onRefresh={() => void state.refetch()}
                refreshing={state.isFetching}
              />
            )}
          </Read>
        ) : (
          <Text size="sm">{texts.now.hidden}</Text>
        )}
        <HowTo subject={{ platform, appId }} secretHref={`/mini-programs/${appId}/settings/app-secret`} />
      </Stack>
    </Screen>
  );
}
