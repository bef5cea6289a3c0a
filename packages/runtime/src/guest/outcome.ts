import { type Callable, isCallable, isObject, NativePromise } from './primordials.ts';
import type { Steps } from './steps.ts';
import type { Timers } from './timers.ts';

/** Why a call of the platform that never leaves the sandbox fails: what follows `<name>:fail `, and its number. */
export class Refusal {
  readonly text: string;
  readonly errno: number;

  constructor(text: string, errno: number) {
    this.text = text;
    this.errno = errno;
  }
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

  settle(name: string, options: unknown, run: () => object): unknown {
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
  readonly answer: unknown;
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
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, result: { errMsg: `${name}:fail ${error.text}`, errno: error.errno } };
  }
}

interface Callbacks {
  readonly success: Callable | undefined;
  readonly fail: Callable | undefined;
  readonly complete: Callable | undefined;
}

function callbacksOf(options: unknown): Callbacks | undefined {
  if (!isObject(options)) return undefined;
  const { success, fail, complete } = options;
  const callable = (value: unknown) => (isCallable(value) ? value : undefined);
  const found = { success: callable(success), fail: callable(fail), complete: callable(complete) };
  return found.success === undefined && found.fail === undefined && found.complete === undefined
    ? undefined
    : found;
}
