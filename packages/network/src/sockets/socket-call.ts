import { setImmediate as inNextTurn } from 'node:timers';
import type { Failure } from '../call-shape.ts';
import { NetworkError, type SocketVerb, toFailure } from '../errors.ts';
import { type GivenCallbacks, readCallbacks } from '../options.ts';
import type { Accepted } from '../socket-api.ts';
import type { Task } from '../task.ts';

/**
 * One `send` or `close` of a program: its callbacks come once, after the call has returned, `complete` last.
 * Rules 14 and 18.
 */
export class SocketCall {
  readonly #task: Task;
  readonly #verb: SocketVerb;
  readonly #callbacks: GivenCallbacks;
  #settled = false;
  #returned = false;

  constructor(task: Task, verb: SocketVerb, options: unknown) {
    this.#task = task;
    this.#verb = verb;
    this.#callbacks = readCallbacks(options);
  }

  /** The program's `send` or `close` returns: from now on its callbacks need not wait for the next turn. */
  leave(): void {
    this.#returned = true;
  }

  /** Ends the call with what its own part threw. Anything but a `NetworkError` is a fault of ours. */
  refuse(cause: unknown): void {
    this.fail(
      cause instanceof NetworkError ? cause : new NetworkError('INTERNAL', { detail: String(cause), cause }),
    );
  }

  succeed(): void {
    const { success, complete } = this.#callbacks;
    if (this.#settled) return;
    this.#settled = true;
    if (success !== undefined || complete !== undefined)
      this.#tell('success', { errMsg: `${this.#verb}:ok` });
  }

  fail(error: NetworkError): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#tell('fail', toFailure(this.#verb, error));
  }

  #tell(outcome: 'success' | 'fail', result: Accepted | Failure): void {
    // A refused call may be repeated by its own callback for ever: give the event loop its turn.
    if (this.#returned) this.#deliver(outcome, result);
    else inNextTurn(() => this.#deliver(outcome, result));
  }

  #deliver(outcome: 'success' | 'fail', result: Accepted | Failure): void {
    const { [outcome]: callback, complete } = this.#callbacks;
    this.#task.call(outcome, callback, result);
    this.#task.call('complete', complete, result);
  }
}
