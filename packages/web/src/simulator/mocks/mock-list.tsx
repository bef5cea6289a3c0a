import { ActionIcon, Group, Stack, Switch, Text } from '@mantine/core';
import { IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import { mockName, type MockRule } from '@minigate/runtime/inspector';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { messages } from './mocks.messages.ts';

interface MockListProps {
  readonly rules: readonly MockRule[];
  readonly onRules: (rules: readonly MockRule[]) => void;
  readonly onEdit: (rule: MockRule) => void;
}

/** The rules in the order in which they are asked. */
export function MockList({ rules, onRules, onEdit }: MockListProps) {
  const texts = useMessages(messages);
  return (
    <Stack gap={0} component="ol" m={0} p={0} style={{ listStyle: 'none' }} aria-label={texts.title}>
      {rules.map((rule, index) => {
        const name = mockName(rule);
        return (
          <Group
            component="li"
            // oxlint-disable-next-line react/no-array-index-key -- a rule is its place
            key={`${index} ${name}`}
            gap="sm"
            wrap="nowrap"
            py={6}
            style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}
          >
            <Switch
              size="xs"
              aria-label={texts.enabled(name)}
              checked={rule.enabled !== false}
              onChange={({ currentTarget }) =>
                onRules(rules.with(index, { ...rule, enabled: currentTarget.checked }))
              }
            />
            <Summary rule={rule} name={name} />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={texts.up(name)}
              disabled={index === 0}
              onClick={() => onRules(movedUp(rules, index))}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={texts.edit(name)}
              onClick={() => onEdit(rule)}
            >
              <IconPencil size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={texts.remove(name)}
              onClick={() => onRules(rules.toSpliced(index, 1))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        );
      })}
    </Stack>
  );
}

function Summary({ rule, name }: { rule: MockRule; name: string }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const facts = [
    rule.api ?? '',
    rule.method ?? '',
    rule.fault === undefined ? String(rule.status ?? 200) : texts.fault(texts.fields.faults[rule.fault]),
    rule.delay === undefined ? '' : texts.after(format.span(rule.delay)),
  ].filter((fact) => fact !== '');
  return (
    <Stack gap={0} flex={1} miw={0}>
      <Text size="sm" truncate fw={500}>
        {name}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {[...(name === rule.url ? [] : [rule.url]), ...facts].join(' · ')}
      </Text>
    </Stack>
  );
}

function movedUp(rules: readonly MockRule[], index: number): readonly MockRule[] {
  const rule = rules[index];
  const above = rules[index - 1];
  return rule === undefined || above === undefined ? rules : rules.with(index - 1, rule).with(index, above);
}
