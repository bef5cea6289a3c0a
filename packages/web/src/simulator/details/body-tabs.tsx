import { Stack, Text } from '@mantine/core';
import type { Entry } from '@minigate/runtime/inspector';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { mimeTypeOf } from '../model/body-view.ts';
import { nameOf } from '../model/call-name.ts';
import { BodyView } from './body-view.tsx';
import { messages } from './details.messages.ts';
import { type Field, FieldTable } from './field-table.tsx';
import { Section } from './section.tsx';

/** What was sent, by every hop that sent something. */
export function SentBodyTab({ entry }: { entry: Entry }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const hops = entry.hops.filter(
    ({ request }) => request?.body !== undefined || request?.streamedBytes !== undefined,
  );
  if (hops.length === 0) return <Text size="sm">{texts.noBody}</Text>;
  return (
    <Stack gap="md">
      {hops.map(({ hop, url, request }) => (
        <Section key={hop} title={entry.hops.length > 1 ? texts.hopOf(hop + 1, url) : texts.tabs.sent}>
          {request?.body === undefined ? (
            <Text size="sm">{texts.streamed(format.bytes(request?.streamedBytes ?? 0))}</Text>
          ) : (
            <BodyView
              body={request.body}
              mimeType={mimeTypeOf(request.headers.lines)}
              name={nameOf(url).name}
            />
          )}
        </Section>
      ))}
    </Stack>
  );
}

/** What came back, and how its text was read. Rule 12. */
export function AnswerTab({ entry }: { entry: Entry }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const { body, reading, bodyBytes, hops, api, url } = entry;
  const answered = hops.findLast(({ response }) => response !== undefined);
  const { reading: words } = texts;
  const fields: readonly Field[] =
    reading === undefined
      ? []
      : [
          { name: words.charset, value: reading.charset },
          { name: words.source, value: words.sources[reading.source], prose: true },
          {
            name: words.mark,
            value: reading.byteOrderMarkRemoved ? words.removed : words.noMark,
            prose: true,
          },
        ];
  return (
    <Stack gap="sm">
      {fields.length > 0 && <FieldTable label={words.charset} fields={fields} />}
      {reading?.replaced === true && (
        <Text size="xs" fw={600}>
          {words.replaced}
        </Text>
      )}
      {bodyBytes > 0 && (
        <Text size="xs" c="dimmed">
          {texts.decoded(format.bytes(bodyBytes))}
        </Text>
      )}
      {body === undefined ? (
        <Text size="sm">{api === 'downloadFile' && bodyBytes > 0 ? texts.download : texts.noBody}</Text>
      ) : (
        <BodyView
          body={body}
          mimeType={mimeTypeOf(answered?.response?.headers.lines)}
          name={nameOf(url).name}
        />
      )}
    </Stack>
  );
}
