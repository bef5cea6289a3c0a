import { Badge, Tabs, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { useSimulation } from '../feed/simulation-context.tsx';
import { messages } from './layout.messages.ts';
import classes from './pane-tabs.module.css';
import { PanePlace } from './pane-places.tsx';
import type { PaneName } from './panes.tsx';

interface PaneTabsProps<T extends PaneName> {
  readonly label: string;
  readonly names: readonly T[];
  readonly shown: T;
  readonly onShow: (name: T) => void;
  /** Each panel has a heading of its own, where nothing above them has one. */
  readonly headed?: boolean;
}

/** Panes of which one is seen. One that was not opened yet is not there, and its code is not loaded. */
export function PaneTabs<T extends PaneName>({
  label,
  names,
  shown,
  onShow,
  headed = false,
}: PaneTabsProps<T>) {
  const titles: Readonly<Record<PaneName, string>> = useMessages(messages).tabs;
  return (
    <Tabs
      className={classes.tabs}
      value={shown}
      keepMounted={false}
      onChange={(value) => {
        const name = names.find((one) => one === value);
        if (name !== undefined) onShow(name);
      }}
    >
      <Tabs.List className={classes.list} aria-label={label}>
        {names.map((name) => (
          <Tabs.Tab key={name} value={name} py={8} rightSection={name === 'console' ? <Errors /> : undefined}>
            {titles[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {names.map((name) => (
        <Tabs.Panel key={name} value={name} className={classes.panel}>
          {headed && <VisuallyHidden component="h2">{titles[name]}</VisuallyHidden>}
          <PanePlace name={name} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Errors() {
  const { errors } = useMessages(messages);
  const format = useFormat();
  const lines = useSimulation((simulation) => simulation.lines);
  const run = useSimulation(({ program }) => program?.run);
  const count = useMemo(
    () => lines.reduce((sum, line) => sum + Number(line.level === 'error' && line.run === run), 0),
    [lines, run],
  );
  if (count === 0) return null;
  return (
    <Badge size="xs" color="red.9" autoContrast circle={count < 10} aria-label={errors(format.number(count))}>
      {count > 99 ? '99+' : count}
    </Badge>
  );
}
