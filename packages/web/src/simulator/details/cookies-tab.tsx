import { Stack, Table, Text } from '@mantine/core';
import type { Entry } from '@minigate/runtime/inspector';
import { Fragment } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { sentCookies, type SetCookie, setCookies } from '../model/cookies.ts';
import { Beginning } from './beginning.tsx';
import { messages } from './details.messages.ts';
import { FieldTable } from './field-table.tsx';
import { Section } from './section.tsx';

/** The cookies of every hop. */
export function CookiesTab({ entry: { hops } }: { entry: Entry }) {
  const texts = useMessages(messages);
  const found = hops.map(({ hop, request, response }) => ({
    hop,
    sent: sentCookies(request?.headers),
    set: setCookies(response?.headers),
  }));
  if (found.every(({ sent, set }) => sent.length + set.length === 0)) {
    return <Text size="sm">{texts.noCookies}</Text>;
  }
  return (
    <Stack gap="md">
      <Beginning of={found}>
        {(shown) =>
          shown.map(({ hop, sent, set }) => {
            const suffix = hops.length > 1 ? ` · ${texts.hop(hop + 1)}` : '';
            return (
              <Fragment key={hop}>
                {sent.length > 0 && (
                  <Section title={`${texts.sentCookies}${suffix}`}>
                    <FieldTable label={`${texts.sentCookies}${suffix}`} fields={sent} />
                  </Section>
                )}
                {set.length > 0 && <SetCookies title={`${texts.setCookies}${suffix}`} cookies={set} />}
              </Fragment>
            );
          })
        }
      </Beginning>
    </Stack>
  );
}

function SetCookies({ title, cookies }: { title: string; cookies: readonly SetCookie[] }) {
  const texts = useMessages(messages);
  return (
    <Section title={title}>
      <Beginning of={cookies}>
        {(shown) => (
          <Table fz="xs" aria-label={title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.name}</Table.Th>
                <Table.Th>{texts.value}</Table.Th>
                <Table.Th>{texts.attributes}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(({ name, value, attributes }, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- a cookie can be set twice
                <Table.Tr key={index}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
                  <Table.Td>{attributes.join('; ')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Beginning>
    </Section>
  );
}
