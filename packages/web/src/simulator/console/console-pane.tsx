import { ActionIcon, TextInput } from '@mantine/core';
import { IconBan, IconSearch } from '@tabler/icons-react';
import { routes } from '@minigate/runtime/simulator/protocol';
import { useMemo, useState } from 'react';
import { ChoiceChips } from '../../ui/choice-chips.tsx';
import { useMessages } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { useSimulation } from '../feed/simulation-context.tsx';
import { useAction } from '../feed/use-action.ts';
import { type ConsoleFilter, consoleLevels, consoleRows } from '../model/console-rows.ts';
import { ConsoleLines } from './console-lines.tsx';
import { messages } from './console.messages.ts';
import classes from './console.module.css';

const everyLine: ConsoleFilter = { text: '', levels: new Set() };

/** What the program prints and throws, and what the simulator has to say. */
export function ConsolePane() {
  const texts = useMessages(messages);
  const lines = useSimulation((simulation) => simulation.lines);
  const clear = useAction('POST', routes.clear);
  const [filter, setFilter] = useState(everyLine);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => consoleRows(lines, filter, toggled), [lines, filter, toggled]);
  const toggle = (key: string) =>
    setToggled((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  return (
    <div className={classes.pane}>
      <div className={classes.bar} role="group" aria-label={texts.title}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.clear}
          title={texts.clear}
          onClick={() => clear.perform({})}
        >
          <IconBan size={18} />
        </ActionIcon>
        <TextInput
          className={classes.filter}
          size="xs"
          type="search"
          aria-label={texts.filter}
          placeholder={texts.filter}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={filter.text}
          onChange={({ currentTarget }) => setFilter({ ...filter, text: currentTarget.value })}
        />
        <ChoiceChips
          label={texts.levels}
          all={texts.all}
          names={consoleLevels}
          labelOf={(level) => texts.level[level]}
          chosen={filter.levels}
          onChosen={(levels) => setFilter({ ...filter, levels })}
        />
      </div>
      {rows.some(({ kind }) => kind !== 'run') ? (
        <ConsoleLines rows={rows} toggled={toggled} onToggle={toggle} />
      ) : (
        <Empty title={lines.length === 0 ? texts.none.title : texts.none.filtered}>
          {lines.length === 0 ? texts.none.todo : ''}
        </Empty>
      )}
    </div>
  );
}
