import { type Host, post } from './channel.ts';
import { type Outcomes, Refusal } from './outcome.ts';
import { apply, promiseFinally, promiseThen, slice, table } from './primordials.ts';
import { inert, isLanguageName, standIn } from './stand-in.ts';

/** The platform's number for a call that a host does not have. */
const notSupportedErrno = 100;

/**
 * What a program gets for the names that this host does not have: something it can call and look into
 * without a TypeError, which does nothing. Every name that is used is reported once.
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

  /** The stand-in for one name, whose members are stand-ins too: `cloud.init`. Undefined for names of the language. */
  stub(name: string): unknown {
    if (isLanguageName(name)) return undefined;
    const present = this.#stubs.get(name);
    if (present !== undefined) return present;
    const made = standIn({
      member: (member) => this.stub(`${name}.${member}`),
      call: (options) => {
        this.report(name);
        return this.#answer(name, options);
      },
    });
    this.#stubs.set(name, made);
    return made;
  }

  /** By the kind of name: a listener, a value read at once, an object with methods, or a call that fails. */
  #answer(name: string, options: unknown): unknown {
    const last = lastPart(name);
    if (isEventName(last)) return undefined;
    if (slice(last, -4) === 'Sync') return inert();
    if (slice(last, 0, 6) === 'create' || slice(last, -7) === 'Manager') return inert();
    const promise = this.#outcomes.settle(name, options, () => {
      throw new Refusal('not supported', notSupportedErrno, true);
    });
    return promise === undefined ? inert() : likePromise(promise);
  }
}

/** A promise that can be looked into like any other stand-in, for calls that give a task or a value. */
function likePromise(promise: Promise<unknown>): unknown {
  const inside = inert() as Record<string, unknown>;
  return standIn({
    member: (name) => inside[name],
    own: {
      then: (resolve: never, reject: never) => apply(promiseThen, promise, [resolve, reject]),
      catch: (reject: never) => apply(promiseThen, promise, [undefined, reject]),
      finally: (run: never) => apply(promiseFinally, promise, [run]),
    },
  });
}

function lastPart(name: string): string {
  let from = 0;
  for (let i = 0; i < name.length; i++) if (name[i] === '.') from = i + 1;
  return slice(name, from);
}

/** `onThing` and `offThing`. */
function isEventName(name: string): boolean {
  const rest =
    slice(name, 0, 2) === 'on' ? slice(name, 2, 3) : slice(name, 0, 3) === 'off' ? slice(name, 3, 4) : '';
  return rest >= 'A' && rest <= 'Z';
}
