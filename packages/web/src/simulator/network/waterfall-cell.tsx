import { useFormat, useMessages } from '../../ui/language.tsx';
import type { Call } from '../model/call.ts';
import { barsOf, partsOf, type TimeSpan } from '../model/waterfall.ts';
import classes from './call-table.module.css';
import { messages } from './network.messages.ts';
import { backgroundOf } from './phase-colours.ts';

interface WaterfallCellProps {
  readonly call: Call;
  readonly span: TimeSpan;
  readonly now: number;
}

/** When a call happened and what it spent its time with, as bars; and in words, for those who cannot see them. */
export function WaterfallCell({ call, span, now }: WaterfallCellProps) {
  const { phase } = useMessages(messages);
  const format = useFormat();
  const text = partsOf(call, now)
    .map(([name, milliseconds]) => `${phase[name]} ${format.span(milliseconds)}`)
    .join(', ');
  return (
    <div className={classes.waterfall} role="img" aria-label={text} title={text}>
      {barsOf(call, span, now).map(({ phase: name, start, width }) => (
        <span
          key={start}
          className={classes.bar}
          style={{ left: `${start}%`, width: `${width}%`, background: backgroundOf(name) }}
        />
      ))}
    </div>
  );
}
