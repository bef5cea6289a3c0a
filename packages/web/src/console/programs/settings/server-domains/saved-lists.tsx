import { Stack, Text, Title } from '@mantine/core';
import type { ServerDomainState } from '@minigate/platform';
import { namedLists } from '@minigate/policy';
import { EngineText } from '../../../../ui/engine-text.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { useIssueLine } from '../../../../ui/reasons.messages.ts';
import { Empty } from '../../../../ui/states.tsx';
import { messages } from './server-domains.messages.ts';

/** The lists for those who may not change them. */
export function SavedLists({ saved }: { readonly saved: ServerDomainState }) {
  const texts = useMessages(messages);
  const lists = namedLists(saved.serverDomains);
  if (lists.every(([, entries]) => entries.length === 0)) {
    return <Empty title={texts.empty}>{texts.emptyLead}</Empty>;
  }
  const follows = !Array.isArray(saved.serverDomains) && lists.every(([name]) => name !== 'connectSocket');
  return (
    <Stack gap="lg">
      {lists.map(([name, entries]) => (
        <Stack key={name} gap={6}>
          <Title order={2} size="h4">
            {texts.lists[name]}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.lines[name]}
          </Text>
          {entries.length === 0 && <Text size="sm">{texts.emptyList}</Text>}
          <Stack component="ul" gap={6} m={0} pl="lg">
            {entries.map((entry, index) => (
              <SavedEntry
                key={entry}
                entry={entry}
                issue={saved.issues.find((issue) => issue.list === name && issue.index === index)}
              />
            ))}
          </Stack>
        </Stack>
      ))}
      {follows && <Text size="sm">{texts.followsRequest}</Text>}
    </Stack>
  );
}

interface SavedEntryProps {
  readonly entry: string;
  readonly issue: ServerDomainState['issues'][number] | undefined;
}

function SavedEntry({ entry, issue }: SavedEntryProps) {
  const line = useIssueLine(issue?.code);
  return (
    <li>
      <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {entry}
      </Text>
      {issue?.message !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)">
          <EngineText sentence={issue.message} line={line} />
        </Text>
      )}
    </li>
  );
}
