import { Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { useMessages } from '../../../../ui/language.tsx';
import { messages } from './domain-check.messages.ts';

/** The seconds since it was shown first. */
export function Elapsed() {
  const { elapsed } = useMessages(messages);
  const [began] = useState(() => performance.now());
  const [now, setNow] = useState(began);
  useInterval(() => setNow(performance.now()), 1000, { autoInvoke: true });
  return (
    <Text span inherit aria-hidden ff="monospace">
      {elapsed(String(Math.round((now - began) / 1000)))}
    </Text>
  );
}
