import { Stack, Table, Text } from '@mantine/core';
import type { AccelerationHappening } from '@minigate/runtime/simulator/protocol';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { messages } from './acceleration.messages.ts';

/** What was decided and what went wrong, the newest first. */
export function HappeningTable({ happenings }: { readonly happenings: readonly AccelerationHappening[] }) {
  const texts = useMessages(messages);
  const format = useFormat();
  return (
    <Stack gap="xs">
      <Text component="h4" size="sm" fw={600} m={0}>
        {texts.happenings}
      </Text>
      {happenings.length === 0 ? (
        <Text size="sm" c="dimmed">
          {texts.noHappenings}
        </Text>
      ) : (
        <Table.ScrollContainer
          minWidth={860}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': texts.happenings } }}
        >
          <Table fz="xs" aria-label={texts.happenings} verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                {[texts.time, texts.networkHead, texts.what, texts.server, texts.why].map((head) => (
                  <Table.Th key={head} style={{ whiteSpace: 'nowrap' }}>
                    {head}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {happenings.toReversed().map((happening, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- two can happen at one moment
                <Table.Tr key={`${happening.time} ${index}`}>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{format.time(happening.time)}</Table.Td>
                  <Table.Td>{happening.network}</Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{texts.kinds[happening.kind]}</Table.Td>
                  <Table.Td ff="monospace">{happening.candidate}</Table.Td>
                  <Table.Td miw={280}>
                    <Why happening={happening} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}

function Why({ happening: { reason, detail } }: { readonly happening: AccelerationHappening }) {
  const texts = useMessages(messages);
  return (
    <>
      {reason !== undefined && texts.reasons[reason]}
      {detail !== undefined && (
        <Text span inherit display="block" c="dimmed" lang="en" style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
      )}
    </>
  );
}
