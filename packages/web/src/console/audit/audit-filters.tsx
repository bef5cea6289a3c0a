import { Button, Fieldset, Group, NativeSelect, TextInput } from '@mantine/core';
import { useMessages } from '../../ui/language.tsx';
import { actionMessages } from './actions.messages.ts';
import { type AuditWish, everything } from './audit-query.ts';
import { messages } from './audit.messages.ts';

interface AuditFiltersProps {
  readonly wish: AuditWish;
  readonly onWish: (wish: AuditWish) => void;
}

const outcomes = ['done', 'refused'] as const;

/** What to look for in the audit log. */
export function AuditFilters({ wish, onWish }: AuditFiltersProps) {
  const texts = useMessages(messages);
  const actions = useMessages(actionMessages);
  const { filters } = texts;
  const choices = Object.entries(actions)
    .map(([value, label]) => ({ value, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  return (
    <Fieldset legend={filters.label} radius="md">
      <Group align="flex-end" gap="sm">
        <NativeSelect
          flex="1 1 16rem"
          label={filters.action}
          value={wish.action}
          data={[{ value: '', label: filters.any }, ...choices]}
          onChange={(event) => onWish({ ...wish, action: event.currentTarget.value })}
        />
        <TextInput
          flex="1 1 18rem"
          label={filters.actor}
          placeholder={filters.actorHint}
          maxLength={320}
          value={wish.actor}
          onChange={(event) => onWish({ ...wish, actor: event.currentTarget.value })}
        />
        <NativeSelect
          flex="1 1 9rem"
          label={filters.outcome}
          value={wish.outcome}
          data={[
            { value: '', label: filters.any },
            ...outcomes.map((value) => ({ value, label: texts[value] })),
          ]}
          onChange={(event) => {
            const chosen = outcomes.find((known) => known === event.currentTarget.value) ?? '';
            onWish({ ...wish, outcome: chosen });
          }}
        />
        <TextInput
          flex="0 1 13rem"
          type="datetime-local"
          label={filters.from}
          value={wish.from}
          onChange={(event) => onWish({ ...wish, from: event.currentTarget.value })}
        />
        <TextInput
          flex="0 1 13rem"
          type="datetime-local"
          label={filters.to}
          value={wish.to}
          onChange={(event) => onWish({ ...wish, to: event.currentTarget.value })}
        />
        <Button variant="default" onClick={() => onWish(everything)}>
          {filters.clear}
        </Button>
      </Group>
    </Fieldset>
  );
}
