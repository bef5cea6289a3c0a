import type { PolicyDocument } from '@minigate/policy';
import {
  type ConsoleMessage,
  type Entry,
  type EntrySocket,
  isRefused,
  type ProgramFault,
  wouldFailOutsideDebugging,
} from '@minigate/runtime';
import { formatDuration } from '../duration.ts';
import { colorsFor, type Io, printable, printableLines, shortened, widthOf, wrapped } from '../output.ts';
import { formatSize } from '../size.ts';
import { type Explanation, explainFailure, explainWaived } from './explanation.ts';
import type { Step } from './rehearsal.ts';
import type { Report, RunInfo, RunSummary } from './report.ts';

/** Longer URLs and console texts are cut on the screen; a HAR has all of them. */
const longestUrl = 500;
const longestConsoleText = 20_000;
const longestName = 100;

/** What stands where the method of a request stands. */
const shownMethods: Readonly<Partial<Record<Entry['api'], string>>> = {
  downloadFile: 'download',
  uploadFile: 'upload',
  connectSocket: 'socket',
};

/** Where the text of an explanation begins. */
const explanationIndent = 12;

/**
 * A run for people: one line a call, in columns that stay where they are.
 *
 * ```text
 *   ✓ 200     GET        48 ms   1.2 kB  https://api.example.com/v1/ticker
 *   ✗ refused GET                        https://other.example.com/
 *     rule 1  The host is not among the server domains of this call: …
 *     fix     Configure https://other.example.com as a server domain of request.
 *   ✓ 101     socket   2.10 s    340 B  wss://api.example.com/live  2 out, 9 in, closed 1000
 *   │ log     price 612.5
 * ```
 */
export class TextReport implements Report {
  readonly #io: Io;
  readonly #colors: ReturnType<typeof colorsFor>;
  readonly #width: number;
  #policyOrigin = false;
  /** The explanation before. */
  #said = '';

  constructor(io: Io) {
    this.#io = io;
    this.#colors = colorsFor(io.stdout, io.env);
    this.#width = widthOf(io.stdout);
  }

