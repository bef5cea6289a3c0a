import { type Decision, reasons } from '@minigate/policy';
import { colorsFor, type Io, jsonLine, printable, shortened } from '../output.ts';

const longestUrl = 200;

/** Shows what was decided on one URL, as one line without its end. */
export type Show = (url: string, decision: Decision) => string;

/** For programs: one JSON object. A field that a decision does not have is left out. */
export const showJson: Show = (url, decision) => jsonLine({ url, ...decision });

/** For people: verdict, URL, reason, nearest entry, and what to change. */
export function showText({ stdout, env }: Io): Show {
  const { dim, green, red, yellow } = colorsFor(stdout, env);
  return (url, decision) => {
    const shown = printable(shortened(url, longestUrl));
    const { reason } = decision;
    if (decision.verdict === 'allow') return `${green('allow')}  ${shown}  ${dim(reason)}`;
    const { rule, sentence } = reasons[reason];
    const waived = decision.enforced ? '' : yellow(' Reported only, in debugging mode.');
    const nearest = decision.nearest === undefined ? '' : ` Nearest: ${printable(decision.nearest.text)}.`;
    const why = `${reason} (rule ${rule}): ${sentence}.`;
    return `${red('deny')}   ${shown}  ${why}${waived}${nearest} Fix: ${printable(decision.suggestion)}`;
  };
}
