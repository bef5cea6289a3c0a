import picocolors from 'picocolors';

/**
 * What a mini program, a server or a file wrote is data on its way to a terminal or a CI log. This file is
 * the one border: every such text passes `printable` (or `jsonLine`) before it is written.
 *
 * | written by a stranger                                   | shown as            | because                                         |
 * |---------------------------------------------------------|---------------------|-------------------------------------------------|
 * | C0 controls, DEL, C1 controls (ESC, BEL, BS, CSI, OSC)  | `\x1b`, `\x07`, …   | they drive the terminal                         |
 * | line feed, carriage return, tab                         | `\n`, `\r`, `\t`    | they forge or overwrite lines                   |
 * | U+2028, U+2029                                          | `\u2028`, `\u2029`  | some log viewers break lines there              |
 * | bidirectional controls, invisible format characters     | `\u202e`, `\u200b`  | they reorder or hide what is read               |
 * | lone surrogates                                         | `\ud800`            | they are no text                                |
 * | `::name …::` at the beginning of a line                 | `\x3a:name …::`     | GitHub Actions reads it as a command            |
 * | `##[`, `##vso[`, `##teamcity[`, anywhere in a line      | `\x23#vso[`         | GitHub Actions, Azure Pipelines, TeamCity do so |
 * | `[command]` at the beginning of a line                  | `\x5bcommand]`      | GitHub Actions prints it as one of its own      |
 * | `section_start:`, `section_end:`, `travis_fold:`        | `section_start\x3a` | GitLab and Travis fold the log there            |
 *
 * Zero-width joiner and non-joiner stay: emoji and Persian need them.
 */
const unsafe = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\u{${hex(code, 5)}}`;
  return shortEscapes[character] ?? (code > 0xff ? `\\u${hex(code, 4)}` : `\\x${hex(code, 2)}`);
}

const firstEscaped = (found: string): string => escapedAscii(found.charAt(0)) + found.slice(1);

const escapedAscii = (character: string): string => `\\x${hex(character.charCodeAt(0), 2)}`;

/** Breaks what a CI system reads as a command at the beginning of a line; leading blanks do not hide it. */
function breakLineCommand(line: string): string {
  return line.replace(
    /^(\s*)(::(?=.*::)|\[command\])/u,
    (_, blanks: string, command: string) => blanks + firstEscaped(command),
  );
}

/**
 * The text as one harmless line: nothing in it can move a cursor, change a colour, break the line or be
 * read as a command by a CI system. Text without such characters comes back unchanged.
 *
 * @example
 * printable('\u001b[2Jgone'); // '\\x1b[2Jgone'
 */
export function printable(text: string): string {
  const plain = text
    .replace(unsafe, escaped)
    .replace(/#(?=#[a-z]*\[)/giu, '\\x23')
    .replace(/\b(section_(?:start|end)|travis_(?:fold|time)):/giu, '$1\\x3a');
  return breakLineCommand(plain);
}

/**
 * The lines of a text as harmless lines, each for itself; tabs become blanks. For what may have several
 * lines, such as a program's console output.
 */
export function printableLines(text: string): string[] {
  return text
    .replace(/\r?\n$/u, '')
    .split(/\r?\n/u)
    .map((line) => printable(line.replaceAll('\t', '  ')));
}

/**
 * The value as one line of JSON in which nothing is raw that `printable` would escape; it parses to the
 * same value.
 */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value)
    .replace(unsafe, (found) =>
      [...Array(found.length).keys()].map((index) => `\\u${hex(found.charCodeAt(index), 4)}`).join(''),
    )
    .replace(/#(?=#[a-z]*\[)/giu, '\\u0023')
    .replace(/\b(section_(?:start|end)|travis_(?:fold|time)):/giu, '$1\\u003a');
}

/** At most `most` characters of a text, and how many there were. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}… (${text.length.toLocaleString('en-US')} characters)`;
}

/** Where a command reads from and writes to, and what it knows of that place. */
export interface Io {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Opened when it is first looked at. */
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /**
   * Instead of ending the process, Ctrl-C calls the listener, once; a second one ends the process. What comes back
   * takes that back.
   */
  onInterrupt(listener: () => void): () => void;
  /** Calls the listener for each line that comes on the standard input, such as an empty one when Enter is pressed. */
  onLine(listener: () => void): () => void;
  /**
   * Asks the person at the terminal for a secret, which is not shown while it is typed; undefined where nobody can be
   * asked.
   */
  askSecret(question: string): Promise<string | undefined>;
  /** Settles when the reader of `stdout` has caught up; nothing where it has not fallen behind. */
  drained(): Promise<void> | undefined;
}

interface Writable {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Colors = ReturnType<typeof picocolors.createColors>;

/**
 * Colours for a stream: only on a terminal, and not where `NO_COLOR` is set to anything
 * (https://no-color.org) or the terminal is `dumb`. `FORCE_COLOR` other than `0` asks for them anyway.
 */
export function colorsFor(stream: Writable, env: Io['env']): Colors {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return picocolors.createColors(false);
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return picocolors.createColors(force !== '0');
  return picocolors.createColors(stream.isTTY === true && env['TERM'] !== 'dumb');
}

/** How many characters a line should have: what the terminal shows, up to 100; 100 where it does not say. */
export function widthOf({ columns }: Writable): number {
  return columns === undefined || columns === 0 ? 100 : Math.min(Math.max(columns, 40), 100);
}

/**
 * Printable text in lines of at most `width` characters, broken at blanks; a longer word stays whole. What
 * comes to stand at the beginning of a line is made harmless again.
 */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map(breakLineCommand);
}
