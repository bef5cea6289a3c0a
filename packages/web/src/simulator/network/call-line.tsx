import { type FocusEvent, memo, type PointerEvent } from 'react';
import type { Call } from '../model/call.ts';
import type { CallColumn } from '../model/call-columns.ts';
import { toneOf } from '../model/call-status.ts';
import type { TimeSpan } from '../model/waterfall.ts';
import { CallCell } from './call-cell.tsx';
import classes from './call-table.module.css';
import { numberColumns } from './columns.ts';

interface CallLineProps {
  readonly id: string;
  readonly call: Call;
  /** Its place among the lines that are shown, from 0. */
  readonly index: number;
  /** Pixels from the first line. */
  readonly start: number;
  readonly selected: boolean;
  readonly columns: readonly CallColumn[];
  readonly template: string;
  readonly span: TimeSpan;
  /** 0 for a call that has ended: the time changes nothing about it. */
  readonly now: number;
  readonly onSelect: (call: Call) => void;
}

/** One call. It is drawn again only when something about it has changed. */
export const CallLine = memo(function CallLine(props: CallLineProps) {
  const { id, call, index, start, selected, columns, template, span, now, onSelect } = props;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid takes the keys
    <div
      id={id}
      className={classes.row}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-tone={toneOf(call)}
      data-odd={index % 2 === 1}
      data-call={call.key}
      style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
      onPointerDown={(event) => isMousePress(event) && onSelect(call)}
      onClick={() => onSelect(call)}
      onFocus={focusGrid}
    >
      {columns.map((column, place) => (
        <div
          key={column}
          role="gridcell"
          aria-colindex={place + 1}
          className={numberColumns.has(column) ? `${classes.cell} ${classes.number}` : classes.cell}
        >
          <CallCell call={call} column={column} span={span} now={now} />
        </div>
      ))}
    </div>
  );
});

/**
 * A mouse chooses with its press, as in a browser's tools: until it is let go, the line may have moved. A finger that is
 * put down may be about to scroll.
 */
function isMousePress({ pointerType, button }: PointerEvent): boolean {
  return pointerType === 'mouse' && button === 0;
}

/** A click on a line leaves the focus where the keys are taken. */
function focusGrid({ currentTarget }: FocusEvent<HTMLElement>): void {
  currentTarget.closest<HTMLElement>('[role=grid]')?.focus({ preventScroll: true });
}
