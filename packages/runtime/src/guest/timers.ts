import { board } from '../bridge/protocol.ts';
import type { Host } from './channel.ts';
import {
  append,
  apply,
  isCallable,
  type List,
  list,
  max,
  min,
  NativeError,
  table,
  toNumber,
} from './primordials.ts';
import type { Steps } from './steps.ts';

interface Timer {
  readonly id: number;
  /** Breaks ties: what was set first is due first. */
  order: number;
  due: number;
  readonly where: string;
  readonly run: unknown;
  readonly args: readonly unknown[];
  /** Milliseconds between runs; undefined for a one-shot timer. */
  readonly every: number | undefined;
  cleared: boolean;
}

const longest = 2 ** 31 - 1;

/**
 * `setTimeout`, `setInterval` and what is put off to the next turn. The timers live in the program's memory,
 * as a heap by due time; the worker only learns when the next one is due, and comes back then.
 */
export class Timers {
  readonly #host: Host;
  readonly #steps: Steps;
  readonly #board: Float64Array;
  readonly #byId = table<number, Timer>();
  #heap: List<Timer> = list();
  #lastId = 0;
  #lastOrder = 0;
  #oneShots = 0;
  #cleared = 0;

  constructor(host: Host, steps: Steps, cells: Float64Array) {
    this.#host = host;
    this.#steps = steps;
    this.#board = cells;
    this.#publish();
  }

  setTimeout(run: unknown, delay: unknown, args: readonly unknown[]): number {
    return this.#set('setTimeout', run, clamped(delay), args, undefined);
  }

  setInterval(run: unknown, delay: unknown, args: readonly unknown[]): number {
    const every = clamped(delay);
    return this.#set('setInterval', run, every, args, every);
  }

  /** In the next turn, before any timer that is set now. */
  soon(where: string, run: unknown, ...args: unknown[]): void {
    this.#set(where, run, 0, args, undefined);
  }

  clear(id: unknown): void {
    const timer = this.#byId.get(id as number);
    if (timer === undefined) return;
    this.#forget(timer);
    timer.cleared = true;
    this.#cleared += 1;
    if (this.#cleared > 64 && this.#cleared * 2 > this.#heap.length) this.#compact();
    this.#publish();
  }

  /** Runs the timer that is due first, if one is due. */
  tick(): void {
    const first = this.#heap[0];
    if (first === undefined || first.due > this.#host.clock()) return;
    if (first.every === undefined) {
      this.#pop();
      this.#forget(first);
    } else {
      first.due = max(first.due + first.every, this.#host.clock());
      first.order = ++this.#lastOrder;
      this.#sink(0);
    }
    this.#publish();
    this.#steps.add(first.where, () => apply(first.run as () => unknown, undefined, first.args));
  }

  #set(
    where: string,
    run: unknown,
    delay: number,
    args: readonly unknown[],
    every: number | undefined,
  ): number {
    if (!isCallable(run)) throw new NativeError(`${where} needs a function to call.`);
    this.#lastId += 1;
    const due = this.#host.clock() + delay;
    const timer: Timer = {
      id: this.#lastId,
      order: ++this.#lastOrder,
      due,
      where,
      run,
      args,
      every,
      cleared: false,
    };
    this.#byId.set(timer.id, timer);
    if (every === undefined) this.#oneShots += 1;
    this.#push(timer);
    this.#publish();
    return timer.id;
  }

  #forget(timer: Timer): void {
    this.#byId.delete(timer.id);
    if (timer.every === undefined) this.#oneShots -= 1;
  }

  #publish(): void {
    for (let first = this.#heap[0]; first?.cleared === true; first = this.#heap[0]) {
      this.#pop();
      this.#cleared -= 1;
    }
    this.#board[board.nextDue] = this.#heap[0]?.due ?? 1 / 0;
    this.#board[board.oneShots] = this.#oneShots;
  }

  #compact(): void {
    const all = this.#heap;
    this.#heap = list();
    for (let i = 0; i < all.length; i++) {
      const timer = all[i];
      if (timer !== undefined && !timer.cleared) this.#push(timer);
    }
    this.#cleared = 0;
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    append(heap, timer);
    let at = heap.length - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || !before(timer, parent)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap[heap.length - 1];
    heap.length -= 1;
    if (heap.length === 0 || last === undefined) return;
    heap[0] = last;
    this.#sink(0);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    const timer = heap[from];
    if (timer === undefined) return;
    let at = from;
    for (;;) {
      let down = 2 * at + 1;
      const right = heap[down + 1];
      let child = heap[down];
      if (child === undefined) break;
      if (right !== undefined && before(right, child)) {
        down += 1;
        child = right;
      }
      if (!before(child, timer)) break;
      heap[at] = child;
      at = down;
    }
    heap[at] = timer;
  }
}

function before(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}

/** Milliseconds from 1 to the longest that a timer can wait. */
function clamped(delay: unknown): number {
  const given = toNumber(delay);
  return given >= 1 ? min(given, longest) : 1;
}
