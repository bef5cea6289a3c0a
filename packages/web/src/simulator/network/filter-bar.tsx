import { CloseButton, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { apis } from '@minigate/policy';
import { ChoiceChips } from '../../ui/choice-chips.tsx';
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
      <ChoiceChips
        label={texts.apis}
        all={texts.all}
        names={apis}
        labelOf={(api) => api}
        chosen={filter.apis}
        onChosen={(chosen) => onFilter({ ...filter, apis: chosen })}
      />
      <ChoiceChips
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
