import { useFormat, useMessages } from '../../ui/language.tsx';
import type { CallSums } from '../model/call-sums.ts';
import { barKinds } from '../model/waterfall.ts';
import classes from './network-panel.module.css';
import { messages } from './network.messages.ts';
import { backgroundOf } from './phase-colours.ts';

interface NetworkFootProps {
  readonly sums: CallSums;
  readonly shown: CallSums;
  readonly dropped: number;
}

/** The sums of the panel, and what the colours of the waterfall mean. */
export function NetworkFoot({ sums, shown, dropped }: NetworkFootProps) {
  const { sums: texts, phase, restText } = useMessages(messages);
  const format = useFormat();
  return (
    <div className={classes.foot}>
      <ul className={classes.sums}>
        <li>{texts.calls(format.number(shown.calls), format.number(sums.calls))}</li>
        {shown.refused > 0 && <li className={classes.bad}>{texts.refused(format.number(shown.refused))}</li>}
        {shown.wouldFail > 0 && (
          <li className={classes.amber}>
            {texts.wouldFail(shown.wouldFail, format.number(shown.wouldFail))}
          </li>
        )}
        <li>{format.bytes(shown.bytes)}</li>
        <li>{format.span(shown.span)}</li>
        {dropped > 0 && <li>{texts.dropped(format.number(dropped))}</li>}
      </ul>
      <ul className={classes.legend}>
        {barKinds.map((name) => (
          <li key={name} title={name === 'rest' ? restText : undefined}>
            <span className={classes.swatch} style={{ background: backgroundOf(name) }} aria-hidden />
            {phase[name]}
          </li>
        ))}
      </ul>
    </div>
  );
}
