import { Button, Splitter } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Empty } from '../../ui/states.tsx';
import { CallDetails } from '../details/call-details.tsx';
import { useSimulation } from '../feed/simulation-context.tsx';
import { everyCall, isEveryCall } from '../model/call-filter.ts';
import { CallTable } from './call-table.tsx';
import { type Columns, recallColumns, rememberColumns } from './columns.ts';
import { NetworkBar } from './network-bar.tsx';
import { NetworkFoot } from './network-foot.tsx';
import classes from './network-panel.module.css';
import { messages } from './network.messages.ts';
import { openHar } from './open-har.ts';
import { useFileDrop } from './use-file-drop.ts';
import { type Panel, usePanel } from './use-panel.ts';

/** Below this width the details take the table's place. */
const narrow = 620;

/** The calls of the program, as people know it from their browser's tools. */
export function NetworkPanel() {
  const texts = useMessages(messages);
  const format = useFormat();
  const panel = usePanel();
  const dropped = useSimulation(({ program }) => program?.dropped ?? 0);
  const [columns, setColumns] = useState(recallColumns);
  const changeColumns = (changed: Columns) => {
    rememberColumns(changed);
    setColumns(changed);
  };
  const open = async (file: File) => {
    const opened = await openHar(file);
    if (typeof opened === 'string') {
      notifications.show({ color: 'red', title: texts.har.failed, message: opened, autoClose: 12_000 });
    } else {
      panel.addSet(opened);
      const count = format.number(opened.calls.length);
      notifications.show({ message: texts.har.opened(opened.name, count) });
    }
  };
  const { over, handlers } = useFileDrop((file) => void open(file));
  return (
    <div className={classes.panel} {...handlers}>
      <NetworkBar
        panel={panel}
        columns={columns}
        onColumns={changeColumns}
        onFile={(file) => void open(file)}
      />
      <div className={classes.content}>
        {over && <div className={classes.drop}>{texts.har.drop}</div>}
        <Content panel={panel} columns={columns} onColumns={changeColumns} />
      </div>
      <NetworkFoot
        sums={panel.sums}
        shown={panel.shownSums}
        dropped={panel.set === undefined ? dropped : 0}
      />
    </div>
  );
}

interface ContentProps {
  readonly panel: Panel;
  readonly columns: Columns;
  readonly onColumns: (columns: Columns) => void;
}

/** The table, and the details of the selected call beside it or, where there is no room, in its place. */
function Content({ panel, columns, onColumns }: ContentProps) {
  const { ref, width } = useElementSize();
  const { selected, select, set } = panel;
  const table =
    panel.shown.length === 0 ? (
      <NoCalls panel={panel} />
    ) : (
      <CallTable
        calls={panel.shown}
        order={panel.order}
        onOrder={panel.setOrder}
        selected={selected}
        onSelect={select}
        columns={columns}
        onColumns={onColumns}
      />
    );
  const details = selected !== undefined && (
    <CallDetails key={selected.key} call={selected} set={set} onClose={() => select(undefined)} />
  );
  const inPlace = width > 0 && width < narrow;
  return (
    <div ref={ref} style={{ height: '100%' }}>
      {inPlace || details === false ? (
        details || table
      ) : (
        <Splitter h="100%" lineSize={1} withHandle={false}>
          <Splitter.Pane defaultSize={40} min={20}>
            {table}
          </Splitter.Pane>
          <Splitter.Pane defaultSize={60} min={30}>
            {details}
          </Splitter.Pane>
        </Splitter>
      )}
    </div>
  );
}

function NoCalls({ panel }: { panel: Panel }) {
  const { none } = useMessages(messages);
  if (isEveryCall(panel.filter)) return <Empty title={none.title}>{none.todo}</Empty>;
  return (
    <Empty title={none.filtered}>
      <Button size="xs" variant="default" onClick={() => panel.setFilter(everyCall)}>
        {none.clearFilter}
      </Button>
    </Empty>
  );
}
