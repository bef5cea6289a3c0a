import { Button } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { recall, remember } from '../../ui/preferences.ts';
import { Empty } from '../../ui/states.tsx';
import { useNotify } from '../../ui/use-notify.ts';
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
import { WidthHandle } from './width-handle.tsx';

/** Below this width the details take the table's place. */
const narrow = 620;

/** So much the details have at least, in pixels. */
const leastDetails = 340;

const isNumber = (text: string): text is `${number}` => /^\d+(\.\d+)?$/.test(text);

/** The calls of the program, as people know it from their browser's tools. */
export function NetworkPanel() {
  const notify = useNotify();
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
      notify(opened, { failed: true, title: texts.har.failed });
    } else {
      panel.addSet(opened);
      const count = format.number(opened.calls.length);
      notify(texts.har.opened(opened.name, count));
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
  const texts = useMessages(messages);
  const content = useRef<HTMLDivElement>(null);
  const { ref: size, width } = useElementSize();
  const ref = useMergedRef(content, size);
  const [tableWidth, setTableWidth] = useState(() => Number(recall('table-width', isNumber) ?? 380));
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
  const inPlace = width > 0 && width < narrow;
  const beside = selected !== undefined && !inPlace;
  const close = () => {
    select(undefined);
    content.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  };
  return (
    <div ref={ref} className={classes.split}>
      <div
        className={classes.table}
        // It stays where it is and as it is, also when the details take its place.
        data-covered={selected !== undefined && inPlace}
        style={beside ? { flex: `0 0 ${Math.min(tableWidth, width - leastDetails)}px` } : undefined}
      >
        {table}
        {beside && (
          <WidthHandle
            label={texts.tableWidth}
            width={tableWidth}
            onWidth={(wanted) => {
              remember('table-width', String(wanted));
              setTableWidth(wanted);
            }}
          />
        )}
      </div>
      {selected !== undefined && (
        <div className={classes.beside}>
          <CallDetails key={selected.key} call={selected} set={set} onClose={close} />
        </div>
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
