import type { RecordedBody, RecordedHeaders } from './protocol.ts';

interface Limits {
  readonly body: number;
  readonly bodies: number;
  readonly text: number;
  readonly headers: number;
  readonly heads: number;
}

interface Spent {
  bodies: number;
  heads: number;
}

/** What the objects take that hold the texts: without it, a server that sends many empty headers costs nothing. */
export const overhead = { call: 1000, hop: 1000, line: 100 } as const;

/**
 * Decides how much of each text and body a recording keeps, and knows what each call has cost. Whatever is
 * cut is copied, so that the beginning of a long text does not hold the whole of it in memory.
 */
export class RecordingBudget {
  readonly #limits: Limits;
  readonly #total: Spent = { bodies: 0, heads: 0 };
  readonly #calls = new Map<number, Spent>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get headsExceeded(): boolean {
    return this.#total.heads > this.#limits.heads;
  }

  /** A URL or another short text. */
  keepText(call: number, text: string): string {
    const { text: limit } = this.#limits;
    const kept = text.length > limit ? `${copyOf(text.slice(0, limit))}…` : text;
    this.count(call, kept.length);
    return kept;
  }

  /** Header lines, from the flat form `name, value, name, value`. */
  keepHeaders(call: number, flat: readonly string[]): RecordedHeaders {
    const lines: (readonly [string, string])[] = [];
    let left = this.#limits.headers;
    for (let index = 0; index + 1 < flat.length; index += 2) {
      const name = flat[index] ?? '';
      const value = flat[index + 1] ?? '';
      left -= name.length + value.length;
      if (left < 0) return { lines, cut: true };
      this.count(call, name.length + value.length + overhead.line);
      lines.push([name, value]);
    }
    return { lines, cut: false };
  }

  keepBody(call: number, body: string | Uint8Array | ArrayBuffer): RecordedBody {
    const content = body instanceof ArrayBuffer ? new Uint8Array(body) : body;
    const { length } = content;
    const most = Math.min(this.#limits.body, this.#limits.bodies - this.#total.bodies);
    const cut = length > most;
    this.#spend(call, 'bodies', cut ? most : length);
    if (typeof content === 'string')
      return { content: cut ? copyOf(content.slice(0, most)) : content, length, cut };
    return { content: new Uint8Array(content.subarray(0, most)), length, cut };
  }

  /** Something else that a recording holds on to. */
  count(call: number, characters: number): void {
    this.#spend(call, 'heads', characters);
  }

  /** The call is no longer recorded. */
  release(call: number): void {
    const spent = this.#calls.get(call);
    if (spent === undefined) return;
    this.#calls.delete(call);
    this.#total.bodies -= spent.bodies;
    this.#total.heads -= spent.heads;
  }

  #spend(call: number, kind: keyof Spent, amount: number): void {
    let spent = this.#calls.get(call);
    if (spent === undefined) this.#calls.set(call, (spent = { bodies: 0, heads: 0 }));
    spent[kind] += amount;
    this.#total[kind] += amount;
  }
}

/** The same text in memory of its own; half a character at its end becomes U+FFFD. */
function copyOf(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}
