import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import type { RecordedBody } from '@minigate/runtime/inspector';
import { useMemo, useState } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { type BodyView as View, imageType, readJson, textOf, viewsOf } from '../model/body-view.ts';
import { partsOf } from '../model/query.ts';
import classes from './details.module.css';
import { messages } from './details.messages.ts';
import { HexView } from './hex-view.tsx';
import { JsonView } from './json-view.tsx';
import { QueryTable } from './query-tab.tsx';
import { TextView } from './text-view.tsx';

interface BodyViewProps {
  readonly body: RecordedBody;
  readonly mimeType: string | undefined;
  /** For the text that stands for an image. */
  readonly name: string;
}

/** A body as it is best looked at, and in the other ways. */
export function BodyView({ body, mimeType, name }: BodyViewProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const views = useMemo(() => viewsOf(body, mimeType), [body, mimeType]);
  const [wanted, setWanted] = useState<View>();
  const view = wanted !== undefined && views.includes(wanted) ? wanted : views[0];
  const count = (length: number) =>
    typeof body.content === 'string' ? texts.characters(format.number(length)) : format.bytes(length);
  return (
    <Stack gap="xs">
      <Group gap="sm">
        {views.length > 1 && view !== undefined && (
          <SegmentedControl
            size="xs"
            aria-label={texts.view}
            value={view}
            data={views.map((value) => ({ value, label: texts.views[value] }))}
            onChange={setWanted}
          />
        )}
        <Text size="xs" c="dimmed">
          {count(body.length)}
        </Text>
      </Group>
      {body.cut && (
        <Text size="xs" fw={600}>
          {texts.cut(count(body.content.length), count(body.length))}
        </Text>
      )}
      {view !== undefined && <Shown body={body} mimeType={mimeType} name={name} view={view} />}
    </Stack>
  );
}

function Shown({ body, mimeType, name, view }: BodyViewProps & { readonly view: View }) {
  const texts = useMessages(messages);
  const text = useMemo(() => textOf(body, mimeType) ?? '', [body, mimeType]);
  const json = useMemo(() => (view === 'json' ? readJson(text)?.value : undefined), [view, text]);
  switch (view) {
    case 'json':
      return <JsonView value={json} label={texts.treeLabel} />;
    case 'form':
      return <QueryTable label={texts.views.form} parts={partsOf(text)} />;
    case 'image':
      return <img className={classes.image} src={dataUrl(body, mimeType)} alt={texts.imageAlt(name)} />;
    case 'text':
      return <TextView text={text} label={texts.textLabel} />;
    default:
      return <HexView bytes={bytesOf(body)} label={texts.bytesLabel} />;
  }
}

function bytesOf({ content }: RecordedBody): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

/** An image in the page itself. As an image nothing in it is run, an SVG's scripts neither. */
function dataUrl(body: RecordedBody, mimeType: string | undefined): string {
  let binary = '';
  for (const byte of bytesOf(body)) binary += String.fromCharCode(byte);
  return `data:${imageType(mimeType)};base64,${btoa(binary)}`;
}
