import { UnstyledButton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { type CallColumn, type CallOrder, nextOrder } from '../model/call-columns.ts';
import { readableTicks, type TimeSpan } from '../model/waterfall.ts';
import classes from './call-table.module.css';
import { numberColumns } from './columns.ts';
import { messages } from './network.messages.ts';
import { WidthHandle } from './width-handle.tsx';

interface CallTableHeadProps {
  readonly columns: readonly CallColumn[];
  readonly template: string;
  readonly order: CallOrder | undefined;
  readonly onOrder: (order: CallOrder | undefined) => void;
  readonly widthOf: (column: CallColumn) => number;
  readonly onWidth: (column: CallColumn, width: number) => void;
  readonly span: TimeSpan;
}

/** The names of the columns: a click orders by one, the edge of one changes its width. */
export function CallTableHead({
  columns,
  template,
  order,
  onOrder,
  widthOf,
  onWidth,
  span,
}: CallTableHeadProps) {
  const texts = useMessages(messages);
  return (
    <div className={classes.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
      {columns.map((column, index) => {
        const ordered = order?.column === column ? order : undefined;
        return (
          <div
            key={column}
            className={classes.headCell}
            role="columnheader"
            aria-colindex={index + 1}
            aria-sort={ordered === undefined ? 'none' : ordered.descending ? 'descending' : 'ascending'}
          >
            {column === 'waterfall' && ordered === undefined && <TimeAxis span={span} />}
            <UnstyledButton
              className={classes.headButton}
              data-number={numberColumns.has(column)}
              onClick={() => onOrder(nextOrder(order, column))}
            >
              {texts.column[column]}
              {ordered !== undefined &&
                (ordered.descending ? (
                  <IconChevronDown size={12} aria-hidden />
                ) : (
                  <IconChevronUp size={12} aria-hidden />
                ))}
            </UnstyledButton>
            {index < columns.length - 1 && column !== 'name' && (
              <WidthHandle
                label={texts.widthOf(texts.column[column])}
                width={widthOf(column)}
                onWidth={(width) => onWidth(column, width)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Round moments since the first call. The numbers are in each line's text too. */
function TimeAxis({ span }: { span: TimeSpan }) {
  const format = useFormat();
  const { ref, width } = useElementSize<HTMLDivElement>();
  return (
    <div ref={ref} className={classes.axis} aria-hidden>
      {readableTicks(span, width).map(({ at, offset }) => (
        <span key={offset} className={classes.tick} style={{ left: `${at}%` }}>
          {format.span(offset)}
        </span>
      ))}
    </div>
  );
}
