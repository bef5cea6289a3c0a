import { Chip, CloseButton, Group, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { apis } from '@minigate/policy';
import { useMessages } from '../../ui/language.tsx';
import { callKinds } from '../model/call-kind.ts';
import { type CallFilter, everyCall, isEveryCall } from '../model/call-filter.ts';
import classes from './network-panel.module.css';
import { messages } from './network.messages.ts';

interface FilterBarProps {
  readonly filter: CallFilter;
  readonly onFilter: (filter: CallFilter) => void;
  readonly faults: readonly string[];
}

/** The text of a filter; and, below it, the chips. */
export function FilterInput({ filter, onFilter, faults }: FilterBarProps) {
  const texts = useMessages(messages);
  return (
    <TextInput
      className={classes.filter}
      size="xs"
      type="search"
      aria-label={texts.filter}
      placeholder={texts.filterHint}
      title={texts.filterHint}
      value={filter.text}
      error={faults.length > 0 && texts.faults(faults.join(' '))}
      spellCheck={false}
      autoComplete="off"
      leftSection={<IconFilter size={14} aria-hidden />}
      rightSection={
        isEveryCall(filter) ? null : (
          <CloseButton size="xs" aria-label={texts.none.clearFilter} onClick={() => onFilter(everyCall)} />
        )
      }
      onChange={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
    />
  );
}

export function FilterChips({ filter, onFilter }: Omit<FilterBarProps, 'faults'>) {
  const texts = useMessages(messages);
  return (
    <div className={classes.chips}>
      <Chips
        label={texts.apis}
        all={texts.all}
        names={apis}
        labelOf={(api) => api}
        chosen={filter.apis}
        onChosen={(chosen) => onFilter({ ...filter, apis: chosen })}
      />
      <Chips
        label={texts.kinds}
        all={texts.all}
        names={callKinds}
        labelOf={(kind) => texts.kind[kind]}
        chosen={filter.kinds}
        onChosen={(chosen) => onFilter({ ...filter, kinds: chosen })}
      />
    </div>
  );
}

interface ChipsProps<T extends string> {
  readonly label: string;
  readonly all: string;
  readonly names: readonly T[];
  readonly labelOf: (name: T) => string;
  readonly chosen: ReadonlySet<T>;
  readonly onChosen: (chosen: ReadonlySet<T>) => void;
}

function Chips<T extends string>({ label, all, names, labelOf, chosen, onChosen }: ChipsProps<T>) {
  return (
    <Group gap={4} wrap="nowrap" role="group" aria-label={label}>
      <Chip size="xs" variant="light" checked={chosen.size === 0} onChange={() => onChosen(new Set())}>
        {all}
      </Chip>
      {names.map((name) => (
        <Chip
          key={name}
          size="xs"
          variant="light"
          checked={chosen.has(name)}
          onChange={(checked) => {
            const others = [...chosen].filter((other) => other !== name);
            onChosen(new Set(checked ? [...others, name] : others));
          }}
        >
          {labelOf(name)}
        </Chip>
      ))}
    </Group>
  );
}
