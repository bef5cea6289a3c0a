import type { Feed } from './feed.ts';
import { simulatorLimits } from './limits.ts';
import type { ConsoleLine } from './protocol.ts';

type NewLine = Omit<ConsoleLine, 'number' | 'time' | 'skipped'>;

/** The last lines of the console pane. Older ones make room. */
export class ConsoleLog {
  readonly #feed: Feed;
  /** The characters of each line that is kept, by its number. */
  readonly #kept = new Map<number, number>();
  #characters = 0;
  #number = 0;
  #firstLine = 1;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  /** The number of the first line since the console was cleared. */
  get firstLine(): number {
    return this.#firstLine;
  }

  add(line: NewLine): void {
    const number = (this.#number += 1);
    const kept = { ...shortened(line), number, time: Date.now() };
    const characters = charactersOf(kept);
    this.#kept.set(number, characters);
    this.#characters += characters;
    this.#feed.change(keyOf(number), () => ({ kind: 'line', line: kept }));
    this.#makeRoom();
  }

  /** Forgets all lines; gives the keys under which they were told. */
  clear(): string[] {
    const keys = [...this.#kept.keys()].map(keyOf);
    this.#kept.clear();
    this.#characters = 0;
    this.#firstLine = this.#number + 1;
    return keys;
  }

  #makeRoom(): void {
    for (const [number, characters] of this.#kept) {
      if (this.#kept.size <= simulatorLimits.lines && this.#characters <= simulatorLimits.lineCharacters)
        return;
      this.#kept.delete(number);
      this.#characters -= characters;
      this.#feed.forget(keyOf(number));
    }
  }
}

function keyOf(number: number): string {
  return `line ${number}`;
}

function shortened({ values, ...line }: NewLine): NewLine {
  let left: number = simulatorLimits.lineText;
  const texts: string[] = [];
  for (const text of line.texts) {
    texts.push(cut(text, left));
    left -= text.length;
    if (left <= 0) break;
  }
  // Where nothing can be unfolded, the texts say all of it.
  const more = values?.some(({ entries, stack }) => entries !== undefined || stack !== undefined);
  return { ...line, texts, ...(more === true && values !== undefined && { values }) };
}

function charactersOf({ texts, stack = '', values }: ConsoleLine): number {
  const ofValues = values === undefined ? 0 : JSON.stringify(values).length;
  return texts.reduce((sum, text) => sum + text.length, stack.length + ofValues);
}

/** In memory of its own: the beginning of a long text does not hold the whole of it. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${Buffer.from(text.slice(0, Math.max(most, 0))).toString()}…` : text;
}
