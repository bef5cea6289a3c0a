import { issue } from './issues.ts';
import type { PolicyIssue } from './issues.ts';
import { accelerationLimits as limits } from './acceleration-limits.ts';

/** One object of an acceleration policy: gives its fields where they are well formed, and notes the faults. */
export class AccelerationFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #at: string;
  readonly #issues: PolicyIssue[];

  private constructor(fields: Readonly<Record<string, unknown>>, at: string, issues: PolicyIssue[]) {
    this.#fields = fields;
    this.#at = at;
    this.#issues = issues;
  }

  /** `undefined` where the value is no object; `at` is its place in the document. */
  static of(value: unknown, at: string, issues: PolicyIssue[]): AccelerationFields | undefined {
    return isRecord(value) ? new AccelerationFields(value, at, issues) : undefined;
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  /** Reports other fields as ones that nothing reads, of very many only as many as are told of a whole policy. */
  knowOnly(names: readonly string[]): void {
    const unread = Object.keys(this.#fields).filter((name) => !names.includes(name));
    for (const name of unread.slice(0, limits.mostIssues)) {
      this.#issues.push(issue('UNKNOWN_FIELD', { entry: name, at: this.#at }));
    }
  }

  /** A number within the range, both ends included. */
  number(name: string, range: readonly [number, number]): number | undefined {
    return this.#read(name, (value): value is number => isWithin(value, range));
  }

  /** The same for whole numbers. */
  count(name: string, range: readonly [number, number]): number | undefined {
    return this.#read(name, (value): value is number => isWithin(value, range) && Number.isInteger(value));
  }

  /** Text of that form, of at most `longest` UTF-16 units. */
  text(name: string, form: RegExp, longest: number): string | undefined {
    return this.#read(
      name,
      (value): value is string => typeof value === 'string' && value.length <= longest && form.test(value),
    );
  }

  #read<T>(name: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.get(name);
    if (value === undefined || is(value)) return value;
    this.#issues.push(issue('INVALID_ACCELERATION_FIELD', { at: `${this.#at}.${name}` }));
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWithin(value: unknown, [least, most]: readonly [number, number]): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}
