import { Stack, Text } from '@mantine/core';
import type { Entry, RecordedHeaders } from '@minigate/runtime/inspector';
import { Fragment } from 'react';
import { useMessages } from '../../ui/language.tsx';
import type { Call } from '../model/call.ts';
import { Beginning } from './beginning.tsx';
import { messages } from './details.messages.ts';
import { type Field, FieldTable } from './field-table.tsx';
import { Section } from './section.tsx';
import { SourceLink } from '../code/source-link.tsx';

/** What the call came to, and the header lines of every hop. */
export function HeadersTab({ entry, call }: { entry: Entry; call: Call }) {
  const texts = useMessages(messages);
  return (
    <Stack gap="md">
      <Section title={texts.general.title}>
        <FieldTable label={texts.general.title} fields={useGeneral(entry, call)} />
      </Section>
      <Beginning of={entry.hops}>
        {(shown) =>
          shown.map((hop) => {
            const suffix = entry.hops.length > 1 ? ` · ${texts.hop(hop.hop + 1)}` : '';
            return (
              <Fragment key={hop.hop}>
                {hop.response !== undefined && (
                  <Lines title={`${texts.received}${suffix}`} headers={hop.response.headers} />
                )}
                {hop.request !== undefined && (
                  <Lines title={`${texts.sent}${suffix}`} headers={hop.request.headers} />
                )}
              </Fragment>
            );
          })
        }
      </Beginning>
    </Stack>
  );
}

function Lines({ title, headers: { lines, cut } }: { title: string; headers: RecordedHeaders }) {
  const texts = useMessages(messages);
  return (
    <Section title={title}>
      {lines.length === 0 ? (
        <Text size="xs">{texts.noHeaders}</Text>
      ) : (
        <FieldTable label={title} fields={lines.map(([name, value]) => ({ name, value }))} />
      )}
      {cut && (
        <Text size="xs" c="dimmed">
          {texts.headersCut}
        </Text>
      )}
    </Section>
  );
}

function useGeneral(entry: Entry, { row }: Call): readonly Field[] {
  const { general } = useMessages(messages);
  const last = entry.hops.at(-1);
  const peer = last?.timing?.peerAddress || last?.address?.address;
  const source = entry.source ?? row.source;
  const close = entry.socket?.close;
  const fields: readonly (Field | undefined)[] = [
    { name: general.url, value: entry.url },
    { name: general.method, value: entry.method },
    row.status === undefined ? undefined : { name: general.status, value: row.status },
    row.protocol === undefined ? undefined : { name: general.protocol, value: row.protocol },
    peer ? { name: general.address, value: `${peer} (${last?.address?.addressClass ?? ''})` } : undefined,
    source === undefined ? undefined : { name: general.source, value: <SourceLink text={source} /> },
    entry.errMsg === undefined ? undefined : { name: general.errMsg, value: entry.errMsg },
    entry.error === undefined
      ? undefined
      : { name: general.errno, value: `${entry.error.errno} (${entry.error.code})` },
    entry.error?.detail === undefined ? undefined : { name: general.detail, value: entry.error.detail },
    entry.error === undefined ? undefined : { name: general.fix, value: entry.error.fix },
    row.mock === undefined ? undefined : { name: general.mock, value: row.mock },
    row.candidate === undefined ? undefined : { name: general.candidate, value: row.candidate },
    close === undefined
      ? undefined
      : { name: general.socket, value: close.reason === '' ? close.code : `${close.code} ${close.reason}` },
  ];
  return fields.filter((field) => field !== undefined);
}
