import { ActionIcon, Button, Checkbox, CloseButton, Group, SegmentedControl, Text } from '@mantine/core';
import { IconBan, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { routes } from '@minigate/runtime/simulator/protocol';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { useAction } from '../feed/use-action.ts';
import type { Columns } from './columns.ts';
import { ColumnMenu } from './column-menu.tsx';
import { FilterChips, FilterInput } from './filter-bar.tsx';
import { HarMenu } from './har-menu.tsx';
import classes from './network-panel.module.css';
import { messages } from './network.messages.ts';
import type { Panel } from './use-panel.ts';

interface NetworkBarProps {
  readonly panel: Panel;
  readonly columns: Columns;
  readonly onColumns: (columns: Columns) => void;
  readonly onFile: (file: File) => void;
}

/** What is done with the list of calls. */
export function NetworkBar({ panel, columns, onColumns, onFile }: NetworkBarProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const clear = useAction('POST', routes.clear);
  const { paused, setPaused, newer } = panel;
  const pauseText = paused ? texts.resume : texts.pause;
  return (
    <>
      <div className={classes.bar} role="group" aria-label={texts.title}>
        <ActionIcon
          variant={paused ? 'light' : 'subtle'}
          color={paused ? undefined : 'gray'}
          aria-label={pauseText}
          title={pauseText}
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        >
          {paused ? <IconPlayerPlay size={18} /> : <IconPlayerPause size={18} />}
        </ActionIcon>
        {newer > 0 && (
          <Button size="compact-xs" variant="light" onClick={() => setPaused(false)}>
            {texts.newer(format.number(newer))}
          </Button>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.clear}
          title={texts.clear}
          onClick={() => {
            setPaused(false);
            clear.perform({});
          }}
        >
          <IconBan size={18} />
        </ActionIcon>
        <FilterInput filter={panel.filter} onFilter={panel.setFilter} faults={panel.faults} />
        <Checkbox
          size="xs"
          className={classes.keep}
          label={texts.keep}
          checked={panel.keep}
          onChange={({ currentTarget }) => panel.setKeep(currentTarget.checked)}
        />
        <ColumnMenu columns={columns} onColumns={onColumns} />
        <HarMenu onFile={onFile} />
      </div>
      <FilterChips filter={panel.filter} onFilter={panel.setFilter} />
      <Sets panel={panel} />
    </>
  );
}

const live = 'live';

/** The running program's calls, and those of files beside them. */
function Sets({ panel: { sets, set, showSet, closeSet } }: { panel: Panel }) {
  const { har: texts } = useMessages(messages);
  if (sets.length === 0) return null;
  return (
    <div className={classes.bar}>
      <SegmentedControl
        size="xs"
        aria-label={texts.sets}
        value={set?.name === undefined ? live : `file:${set.name}`}
        data={[
          { value: live, label: texts.live },
          ...sets.map(({ name }) => ({ value: `file:${name}`, label: name })),
        ]}
        onChange={(value) => showSet(sets.find(({ name }) => `file:${name}` === value))}
      />
      {set !== undefined && (
        <Group gap={4} wrap="nowrap">
          <CloseButton size="sm" aria-label={texts.closeSet(set.name)} onClick={() => closeSet(set)} />
          <Text size="xs" c="dimmed">
            {[texts.readOnly(set.name), ...set.warnings].join(' ')}
          </Text>
        </Group>
      )}
    </div>
  );
}
