import { Group, Stack, Text } from '@mantine/core';
import { IconArrowRight, IconMinus, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../../../ui/language.tsx';
import type { Difference, ListDifference } from './difference.ts';
import classes from './difference.module.css';
import { messages } from './server-domains.messages.ts';

interface DifferenceViewProps {
  readonly difference: Difference;
  /** Without what each change means. */
  readonly terse?: boolean;
}

/** What is added, removed and replaced, for which call, and what that means for it. */
export function DifferenceView({ difference, terse = false }: DifferenceViewProps) {
  const texts = useMessages(messages);
  const { changes, lists, form, sockets } = difference;
  if (!changes && lists.length === 0) return <Text size="sm">{texts.nothing}</Text>;
  const notes = [
    ...(form === undefined ? [] : [texts.formChange[form]]),
    ...(sockets === undefined ? [] : [texts.socketChange[sockets]]),
  ];
  return (
    <Stack gap="sm">
      {notes.length > 0 && !terse && (
        <Text size="sm">{[...notes, ...(lists.length === 0 ? [texts.sameEffect] : [])].join(' ')}</Text>
      )}
      {lists.map((list) => (
        <ListChanges key={list.list} difference={list} terse={terse} />
      ))}
    </Stack>
  );
}

function ListChanges({
  difference: { list, added, removed, replaced },
  terse,
}: {
  readonly difference: ListDifference;
  readonly terse: boolean;
}) {
  const texts = useMessages(messages);
  return (
    <Stack gap={4}>
      <Text size={terse ? 'xs' : 'sm'} fw={600} c={terse ? 'dimmed' : undefined}>
        {texts.lists[list]}
      </Text>
      <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
        {replaced.map(({ from, to }) => (
          <Line
            key={`${from} ${to}`}
            kind="replaced"
            icon={<IconArrowRight size={14} aria-hidden />}
            meaning={terse ? undefined : texts.replaced(from, to)}
          >
            {from} → {to}
          </Line>
        ))}
        {added.map((text) => (
          <Line
            key={text}
            kind="added"
            icon={<IconPlus size={14} aria-hidden />}
            meaning={terse ? undefined : texts.allowed}
            label={texts.conflict.deeds.added}
          >
            {text}
          </Line>
        ))}
        {removed.map((text) => (
          <Line
            key={text}
            kind="removed"
            icon={<IconMinus size={14} aria-hidden />}
            meaning={terse ? undefined : texts.refused}
            label={texts.conflict.deeds.removed}
          >
            {text}
          </Line>
        ))}
      </Stack>
    </Stack>
  );
}

interface LineProps {
  readonly kind: 'added' | 'removed' | 'replaced';
  readonly icon: ReactNode;
  readonly meaning: string | undefined;
  /** What the icon says. */
  readonly label?: string;
  readonly children: ReactNode;
}

function Line({ kind, icon, meaning, label, children }: LineProps) {
  return (
    <Group component="li" gap={8} wrap="nowrap" align="flex-start" className={classes[kind] ?? ''}>
      <span className={classes['icon']} {...(label !== undefined && { role: 'img', 'aria-label': label })}>
        {icon}
      </span>
      <Group gap="0 12px" flex={1} miw={0}>
        <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {children}
        </Text>
        {meaning !== undefined && (
          <Text size="sm" c="dimmed">
            {meaning}
          </Text>
        )}
      </Group>
    </Group>
  );
}
