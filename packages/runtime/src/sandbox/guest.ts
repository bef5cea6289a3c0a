import type { GuestPort } from '../bridge/guest-port.ts';
import type { Meter } from '../bridge/meter.ts';
import { board, entries } from '../bridge/protocol.ts';
import { guestFile, scriptHead } from './guest-file.ts';
import { EngineLost } from './engine-lost.ts';
import { Engine } from './quickjs.ts';
import type { Borrowed, Value } from './value.ts';
import { resolveModule } from './resolve.ts';
import type { WorkerData } from './worker-data.ts';

/** Promise jobs that run between two looks at the clock. */
const jobsAtOnce = 100;

/** The program ran too long too often. */
export class Overrun extends Error {
  override readonly name = 'Overrun';
}

/**
 * The guest, and the watch over it: every entry has a budget, after which it is broken off wherever it is;
 * what it threw is told, and the guest goes on with what comes next, unless it does so too often.
 */
export class Guest {
  readonly #data: WorkerData;
  readonly #port: GuestPort;
  readonly #meter: Meter;
  #engine: Engine | undefined;
  #enter: Value | undefined;
  #cell: (cell: number) => number = () => 0;
  #entered = 0;
  /** Whether the engine was told to break off what runs. */
  #interrupted = false;
  #overruns = 0;

  constructor(data: WorkerData, port: GuestPort, meter: Meter) {
    this.#data = data;
    this.#port = port;
    this.#meter = meter;
  }

  /** When the next timer is due, by the worker's clock; Infinity without one. */
  get nextDue(): number {
    return this.#cell(board.nextDue);
  }

  /** One-shot timers that are set. */
  get oneShots(): number {
    return this.#cell(board.oneShots);
  }

  async install(): Promise<void> {
    const { module, memoryLimit, stackBytes, guest, config } = this.#data;
    const engine = await Engine.start({
      module,
      memoryLimit,
      stackBytes,
      shouldInterrupt: () => this.#interrupts(),
    });
    this.#engine = engine;
    this.#begin();
    const cells = engine.newCells(board.cells);
    this.#cell = cells.read;
    const install = this.#sound(engine.evaluate(`(() => {${guest}\nreturn guest.install;})()`, guestFile));
    const args = [
      engine.newFunction('send', ([text, bytes]) => this.#send(engine, text, bytes)),
      engine.newFunction('clock', () => engine.newNumber(performance.now())),
      engine.newFunction('full', () => engine.newNumber(engine.full ? 1 : 0)),
      engine.newFunction('resolve', ([from, request]) => this.#resolve(engine, from, request)),
      engine.newFunction('load', ([path]) => this.#load(engine, path)),
      cells.value,
      engine.newText(config),
    ];
    this.#enter = this.#sound(engine.call(install, args));
    for (const value of [install, ...args]) engine.free(value);
  }

  /** @param networkType what connects the device */
  start(networkType: string): void {
    this.#run(entries.start, [this.#started().newText(networkType)]);
  }

  tick(): void {
    this.#run(entries.tick, []);
  }

  deliver(head: string, body: string | ArrayBuffer | null): void {
    const engine = this.#started();
    const args = [engine.newText(head)];
    if (body !== null) args.push(typeof body === 'string' ? engine.newText(body) : engine.newBytes(body));
    this.#run(entries.deliver, args);
  }

  /** Enters the guest, then runs what its promises brought, then tells of rejections. Frees `args`. */
  #run(entry: number, args: Value[]): void {
    const engine = this.#started();
    this.#meter.beat();
    try {
      this.#begin();
      this.#call(engine, entry, args);
      this.#runJobs(engine);
      for (let reasons = engine.takeRejections(); reasons.length > 0; reasons = engine.takeRejections()) {
        for (const reason of reasons) this.#call(engine, entries.rejected, [reason]);
        this.#runJobs(engine);
      }
    } finally {
      this.#meter.beat();
    }
  }

  #call(engine: Engine, entry: number, args: Value[]): void {
    const enter = this.#enter;
    if (enter === undefined) throw new EngineLost('crash');
    const all = [engine.newNumber(entry), ...args];
    const result = engine.call(enter, all);
    for (const value of all) engine.free(value);
    if (engine.isException(result)) this.#brokenOff(engine, engine.thrown(result));
    else {
      engine.free(result);
      // An async function and the executor of a promise turn the interruption into a rejection.
      if (this.#interrupted && entry !== entries.interrupted) {
        this.#overrun(engine, engine.takeInterruption(), 'the program');
      }
    }
  }

  #runJobs(engine: Engine): void {
    for (let done = false; !done; ) {
      done = engine.runJobs(jobsAtOnce);
      if (this.#interrupted || (!done && this.#late())) {
        this.#overrun(engine, engine.takeInterruption(), 'a promise');
      }
    }
  }

