import { diagnosisLimits } from './limits.ts';

/** The beginning of a text that a server chose. It is not escaped: whoever shows it does that. */
export function clip(text: string): string {
  const { quotedText } = diagnosisLimits;
  return text.length <= quotedText ? text : `${text.slice(0, quotedText)}…`;
}
