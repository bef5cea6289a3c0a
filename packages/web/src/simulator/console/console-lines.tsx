import { useEffect, useRef } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import type { ConsoleRow } from '../model/console-rows.ts';
import { ConsoleGroup } from './console-group.tsx';
import { ConsoleLineView } from './console-line.tsx';
import { messages } from './console.messages.ts';
import classes from './console.module.css';
import { useWindow } from '../../ui/use-window.ts';

const lineHeight = 27;

interface ConsoleLinesProps {
  readonly rows: readonly ConsoleRow[];
  /** Keys of what a person has opened or closed. */
  readonly toggled: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

/** The lines, of which only what is seen is in the document. Who looks at the last one goes on seeing the last one. */
export function ConsoleLines({ rows, toggled, onToggle }: ConsoleLinesProps) {
  const texts = useMessages(messages);
  const place = useRef<HTMLElement>(null);
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
    onToggle(key);
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
              <Row row={row} toggled={toggled.has(row.key)} onFold={() => fold(row.key)} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

interface RowProps {
  readonly row: ConsoleRow;
  readonly toggled: boolean;
  readonly onFold: () => void;
}

function Row({ row, toggled, onFold }: RowProps) {
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
    case 'cleared':
      return (
        <div className={classes.separator}>
          <em>{texts.cleared}</em>
          <span>{format.time(row.time)}</span>
        </div>
      );
    case 'group':
      return <ConsoleGroup line={row.line} open={row.open} onFold={onFold} />;
    default:
      return <ConsoleLineView line={row.line} toggled={toggled} onFold={onFold} />;
  }
}
