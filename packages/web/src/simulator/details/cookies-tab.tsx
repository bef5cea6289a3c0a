import { Stack, Table, Text } from '@mantine/core';
import type { Entry } from '@minigate/runtime/inspector';
import { useMessages } from '../../ui/language.tsx';
import { sentCookies, type SetCookie, setCookies } from '../model/cookies.ts';
import { messages } from './details.messages.ts';
import { FieldTable } from './field-table.tsx';
import { Section } from './section.tsx';

/** The cookies of all hops. */
export function CookiesTab({ entry: { hops } }: { entry: Entry }) {
  const texts = useMessages(messages);
  const sent = hops.flatMap(({ request }) => sentCookies(request?.headers));
  const set = hops.flatMap(({ response }) => setCookies(response?.headers));
  if (sent.length + set.length === 0) return <Text size="sm">{texts.noCookies}</Text>;
  return (
    <Stack gap="md">
      {sent.length > 0 && (
        <Section title={texts.sentCookies}>
          <FieldTable label={texts.sentCookies} fields={sent} />
        </Section>
      )}
      {set.length > 0 && (
        <Section title={texts.setCookies}>
          <Table fz="xs" aria-label={texts.setCookies}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.name}</Table.Th>
                <Table.Th>{texts.value}</Table.Th>
                <Table.Th>{texts.attributes}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {set.map((cookie, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- a cookie can be set twice
                <Table.Tr key={index}>
                  <Table.Td>{cookie.name}</Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{cookie.value}</Table.Td>
                  <Table.Td>{attributesOf(cookie)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Section>
      )}
    </Stack>
  );
}

/** As a Set-Cookie line has them. */
function attributesOf({ domain, path, expires, maxAge, sameSite, secure, httpOnly }: SetCookie): string {
  return [
    domain !== undefined && `Domain=${domain}`,
    path !== undefined && `Path=${path}`,
    expires !== undefined && `Expires=${expires}`,
    maxAge !== undefined && `Max-Age=${maxAge}`,
    sameSite !== undefined && `SameSite=${sameSite}`,
    secure && 'Secure',
    httpOnly && 'HttpOnly',
  ]
    .filter((text) => text !== false)
    .join('; ');
}