  /** The guest code lets only two things out: the watchdog's interruption, and a heap that is full. */
  #brokenOff(engine: Engine, error: Value): void {
    if (!this.#interrupted) {
      const message = engine.errorText(error, 'message');
      // Where there is no memory for an error, the engine throws null, which has no message.
      const full = message === '' || message === 'out of memory' || engine.full;
      throw full ? new EngineLost('memory') : new EngineLost('crash', new Error(message));
    }
    this.#begin();
    const stack = engine.errorText(error, 'stack');
    engine.free(error);
    this.#overrun(engine, stack, 'the program');
  }

  /**
   * Tells of it, and lets the guest go on behind what was broken off. The guest knows where that was, unless
   * it was `elsewhere`.
   */
  #overrun(engine: Engine, stack: string, elsewhere: string): void {
    this.#overruns += 1;
    const { budget, overruns } = this.#data;
    const message = `The program ran for more than ${budget} ms without coming back and was interrupted.`;
    this.#meter.beat();
    this.#meter.beat();
    this.#begin();
    const news = [message, stack, elsewhere].map((text) => engine.newText(text));
    this.#call(engine, entries.interrupted, news);
    if (this.#overruns >= overruns) throw new Overrun(`${message} That happened ${this.#overruns} times.`);
    this.#call(engine, entries.resume, []);
  }

  #begin(): void {
    this.#entered = performance.now();
    this.#port.waited = 0;
    this.#interrupted = false;
  }

  /** Asked by the engine now and then while the program runs: also the moment to let its messages out. */
  #interrupts(): boolean {
    this.#port.flush();
    this.#interrupted = this.#late();
    return this.#interrupted;
  }

  #late(): boolean {
    return performance.now() - this.#entered - this.#port.waited > this.#data.budget;
  }

  #started(): Engine {
    if (this.#engine === undefined) throw new EngineLost('crash');
    return this.#engine;
  }

  /** For the guest code's own start, where nothing may go wrong. */
  #sound(value: Value): Value {
    const engine = this.#started();
    if (!engine.isException(value)) return value;
    const error = engine.thrown(value);
    throw new EngineLost(
      'crash',
      new Error(`${engine.errorText(error, 'message')}\n${engine.errorText(error, 'stack')}`),
    );
  }

  #send(engine: Engine, text: Borrowed | undefined, bytes: Borrowed | undefined): undefined {
    if (text === undefined) return;
    this.#port.send(engine.text(text), bytes === undefined ? undefined : engine.bytes(bytes));
  }

  #resolve(engine: Engine, from: Borrowed | undefined, request: Borrowed | undefined): Value {
    const found =
      from === undefined || request === undefined
        ? undefined
        : resolveModule(this.#data.files, engine.text(from), engine.text(request));
    return engine.newText(found ?? '');
  }

  #load(engine: Engine, path: Borrowed | undefined): Value | undefined {
    const name = path === undefined ? '' : engine.text(path);
    const source = this.#data.files.get(name);
    if (source === undefined) return undefined;
    if (name.endsWith('.json')) return engine.newText(source);
    return engine.evaluate(`${scriptHead}${source}\n})`, name);
  }
}
