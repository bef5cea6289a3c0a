import { setImmediate as inNextTurn } from 'node:timers';
import type { Api } from '@minigate/policy';
import type { DownloadFileSuccess, Failure, RequestSuccess, UploadFileSuccess } from './api.ts';
import type { Engine } from './engine.ts';
import { NetworkError, toFailure } from './errors.ts';
import { epoch, type SettleEvent } from './events.ts';
import type { Asked, GivenCallbacks } from './options.ts';
import type { Accepted } from './socket-api.ts';

type Success = RequestSuccess<unknown> | DownloadFileSuccess | UploadFileSuccess | Accepted;

type Result = Success | Failure;

/** What the answer was, for those who watch. */
export type AnswerRecord = Pick<SettleEvent, 'body' | 'reading' | 'bodyBytes'>;

const noAnswer: AnswerRecord = { bodyBytes: 0 };

const nothing = () => {};

/**
 * One call, from being made to its ending.
 *
 * ```text
 *  new ──▶ waiting ──▶ running ──▶ settled
 *   └─────────┴── (refused, aborted, interrupted) ──▶ settled
 * ```
 *
 * Every ending, whoever brings it about, is one of `succeed` and `fail`, and the first one wins: what comes
 * later finds the task settled and changes nothing. Rule 14.
 */
export class Task {
  readonly id: number;
  readonly api: Api;
  /** This moment and the next two are those of the engine's clock. */
  readonly invokeStart: number;
  /** When the call began and ceased to wait for a slot; equal if it did not wait. */
  queueStart = 0;
  queueEnd = 0;

  readonly #engine: Engine;
  readonly #callbacks: GivenCallbacks;
  /** Of the result; empty until the call is settled. */
  errMsg = '';
  /** Why it failed; `undefined` as long as it has not. */
  error: NetworkError | undefined;
  #state: 'new' | 'waiting' | 'running' | 'settled' = 'new';
  #stopTimer: () => void = nothing;
  #onStart: (() => void) | undefined;
  #undo: (() => void)[] = [];

  constructor(engine: Engine, api: Api, callbacks: GivenCallbacks) {
    this.id = engine.nextId();
    this.invokeStart = engine.clock.now();
    this.api = api;
    this.#engine = engine;
    this.#callbacks = callbacks;
    engine.live.add(this);
  }

  get settled(): boolean {
    return this.#state === 'settled';
  }

  /**
   * Runs a part of the recipe: what it throws is the task's ending. Anything but a `NetworkError` is a fault
   * of ours and is told as one.
   */
  attempt(part: () => void): void {
    try {
      part();
    } catch (error) {
      this.fail(error instanceof NetworkError ? error : internalError(error));
    }
  }

  /** Reads the program's options, and tells those who watch what was asked for, bad options included. */
  announce<C>(check: (asked: Asked) => C): C {
    const asked: Asked = { url: '', method: '' };
    try {
      return check(asked);
    } finally {
      const { id, api } = this;
      this.#engine.events.emit('call', { id, api, ...asked, time: epoch(this.invokeStart) });
    }
  }

  abort(): void {
    this.fail(new NetworkError('ABORTED', { detail: 'The program called abort().' }));
  }

  /** Waits for a slot, then starts the clock and runs `start`; a call that was ended meanwhile does neither. */
  enqueue(timeout: number, start: () => void): void {
    if (this.#state === 'settled') return;
    this.queueStart = this.#engine.clock.now();
    this.#onStart = () => {
      this.#stopTimer = this.#engine.clock.after(timeout, () => {
        this.fail(new NetworkError('TIMED_OUT', { detail: `No complete answer within ${timeout} ms.` }));
      });
      this.attempt(start);
    };
    const slots = this.#engine.slotsFor(this.api);
    const place = slots.take(this);
    if (place === 'full') {
      const detail = `${slots.running} calls are running and ${slots.waiting} wait already.`;
      this.fail(new NetworkError('TOO_MANY_TASKS', { detail }));
    } else if (place === 'queued') {
      this.#state = 'waiting';
      this.#engine.events.emit('queue', {
        id: this.id,
        time: epoch(this.queueStart),
        waiting: slots.waiting,
      });
    }
  }

  /** Called by the pool: the slot is this task's. */
  start(): void {
    this.queueEnd = this.#state === 'waiting' ? this.#engine.clock.now() : this.queueStart;
    this.#state = 'running';
    this.#onStart?.();
  }

  /** What has to be undone if the task fails: a transfer, a file. At once, if it has failed already. */
  onFail(undo: () => void): void {
    if (this.#state === 'settled') undo();
    else this.#undo.push(undo);
  }

  succeed(result: Success, answer: AnswerRecord): void {
    if (this.#state === 'settled') return;
    this.#settle('success', result, undefined, answer);
  }

  /** Ends the call: refusal, transport error, abort, timeout, interrupt, shutdown. */
  fail(error: NetworkError): void {
    if (this.#state === 'settled') return;
    const failure = toFailure(this.api, error);
    this.#settle('fail', failure, error, noAnswer);
  }

  #settle(
    outcome: 'success' | 'fail',
    result: Result,
    error: NetworkError | undefined,
    answer: AnswerRecord,
  ) {
    const engine = this.#engine;
    const immediate = this.#state === 'new';
    this.errMsg = result.errMsg;
    this.error = error;
    this.#state = 'settled';
    this.#stopTimer();
    engine.live.delete(this);
    if (outcome === 'fail') for (const undo of this.#undo) undo();
    this.#undo = [];
    this.#onStart = undefined;
    if (engine.events.watched('settle')) {
      engine.events.emit('settle', {
        id: this.id,
        api: this.api,
        time: engine.now(),
        outcome,
        result,
        ...(error === undefined ? undefined : { error }),
        ...answer,
      });
    }
    engine.slotsFor(this.api).release(this);
    const deliver = () => {
      this.call(outcome, this.#callbacks[outcome], result);
      this.call('complete', this.#callbacks.complete, result);
    };
    // A refused call may be repeated by its own callback for ever: give the event loop its turn.
    if (immediate) inNextTurn(deliver);
    else queueMicrotask(deliver);
  }

  /** Calls into the program. What it throws stays with it and changes nothing here. */
  call<A>(name: string, callback: ((argument: A) => unknown) | undefined, argument: A): unknown {
    if (callback === undefined) return undefined;
    try {
      return callback(argument);
    } catch (error) {
      this.reportCallbackError(name, error);
      return undefined;
    }
  }

  reportCallbackError(name: string, error: unknown): void {
    this.#engine.reportCallbackError(this, name, error);
  }
}

function internalError(cause: unknown): NetworkError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new NetworkError('INTERNAL', { detail, cause });
}
