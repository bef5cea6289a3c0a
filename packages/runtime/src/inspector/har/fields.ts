const latestMoment = Date.UTC(9999, 11, 31);

/** A number that is a moment: milliseconds since the epoch, of a year with four digits. */
export function momentOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= latestMoment ? value : undefined;
}

/**
 * One object of a file that somebody else wrote. Only members of its own are read, and what is not of the type
 * that is asked for is not there.
 */
export class Fields {
  readonly #value: object;

  private constructor(value: object) {
    this.#value = value;
  }

  /** Undefined for everything that is no JSON object. */
  static of(value: unknown): Fields | undefined {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Fields(value)
      : undefined;
  }

  text(name: string): string | undefined {
    const value = this.#get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** A finite number. */
  number(name: string): number | undefined {
    const value = this.#get(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  /** A whole number from 0. */
  count(name: string): number | undefined {
    const value = this.number(name);
    return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  }

  moment(name: string): number | undefined {
    return momentOf(this.#get(name));
  }

  flag(name: string): boolean | undefined {
    const value = this.#get(name);
    return typeof value === 'boolean' ? value : undefined;
  }

  fields(name: string): Fields | undefined {
    return Fields.of(this.#get(name));
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.#get(name);
    return Array.isArray(value) ? value : undefined;
  }

  /** The objects of a list; what else is in it is passed over. */
  objects(name: string): Fields[] {
    return (this.list(name) ?? []).flatMap((item) => Fields.of(item) ?? []);
  }

  /** A text that is one of these. */
  oneOf<T extends string>(name: string, texts: readonly T[]): T | undefined {
    const value = this.#get(name);
    return texts.find((text) => text === value);
  }

  /** Its numbers, texts and flags, `most` of them at most. */
  plain(most: number): Record<string, number | string | boolean> {
    return Object.fromEntries(Object.entries(this.#value).filter(isPlainEntry).slice(0, most));
  }

  #get(name: string): unknown {
    return Object.getOwnPropertyDescriptor(this.#value, name)?.value;
  }
}

function isPlainEntry(entry: [string, unknown]): entry is [string, number | string | boolean] {
  const [, value] = entry;
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