  begin({ program, policy, policyOrigin, debugging }: RunInfo): void {
    const { bold, dim, yellow } = this.#colors;
    this.#policyOrigin = policyOrigin !== undefined;
    const from = policyOrigin === undefined ? '' : ` from ${policyOrigin}`;
    const domains = countDomains(policy);
    const count = plural(domains, 'server domain');
    this.#line('');
    this.#line(`  ${bold(printable(program))}  ${dim(printable(`${count}${from}`))}`);
    if (debugging) this.#line(`  ${yellow('Debugging mode: rules are reported, not enforced.')}`);
    else if (domains === 0) {
      this.#prose(
        '  ',
        'Every call will be refused. Allow a server: --domain https://api.example.com',
        yellow,
      );
    }
    this.#line('');
  }

  warning(message: string): void {
    this.#prose(`  ${this.#colors.yellow('!')} `, message);
  }

  call(entry: Entry): void {
    const { dim, yellow } = this.#colors;
    const waived = wouldFailOutsideDebugging(entry);
    const { mark, word, paint } = this.#look(entry, waived);
    const sent = entry.hops.some(({ request }) => request !== undefined);
    const time = sent ? formatDuration((entry.settledAt ?? entry.calledAt) - entry.calledAt) : '';
    const size =
      entry.outcome === 'success' || entry.socket?.openedAt !== undefined ? formatSize(entry.bodyBytes) : '';
    const method = shownMethods[entry.api] ?? printable(shortened(entry.method, 20));
    const columns = `${method.padEnd(8)} ${dim(`${time.padStart(7)} ${size.padStart(8)}`)}`;
    const url = entry.url === '' ? dim('(no URL)') : printable(shortened(entry.url, longestUrl));
    this.#line(`  ${paint(mark)} ${paint(word.padEnd(7))} ${columns}  ${url}${dim(this.#remarks(entry))}`);
    for (const { url: target } of entry.hops.slice(1)) {
      this.#line(`    ${dim('to'.padEnd(7))} ${printable(shortened(target, longestUrl))}`);
    }
    this.#explain(explainFailure(entry), '', dim);
    if (waived) this.#explain(explainWaived(entry), 'Fails outside debugging mode. ', yellow);
  }

  console({ level, args }: ConsoleMessage): void {
    const { dim, red, yellow } = this.#colors;
    const paint = level === 'error' ? red : level === 'warn' ? yellow : dim;
    const lines = printableLines(shortened(args.join(' '), longestConsoleText));
    for (const [index, line] of lines.entries()) {
      this.#line(`  ${paint(`│ ${(index === 0 ? level : '').padEnd(7)}`)} ${line}`);
    }
  }

  programError({ message, where, stack }: ProgramFault): void {
    const { dim, red } = this.#colors;
    const [first = '', ...more] = printableLines(shortened(message, longestConsoleText));
    this.#line(
      `  ${red('✗ error  ')} ${first}${where === '' ? '' : `  ${dim(`in ${printable(shortened(where, longestName))}`)}`}`,
    );
    for (const line of more) this.#line(`            ${line}`);
    for (const line of printableLines(shortened(stack, longestConsoleText))) {
      if (line.trim() !== '') this.#line(`            ${dim(line.trim())}`);
    }
  }

  unsupported(name: string): void {
    const { dim, yellow } = this.#colors;
    const shown = printable(shortened(name, longestName));
    this.#line(`  ${yellow('! absent ')} wx.${shown} ${dim('is not supported; it answers fail')}`);
  }

  rehearsed({ after, action }: Step): void {
    const { cyan, dim } = this.#colors;
    const meaning = action === 'background' ? 'the program is hidden' : 'the program is shown again';
    this.#line(`  ${cyan('◦')} ${formatDuration(after).padEnd(7)} ${cyan(action)}  ${dim(meaning)}`);
  }

  end(summary: RunSummary): void {
    const { bold, dim, green, red, yellow } = this.#colors;
    const { calls, succeeded, refused, failed, aborted, wouldFail, errors, bytes, time, ended, har } =
      summary;
    const counts = [
      bold(plural(calls, 'call')),
      succeeded > 0 ? green(`${succeeded} succeeded`) : '',
      refused > 0 ? red(`${refused} refused`) : '',
      failed > 0 ? red(`${failed} failed`) : '',
      aborted > 0 ? `${aborted} aborted` : '',
      errors > 0 ? red(plural(errors, 'program error')) : '',
      formatSize(bytes),
      formatDuration(time),
    ];
    this.#line('');
    this.#line(`  ${counts.filter((part) => part !== '').join(dim(' · '))}`);
    if (wouldFail > 0) {
      const verb = wouldFail === 1 ? 'call fails' : 'calls fail';
      this.#line(`  ${yellow(`${wouldFail} ${verb} outside debugging mode.`)}`);
    }
    if (ended === 'time') this.#line(`  ${dim('Ended by --for.')}`);
    if (ended === 'interrupt') this.#line(`  ${dim('Ended by Ctrl-C or another signal.')}`);
    if (har !== undefined) this.#line(`  ${dim('HAR')} ${printable(har)}`);
    this.#line('');
  }

  #look(entry: Entry, waived: boolean): { mark: string; word: string; paint: (text: string) => string } {
    const { dim, green, red, yellow } = this.#colors;
    const status = entry.hops.at(-1)?.response?.status;
    if (entry.outcome === 'success') {
      const paint = waived || (status ?? 0) >= 400 ? yellow : green;
      return { mark: waived ? '!' : '✓', word: String(status ?? ''), paint };
    }
    if (isRefused(entry)) return { mark: '✗', word: 'refused', paint: red };
    if (entry.error?.code === 'ABORTED') return { mark: '–', word: 'aborted', paint: dim };
    return { mark: '✗', word: 'failed', paint: red };
  }

  /** What is worth knowing of a call beside its line, in a few words. */
  #remarks({ waited, reading, socket }: Entry): string {
    const remarks = [
      ...(socket === undefined ? [] : socketRemarks(socket)),
      waited >= 1 ? `waited ${formatDuration(waited)}` : '',
      reading !== undefined && reading.charset.toLowerCase() !== 'utf-8'
        ? `read as ${printable(reading.charset)}`
        : '',
      reading?.byteOrderMarkRemoved ? 'byte order mark removed' : '',
      reading?.replaced ? 'not all of it is text' : '',
    ].filter((remark) => remark !== '');
    return remarks.length === 0 ? '' : `  ${remarks.join(', ')}`;
  }

  /** A line each for what, nearest, fix and flag; what was said of the call before is not said again. */
  #explain(explanation: Explanation | undefined, remark: string, paint: (text: string) => string): void {
    if (explanation === undefined) return;
    const { why, rule, nearest, fix, missing } = explanation;
    const rows = [
      { label: rule === undefined ? 'why' : `rule ${rule}`, text: `${remark}${why}` },
      { label: 'nearest', text: nearest ?? '' },
      { label: 'fix', text: fix ?? '' },
      { label: 'flag', text: missing === undefined || this.#policyOrigin ? '' : `--domain ${missing}` },
    ];
    const said = JSON.stringify(rows);
    const lines = said === this.#said ? [{ label: 'why', text: `${remark}The same as above.` }] : rows;
    this.#said = said;
    for (const { label, text } of lines) {
      if (text !== '') this.#prose(`    ${paint(label.padEnd(7))} `, text);
    }
  }

  /** A sentence behind a lead, wrapped to the width of the screen. */
  #prose(lead: string, text: string, paint = (plain: string) => plain): void {
    const indent = lead.startsWith('    ') ? explanationIndent : 4;
    const [first = '', ...more] = wrapped(printable(text), this.#width - indent);
    this.#line(lead + paint(first));
    for (const line of more) this.#line(' '.repeat(indent) + paint(line));
  }

  #line(text: string): void {
    this.#io.stdout.write(`${text.trimEnd()}\n`);
  }
}

/** What went over a socket that was open, and how it was closed. */
function socketRemarks({ openedAt, sent, received, close }: EntrySocket): string[] {
  if (openedAt === undefined) return [];
  const reason =
    close === undefined || close.reason === '' ? '' : ` ${printable(shortened(close.reason, 123))}`;
  const ending = close === undefined ? 'still open' : `closed ${close.code}${reason}`;
  return [`${sent.messages} out`, `${received.messages} in`, ending];
}

function plural(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The server domains of all lists of a document, each one once. */
function countDomains({ serverDomains }: PolicyDocument): number {
  const lists = Array.isArray(serverDomains) ? [serverDomains] : Object.values(serverDomains);
  return new Set(lists.flat()).size;
}
