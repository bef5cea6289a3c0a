import { useEffect, useRef, useState } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import type { ConsoleRow } from '../model/console-rows.ts';
import { ConsoleLineView } from './console-line.tsx';
import { messages } from './console.messages.ts';
import classes from './console.module.css';
import { useWindow } from '../../ui/use-window.ts';

const lineHeight = 27;

/** The lines, of which only what is seen is in the document. Who looks at the last one goes on seeing the last one. */
export function ConsoleLines({ rows }: { rows: readonly ConsoleRow[] }) {
  const texts = useMessages(messages);
  const place = useRef<HTMLElement>(null);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const atEnd = useRef(true);
  const virtual = useWindow({
    count: rows.length,
    place,
    lineHeight,
    keyOf: (index) => rows[index]?.key ?? index,
  });
  const total = virtual.getTotalSize();
  useEffect(() => {
    const element = place.current;
    if (element !== null && atEnd.current) element.scrollTo({ top: total });
  }, [total]);
  const fold = (key: string) => {
    // Whoever unfolds a value looks at it, and not at the end.
    atEnd.current = false;
    setUnfolded((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  };
  return (
    <section
      ref={place}
      className={classes.lines}
      aria-label={texts.lines}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 2 * lineHeight;
      }}
    >
      <div style={{ position: 'relative', height: total }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className={classes.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Row row={row} unfolded={unfolded.has(row.key)} onFold={() => fold(row.key)} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

interface RowProps {
  readonly row: ConsoleRow;
  readonly unfolded: boolean;
  readonly onFold: () => void;
}

function Row({ row, unfolded, onFold }: RowProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  switch (row.kind) {
    case 'run':
      return (
        <div className={classes.separator}>
          <strong>{texts.run(format.number(row.run))}</strong>
          <span>{format.time(row.time)}</span>
        </div>
      );
    case 'skipped':
      return <div className={classes.separator}>{texts.skipped(format.number(row.count))}</div>;
    default:
      return <ConsoleLineView line={row.line} unfolded={unfolded} onFold={onFold} />;
  }
}
