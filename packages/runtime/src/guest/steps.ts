import { bridgeLimits } from '../bridge/protocol.ts';
import { type Host, post } from './channel.ts';
import {
  append,
  apply,
  type Callable,
  isCallable,
  type List,
  list,
  NativeError,
  slice,
  toText,
} from './primordials.ts';
import { render } from './render.ts';

interface Step {
  /** What of the program this is, for people: `App.onLaunch`, `the success callback of request`. */
  readonly where: string;
  readonly run: Callable;
  readonly self: unknown;
  readonly args: readonly unknown[];
}

/**
 * The calls into the program, one after the other. What one of them throws is reported and disturbs none of
 * the others; where the watchdog breaks one off, the next entry goes on behind it.
 */
export class Steps {
  /** Told of every error, as `App.onError` is. */
  onError: ((text: string) => void) | undefined;
  readonly #host: Host;
  #waiting: List<Step> = list();
  #next = 0;
  #running = '';

  constructor(host: Host) {
    this.#host = host;
  }

  add(where: string, run: unknown, self?: unknown, ...args: unknown[]): void {
    if (isCallable(run)) append(this.#waiting, { where, run, self, args });
  }

  drain(): void {
    while (this.#next < this.#waiting.length) {
      const step = this.#waiting[this.#next++];
      if (step === undefined) continue;
      this.#running = step.where;
      try {
        apply(step.run, step.self, step.args);
      } catch (error) {
        this.report(error, step.where);
      }
      this.#running = '';
    }
    this.#waiting = list();
    this.#next = 0;
  }

  /** The watchdog broke off the step that runs, or something `elsewhere`. */
  interrupted(message: string, stack: string, elsewhere: string): void {
    const where = this.#running === '' ? elsewhere : this.#running;
    this.#running = '';
    post(this.#host, ['error', message, stack, where]);
  }

  report(error: unknown, where: string): void {
    const { message, stack } = describe(error);
    // Where there is no memory for an error, the engine throws null.
    if (message === 'InternalError: out of memory' || (error === null && this.#host.full())) throw error;
    post(this.#host, ['error', message, stack, where]);
    if (where !== 'App.onError') this.onError?.(`${message}\n${stack}`);
  }
}

function describe(error: unknown): { message: string; stack: string } {
  try {
    if (error instanceof NativeError) {
      const { name, message, stack } = error;
      return {
        message: cut(`${toText(name)}: ${toText(message)}`),
        stack: typeof stack === 'string' ? cut(stack) : '',
      };
    }
    return { message: cut(`A value that is no Error was thrown: ${render(error)}`), stack: '' };
  } catch {
    return { message: 'A value that cannot be read was thrown.', stack: '' };
  }
}

function cut(text: string): string {
  return text.length > bridgeLimits.errorText ? slice(text, 0, bridgeLimits.errorText) : text;
}
