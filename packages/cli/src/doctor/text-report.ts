import {
  type Check,
  checkTable,
  type Diagnosis,
  type Outcome,
  type Platform,
} from '@minigate/network/diagnose';
import { formatDuration } from '../duration.ts';
import { colorsFor, type Io, printable, widthOf, wrapped } from '../output.ts';

const marks: Readonly<Record<Outcome, string>> = { ok: '✓', note: '·', warning: '!', failure: '✗' };
const platformNames: Readonly<Record<Platform, string>> = {
  ios: 'iOS',
  android: 'Android',
  binance: 'Binance',
};
const verdictMarks = { works: '✓', fails: '✗', unknown: '?' } as const;

/** Where sentences begin. */
const indent = 21;

/**
 * A report for people: one line a check, then addresses, redirects, times and the platforms.
 *
 * ```text
 *   api.example.com  https://api.example.com/
 *
 *   ✓ TLS              It speaks TLS 1.3 with TLS_AES_256_GCM_SHA384.
 *   ✗ chain            The server sends its own certificate alone, …
 *     fix              Let the server send its certificate followed by every intermediate one: …
 * ```
 */
export function describeDiagnosis(report: Diagnosis, io: Io): string {
  const { bold, dim, green, red, yellow } = colorsFor(io.stdout, io.env);
  const width = widthOf(io.stdout) - indent;
  const paints: Readonly<Record<Outcome, (text: string) => string>> = {
    ok: green,
    note: dim,
    warning: yellow,
    failure: red,
  };
  const row = (mark: string, label: string, text: string, paint: (text: string) => string): string[] => {
    const [first = '', ...more] = wrapped(printable(text), width);
    return [
      `  ${paint(mark)} ${paint(label.padEnd(indent - 5))} ${first}`,
      ...more.map((line) => ' '.repeat(indent) + line),
    ];
  };
  const lines = report.checks.flatMap(({ id, outcome, sentence, fix }) => [
    ...row(marks[outcome], checkTable[id].title, sentence, paints[outcome]),
    ...(fix === undefined ? [] : row(' ', 'fix', fix, dim)),
  ]);
  const details = [
    ...row(' ', 'addresses', addressesOf(report), dim),
    ...report.hops.slice(1).flatMap(({ url, verdict }) => row(' ', `to (${verdict})`, url, dim)),
    ...row(' ', 'times', timesOf(report), dim),
  ].filter((line) => line.trim() !== 'addresses' && line.trim() !== 'times');
  const platforms = report.platforms.flatMap(({ platform, verdict, why }) => {
    const paint = verdict === 'works' ? green : verdict === 'fails' ? red : dim;
    const because = why.map((id) => checkTable[id].title).join(', ');
    const text = because === '' ? verdict : `${verdict}: see ${because}`;
    return row(verdictMarks[verdict], platformNames[platform], text, paint);
  });
  const heading = `  ${bold(printable(report.target))}  ${dim(printable(report.url ?? ''))}`.trimEnd();
  const blocks = [['', heading], lines, details, platforms, [`  ${summaryOf(report.checks)}`]];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function addressesOf({ addresses }: Diagnosis): string {
  return addresses.map(({ address, addressClass }) => `${address} (${addressClass})`).join(', ');
}

function timesOf({ times }: Diagnosis): string {
  const { name, connect, tls, firstByte, total } = times;
  return Object.entries({ name, connection: connect, TLS: tls, 'first byte': firstByte, total })
    .flatMap(([label, time]) => (time === undefined ? [] : `${label} ${formatDuration(time)}`))
    .join(' · ');
}

function summaryOf(checks: readonly Check[]): string {
  const count = (wanted: Outcome, noun: string) => {
    const found = checks.filter(({ outcome }) => outcome === wanted).length;
    return found === 0 ? [] : `${found} ${noun}${found === 1 ? '' : 's'}`;
  };
  const counts = [count('failure', 'failure'), count('warning', 'warning'), count('note', 'note')].flat();
  return counts.length === 0 ? 'Nothing to mend.' : counts.join(' · ');
}
