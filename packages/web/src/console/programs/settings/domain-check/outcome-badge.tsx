import { Badge } from '@mantine/core';
import type { Outcome } from '@minigate/network/diagnose';
import { useMessages } from '../../../../ui/language.tsx';
import { messages } from './domain-check.messages.ts';

const colours = { ok: 'green', note: 'blue', warning: 'orange', failure: 'red', silent: 'gray' } as const;

export function OutcomeBadge({ outcome }: { readonly outcome: Outcome | 'silent' }) {
  const { outcomes } = useMessages(messages);
  return (
    <Badge variant="light" color={colours[outcome]} tt="none" miw={72} style={{ flexShrink: 0 }}>
      {outcomes[outcome]}
    </Badge>
  );
}
