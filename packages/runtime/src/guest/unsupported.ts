import { type Host, post } from './channel.ts';
import { type Outcomes, Refusal } from './outcome.ts';
import { NativeProxy, record, slice, table } from './primordials.ts';

/** The platform's number for a call that a host does not have. */
const notSupportedErrno = 100;

/** Names that the language itself asks for: whoever gets a function there takes the object for something else. */
const languageNames = [
  'then',
  'toJSON',
  'constructor',
  'prototype',
  'valueOf',
  'toString',
  '__esModule',
  '$$typeof',
];

const askedByTheLanguage = table<string, boolean>();
for (let i = 0; i < languageNames.length; i++) askedByTheLanguage.set(languageNames[i] ?? '', true);

/**
 * What a program gets for the names that this host does not have: something it can call and look into
 * without a TypeError, which does nothing. Every name is reported once.
 */
export class Unsupported {
  readonly #host: Host;
  readonly #outcomes: Outcomes;
  readonly #reported = table<string, boolean>();
  readonly #stubs = table<string, unknown>();

  constructor(host: Host, outcomes: Outcomes) {
    this.#host = host;
    this.#outcomes = outcomes;
  }

  report(name: string): void {
    if (this.#reported.has(name)) return;
    this.#reported.set(name, true);
    post(this.#host, ['unsupported', slice(name, 0, 200)]);
  }

  /** The stand-in for one name; undefined for names of the language. */
  stub(name: string): unknown {
    if (askedByTheLanguage.has(name)) return undefined;
    const present = this.#stubs.get(name);
    if (present !== undefined) return present;
    const made = this.#made(name);
    this.#stubs.set(name, made);
    return made;
  }

  #made(name: string): (options?: unknown) => unknown {
    const answer = this.#answerOf(name);
    return (options) => {
      this.report(name);
      return answer(options);
    };
  }

  /** By the kind of name: a listener, a value read at once, an object with methods, or a call that fails. */
  #answerOf(name: string): (options: unknown) => unknown {
    if (isEventName(name)) return () => undefined;
    if (slice(name, -4) === 'Sync') return () => ({});
    if (slice(name, 0, 6) === 'create' || slice(name, -7) === 'Manager') return () => inert();
    return (options) => {
      return this.#outcomes.settle(name, options, () => {
        throw new Refusal('not supported', notSupportedErrno);
      });
    };
  }
}

/** `onThing` and `offThing`. */
function isEventName(name: string): boolean {
  const rest =
    slice(name, 0, 2) === 'on' ? slice(name, 2, 3) : slice(name, 0, 3) === 'off' ? slice(name, 3, 4) : '';
  return rest >= 'A' && rest <= 'Z';
}

/** An object whose every method gives the object itself. */
function inert(): unknown {
  const handler = record<unknown>();
  const itself: unknown = new NativeProxy(() => itself, handler as ProxyHandler<() => unknown>);
  handler.get = (_: unknown, name: unknown) =>
    typeof name !== 'string' || askedByTheLanguage.has(name) ? undefined : itself;
  handler.set = () => true;
  return itself;
}
