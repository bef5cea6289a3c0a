import type { AccelerationDiagnosis, CandidateDiagnosis } from '@minigate/network/diagnose';
import { formatDuration } from '../duration.ts';
import { colorsFor, type Io, printable, widthOf, wrapped } from '../output.ts';

const marks = { ok: '✓', warning: '!', failure: '✗' } as const;
/** Where sentences begin. */
const indent = 13;

/**
 * A report for people: a table with a line for each candidate, then what is wrong with those that are not well.
 *
 * ```text
 *   https://www.binance.com
 *
 *     candidate                  connect      TLS  first byte  answered
 *   ✓ https://fast.example.com     12 ms    14 ms       21 ms    3 of 3  chosen
 * ```
 */
export function describeAcceleration(report: AccelerationDiagnosis, io: Io): string {
  const { bold, dim, green, red, yellow } = colorsFor(io.stdout, io.env);
  const paints = { ok: green, warning: yellow, failure: red } as const;
  const { origin, candidates, choice, faults } = report;
  const label = Math.max(9, ...candidates.map((one) => nameOf(one).length));
  const cell = (text: string, width: number) => text.padStart(width);
  const table = candidates.map((one) => {
    const { connect, tls, firstByte } = one.times;
    const cells = [
      cell(timeOf(connect), 9),
      cell(timeOf(tls), 9),
      cell(timeOf(firstByte), 12),
      cell(`${one.answered} of ${one.trials}`, 10),
    ].join('');
    const mark = paints[one.outcome](marks[one.outcome]);
    return `  ${mark} ${nameOf(one).padEnd(label)}${cells}${one.chosen ? `  ${bold('chosen')}` : ''}`;
  });
  const heading = ['connect', 'TLS', 'first byte', 'answered'];
  const widths = [9, 9, 12, 10];
  const columns = heading.map((text, i) => cell(text, widths[i] ?? 0)).join('');
  const sentences = (title: string, text: string, paint: (text: string) => string): string[] => {
    const [first = '', ...more] = wrapped(printable(text), widthOf(io.stdout) - indent);
    return [
      `    ${paint(title.padEnd(indent - 4))}${first}`,
      ...more.map((line) => ' '.repeat(indent) + line),
    ];
  };
  const problems = candidates.flatMap((one) => {
    const { problem } = one;
    if (problem === undefined) return [];
    const { code, sentence, fix } = problem;
    const mark = paints[one.outcome](marks[one.outcome]);
    return [
      [
        `  ${mark} ${nameOf(one)}  ${dim(code)}`,
        ...sentences('found', sentence, dim),
        ...sentences('fix', fix, dim),
      ].join('\n'),
    ];
  });
  const blocks = [
    ['', `  ${bold(printable(origin ?? 'Nothing is accelerated.'))}`].join('\n'),
    faults.flatMap((fault) => sentences('✗ policy', fault, red)).join('\n'),
    table.length === 0 ? '' : [`    ${dim('candidate'.padEnd(label) + columns)}`, ...table].join('\n'),
    choice === undefined ? '' : sentences('chosen', `${choice.origin}: ${choice.sentence}`, green).join('\n'),
    ...problems,
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function nameOf({ origin, fallback, region }: CandidateDiagnosis): string {
  const about = fallback ? ' (no candidate)' : region === undefined ? '' : ` (${region})`;
  return printable(`${origin}${about}`);
}

function timeOf(time: number | undefined): string {
  return time === undefined ? '–' : formatDuration(time);
}
