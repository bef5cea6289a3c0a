import { Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Entry, EntryMessage } from '@minigate/runtime/inspector';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { hexLine } from '../model/hex.ts';
import { BodyView } from './body-view.tsx';
import { messages } from './details.messages.ts';
import classes from './messages-tab.module.css';
import { Section } from './section.tsx';
import { useWindow } from '../../ui/use-window.ts';

const lineHeight = 24;

/** What went over a socket, each message with its direction, time and size; the chosen one in full. */
export function MessagesTab({ entry: { socket } }: { entry: Entry }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number>();
  const kept = socket?.messages ?? [];
  const lines = useWindow({ count: kept.length, place, lineHeight });
  if (socket === undefined) return <Text size="sm">{texts.noMessages}</Text>;
  const missing = socket.sent.messages + socket.received.messages - kept.length;
  const chosen = at === undefined ? undefined : kept[at];
  const press = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: (at ?? -1) + 1,
      ArrowUp: (at ?? kept.length) - 1,
      Home: 0,
      End: kept.length - 1,
    };
    const wanted = moves[event.key];
    if (wanted === undefined || wanted < 0 || wanted >= kept.length) return;
    event.preventDefault();
    setAt(wanted);
    lines.scrollToIndex(wanted);
  };
  return (
    <Stack gap="sm">
      <Text size="xs">
        {texts.messagesOf(format.number(socket.sent.messages), format.number(socket.received.messages))}
        {' · '}
        {format.bytes(socket.sent.bytes)} / {format.bytes(socket.received.bytes)}
        {missing > 0 && ` · ${texts.notKept(format.number(missing))}`}
      </Text>
      {kept.length === 0 ? (
        <Text size="sm">{texts.noMessages}</Text>
      ) : (
        <div
          ref={place}
          className={classes.list}
          role="listbox"
          aria-label={texts.tabs.messages}
          aria-activedescendant={at === undefined ? undefined : `${id}-${at}`}
          tabIndex={0}
          onKeyDown={press}
        >
          <div role="presentation" style={{ position: 'relative', height: lines.getTotalSize() }}>
            {lines.getVirtualItems().map(({ index, start }) => {
              const message = kept[index];
              if (message === undefined) return null;
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the list takes the keys
                <div
                  key={index}
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === at}
                  aria-posinset={index + 1}
                  aria-setsize={kept.length}
                  className={classes.row}
                  style={{ transform: `translateY(${start}px)` }}
                  onClick={() => setAt(index)}
                >
                  <Line message={message} />
                </div>
              );
            })}
          </div>
        </div>
      )}
      {chosen !== undefined && (
        <Section title={texts.messageShown}>
          <BodyView key={at} body={chosen.data} mimeType={undefined} name={texts.messageShown} />
        </Section>
      )}
    </Stack>
  );
}

const previewLength = 300;

function Line({ message: { direction, time, data } }: { message: EntryMessage }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const Arrow = direction === 'out' ? IconArrowUp : IconArrowDown;
  const preview =
    typeof data.content === 'string' ? data.content.slice(0, previewLength) : hexLine(data.content, 0).hex;
  return (
    <>
      <span>
        <Arrow size={12} aria-hidden /> {texts[direction]}
      </span>
      <span>{format.time(time)}</span>
      <span>{format.bytes(data.length)}</span>
      <span className={classes.data}>{preview}</span>
    </>
  );
}
