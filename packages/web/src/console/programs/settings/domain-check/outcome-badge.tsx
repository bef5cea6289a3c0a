import { Badge } from '@mantine/core';
import { useMessages } from '../../../../ui/language.tsx';
import { messages } from './domain-check.messages.ts';
import type { PhaseOutcome } from './phases.ts';

const colours = {
  ok: 'green',
  note: 'blue',
  warning: 'orange',
  failure: 'red',
  passed: 'green',
  silent: 'gray',
} as const;

export function OutcomeBadge({ outcome }: { readonly outcome: PhaseOutcome }) {
  const { outcomes } = useMessages(messages);
  return (
    <Badge variant="light" color={colours[outcome]} tt="none" miw={72} style={{ flexShrink: 0 }}>
      {outcomes[outcome]}
    </Badge>
  );
}
