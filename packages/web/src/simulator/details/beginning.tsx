import { Button, Group, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { messages } from './details.messages.ts';

/** So many rows are drawn in no time that is felt; a file that somebody else wrote can have very many. */
const portion = 300;

interface BeginningProps<T> {
  readonly of: readonly T[];
  /** Draws the first ones. */
  readonly children: (shown: readonly T[]) => ReactNode;
}

/** The beginning of a list that may be very long, and the way to more of it. */
export function Beginning<T>({ of: all, children }: BeginningProps<T>) {
  const texts = useMessages(messages);
  const format = useFormat();
  const [most, setMost] = useState(portion);
  const left = all.length - most;
  return (
    <>
      {children(left > 0 ? all.slice(0, most) : all)}
      {left > 0 && (
        <Group gap="sm" mt={6}>
          <Text size="xs" c="dimmed">
            {texts.firstOf(format.number(most), format.number(all.length))}
          </Text>
          <Button size="compact-xs" variant="default" onClick={() => setMost(most + portion)}>
            {texts.showMore(format.number(Math.min(portion, left)))}
          </Button>
        </Group>
      )}
    </>
  );
}
