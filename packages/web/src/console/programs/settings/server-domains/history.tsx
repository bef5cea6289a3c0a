import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { HistoryEntry, HistoryPage, ServerDomainState } from '@minigate/platform';
import { useState } from 'react';
import { BusyButton } from '../../../../ui/busy-button.tsx';
import { useFormat, useMessages } from '../../../../ui/language.tsx';
import { Read } from '../../../api/read.tsx';
import { useReadPages } from '../../../api/use-read.ts';
import { DifferenceView } from './difference-view.tsx';
import { findHistoryDifference } from './difference.ts';
import { RestoreDialog } from './restore-dialog.tsx';
import { messages } from './server-domains.messages.ts';

interface HistoryProps {
  readonly appId: string;
  readonly saved: ServerDomainState;
  readonly editable: boolean;
  /** Whether there are changes that are not saved. */
  readonly dirty: boolean;
}

/** Every version of the server domains, the newest first. */
export function History({ appId, saved, editable, dirty }: HistoryProps) {
  const { history: texts } = useMessages(messages);
  const pages = useReadPages<HistoryPage>(`/console/v1/mini-programs/${appId}/server-domains/history`, {
    limit: '20',
  });
  const [restoring, setRestoring] = useState<number>();
  return (
    <Stack component="section" gap="sm" aria-labelledby="history-title">
      <Title order={2} size="h4" id="history-title">
        {texts.title}
      </Title>
      <Read of={pages}>
        {({ pages: read }) => (
          <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
            {read
              .flatMap(({ history }) => history)
              .map((entry) => (
                <Version
                  key={entry.version}
                  entry={entry}
                  current={entry.version === saved.version}
                  onRestore={editable ? () => setRestoring(entry.version) : undefined}
                />
              ))}
          </Stack>
        )}
      </Read>
      {pages.hasNextPage && (
        <BusyButton
          variant="default"
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
          style={{ alignSelf: 'flex-start' }}
        >
          {texts.more}
        </BusyButton>
      )}
      <RestoreDialog
        appId={appId}
        saved={saved}
        version={restoring}
        dirty={dirty}
        onClose={() => setRestoring(undefined)}
      />
    </Stack>
  );
}

interface VersionProps {
  readonly entry: HistoryEntry;
  readonly current: boolean;
  readonly onRestore: (() => void) | undefined;
}

function Version({ entry, current, onRestore }: VersionProps) {
  const { history: texts } = useMessages(messages);
  const format = useFormat();
  const { version, changedBy, changedAt, restored } = entry;
  const difference = findHistoryDifference(entry);
  return (
    <Paper component="li" withBorder p="sm">
      <Stack gap="xs">
        <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
          <Group gap="4px 12px" miw={0}>
            <Text fw={600} size="sm">
              {texts.version} {version}
            </Text>
            {current && (
              <Badge variant="light" tt="none">
                {texts.current}
              </Badge>
            )}
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {changedBy}
            </Text>
            <Text size="sm" c="dimmed">
              <time dateTime={new Date(changedAt).toISOString()}>{format.moment(changedAt)}</time>
            </Text>
          </Group>
          {onRestore !== undefined && !current && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={onRestore}
              aria-label={texts.restoreOf(version)}
              style={{ flexShrink: 0 }}
            >
              {texts.restore}
            </Button>
          )}
        </Group>
        {restored !== null && <Text size="sm">{texts.restored(restored)}</Text>}
        {version === 1 ? (
          <Text size="sm">{texts.first}</Text>
        ) : (
          <DifferenceView difference={difference} terse />
        )}
      </Stack>
    </Paper>
  );
}
