import { type Callable, isCallable, isObject, marks, NativePromise } from './primordials.ts';
import type { Steps } from './steps.ts';
import type { Timers } from './timers.ts';

/** Why a call of the platform that never leaves the sandbox fails: what follows `<name>:fail `, and its number. */
export class Refusal {
  readonly text: string;
  readonly errno: number;
  /** Whether the host hears of it in another way; then it is no news where a promise is rejected with it. */
  readonly told: boolean;

  constructor(text: string, errno: number, told = false) {
    this.text = text;
    this.errno = errno;
    this.told = told;
  }
}

/** The platform's number for options of a wrong type. */
const badOptionsErrno = 1001;

const told = marks();

/** Whether a promise that is rejected with this needs no report. */
export function isTold(reason: unknown): boolean {
  return told.has(reason);
}

/**
 * Ends a call the way the platform's calls end: `success` or `fail`, then `complete` with the same object,
 * in a later turn; or by a promise, where the program gave none of the three.
 */
export class Outcomes {
  readonly #timers: Timers;
  readonly #steps: Steps;

  constructor(timers: Timers, steps: Steps) {
    this.#timers = timers;
    this.#steps = steps;
  }

  /** Gives a promise where the program gave no callback. */
  settle(name: string, options: unknown, run: () => object): Promise<unknown> | undefined {
    const { ok, result } = attempt(name, run);
    const { answer, end } = this.begin(name, options);
    this.#timers.soon(name, () => end(ok, result));
    return answer;
  }

  /** A call whose ending is not known yet: what the program gets now, and how the call ends later. */
  begin(name: string, options: unknown): Begun {
    const given = callbacksOf(options);
    if (given === undefined) {
      let end: Begun['end'] = () => {};
      const answer = new NativePromise((resolve, reject) => {
        end = (ok, result) => (ok ? resolve(result) : reject(result));
      });
      return { answer, end: (ok, result) => end(ok, result) };
    }
    const end: Begun['end'] = (ok, result) => {
      if (ok) this.#steps.add(`the success callback of ${name}`, given.success, undefined, result);
      else this.#steps.add(`the fail callback of ${name}`, given.fail, undefined, result);
      this.#steps.add(`the complete callback of ${name}`, given.complete, undefined, result);
    };
    return { answer: undefined, end };
  }
}

interface Begun {
  readonly answer: Promise<unknown> | undefined;
  readonly end: (ok: boolean, result: unknown) => void;
}

interface Outcome {
  readonly ok: boolean;
  readonly result: object;
}

function attempt(name: string, run: () => object): Outcome {
  try {
    return { ok: true, result: { ...run(), errMsg: `${name}:ok` } };
  } catch (error) {
    // What else is thrown comes from getters of the program.
    const refusal =
      error instanceof Refusal ? error : new Refusal('parameter error: cannot be read;', badOptionsErrno);
    const result = { errMsg: `${name}:fail ${refusal.text}`, errno: refusal.errno };
    if (refusal.told) told.add(result);
    return { ok: false, result };
  }
}

interface Callbacks {
  readonly success: Callable | undefined;
  readonly fail: Callable | undefined;
  readonly complete: Callable | undefined;
}

function callbacksOf(options: unknown): Callbacks | undefined {
  const success = callbackOf(options, 'success');
  const fail = callbackOf(options, 'fail');
  const complete = callbackOf(options, 'complete');
  const none = success === undefined && fail === undefined && complete === undefined;
  return none ? undefined : { success, fail, complete };
}

/** One of the three callbacks; what is no function, or cannot be read, is absent. */
export function callbackOf(options: unknown, name: keyof Callbacks): Callable | undefined {
  try {
    const found = isObject(options) ? options[name] : undefined;
    return isCallable(found) ? found : undefined;
  } catch {
    return undefined;
  }
}
