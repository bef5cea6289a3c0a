import { Stack, Text } from '@mantine/core';
import type { Entry } from '@minigate/runtime/inspector';
import { useMessages } from '../../ui/language.tsx';
import { queryOf, type QueryPart } from '../model/query.ts';
import { Beginning } from './beginning.tsx';
import classes from './details.module.css';
import { messages } from './details.messages.ts';

/** The query as the program wrote it. */
export function QueryTab({ entry }: { entry: Entry }) {
  const texts = useMessages(messages);
  const parts = queryOf(entry.url);
  if (parts.length === 0) return <Text size="sm">{texts.noQuery}</Text>;
  return (
    <Stack gap="xs">
      <QueryTable label={texts.tabs.query} parts={parts} />
    </Stack>
  );
}

/** Names and values, readable; and as they are written, where that differs. */
export function QueryTable({ label, parts }: { label: string; parts: readonly QueryPart[] }) {
  const texts = useMessages(messages);
  return (
    <Beginning of={parts}>
      {(shown) => (
        <table className={classes.fields} aria-label={label}>
          <tbody>
            {shown.map(({ name, value, readableName, readableValue }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- a name can come twice, and the order is fixed
              <tr key={index}>
                <th scope="row">{readableName}</th>
                <td>
                  {readableValue}
                  {(name !== readableName || value !== readableValue) && (
                    <Text size="xs" c="dimmed" ff="monospace">
                      {texts.asWritten}: {name}={value}
                    </Text>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Beginning>
  );
}
