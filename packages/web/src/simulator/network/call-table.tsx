import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type KeyboardEvent, useId, useMemo, useRef } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { useNow } from '../../ui/use-now.ts';
import { type Call, isUnderWay } from '../model/call.ts';
import type { CallOrder } from '../model/call-columns.ts';
import { timeSpanOf } from '../model/waterfall.ts';
import { CallLine } from './call-line.tsx';
import { CallTableHead } from './call-table-head.tsx';
import classes from './call-table.module.css';
import { type Columns, columnsFor, templateOf, widthOf } from './columns.ts';
import { messages } from './network.messages.ts';
import { useFollowing } from './use-following.ts';
import { useWindow } from '../../ui/use-window.ts';

interface CallTableProps {
  readonly calls: readonly Call[];
  readonly order: CallOrder | undefined;
  readonly onOrder: (order: CallOrder | undefined) => void;
  readonly selected: Call | undefined;
  readonly onSelect: (call: Call | undefined) => void;
  readonly columns: Columns;
  readonly onColumns: (columns: Columns) => void;
}

const lineHeight = 26;
const headHeight = 30;

/**
 * The calls as a grid of which only what is seen is in the document. Arrows, page keys, Home and End move; Escape
 * closes the details.
 */
export function CallTable(props: CallTableProps) {
  const { calls, order, onOrder, selected, onSelect, columns, onColumns } = props;
  const texts = useMessages(messages);
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const { ref: size, width } = useElementSize();
  const ref = useMergedRef(grid, size);
  const live = useMemo(() => calls.some(isUnderWay), [calls]);
  const now = useNow(live);
  const span = useMemo(() => timeSpanOf(calls, now), [calls, now]);
  const shown = useMemo(() => columnsFor(columns, width), [columns, width]);
  const template = templateOf(columns, shown);
  const lines = useWindow({ count: calls.length, place: grid, lineHeight, head: headHeight });
  const ordered = order === undefined;
  useFollowing({ grid, calls, lineHeight, wanted: ordered && selected === undefined, ordered });

  const at = selected === undefined ? -1 : calls.findIndex(({ key }) => key === selected.key);
  const go = (index: number) => {
    const wanted = Math.min(calls.length - 1, Math.max(0, index));
    const call = calls[wanted];
    if (call === undefined) return;
    onSelect(call);
    lines.scrollToIndex(wanted);
  };
  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(((grid.current?.clientHeight ?? 0) - headHeight) / lineHeight) - 1);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at < 0 ? calls.length - 1 : at - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      Home: () => go(0),
      End: () => go(calls.length - 1),
      Enter: () => go(at),
      Escape: () => onSelect(undefined),
    };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  };
  const lineId = (call: Call) => `${id}-${call.key}`;
  const isDrawn = lines.getVirtualItems().some(({ index }) => index === at);
  return (
    <div
      ref={ref}
      className={classes.grid}
      role="grid"
      aria-label={texts.table}
      aria-rowcount={calls.length + 1}
      aria-colcount={shown.length}
      aria-activedescendant={selected !== undefined && isDrawn ? lineId(selected) : undefined}
      tabIndex={0}
      onKeyDown={press}
    >
      <div role="rowgroup" className={classes.headGroup}>
        <CallTableHead
          columns={shown}
          template={template}
          order={order}
          onOrder={onOrder}
          widthOf={(column) => widthOf(columns, column)}
          onWidth={(column, wide) => onColumns({ ...columns, widths: { ...columns.widths, [column]: wide } })}
          span={span}
        />
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const call = calls[index];
          if (call === undefined) return null;
          return (
            <CallLine
              key={call.key}
              id={lineId(call)}
              call={call}
              index={index}
              start={start}
              selected={index === at}
              columns={shown}
              template={template}
              span={span}
              now={isUnderWay(call) ? now : 0}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
}
