import { useFormat, useMessages } from '../../ui/language.tsx';
import { type Call, durationOf } from '../model/call.ts';
import { barsOf, phaseNames, type TimeSpan } from '../model/waterfall.ts';
import classes from './call-table.module.css';
import { messages } from './network.messages.ts';
import { phaseColours } from './phase-colours.ts';

interface WaterfallCellProps {
  readonly call: Call;
  readonly span: TimeSpan;
  readonly now: number;
}

/** When a call happened and what it spent its time with, as bars; and in words, for those who cannot see them. */
export function WaterfallCell({ call, span, now }: WaterfallCellProps) {
  const { phase } = useMessages(messages);
  const format = useFormat();
  const words = phaseNames
    .filter((name) => call.row.phases[name] > 0)
    .map((name) => `${phase[name]} ${format.span(call.row.phases[name])}`);
  const text = words.length > 0 ? words.join(', ') : format.span(durationOf(call, now));
  return (
    <div className={classes.waterfall} role="img" aria-label={text} title={text}>
      {barsOf(call, span, now).map(({ phase: name, start, width }) => (
        <span
          key={start}
          className={classes.bar}
          style={{ left: `${start}%`, width: `${width}%`, background: phaseColours[name] }}
        />
      ))}
    </div>
  );
}
