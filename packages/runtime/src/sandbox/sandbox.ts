import { Worker } from 'node:worker_threads';
import { Meter } from '../bridge/meter.ts';
import type { Batch, FatalReason, FromWorker, GuestConfig, ToWorker } from '../bridge/protocol.ts';
import { loadArtifacts, workerFile } from './artifacts.ts';
import { watchPulse } from './watch.ts';
import type { WorkerData } from './worker-data.ts';

export interface SandboxOptions {
  readonly config: GuestConfig;
  readonly files: ReadonlyMap<string, string>;
  /** Bytes of linear memory. */
  readonly memoryLimit: number;
  /** Milliseconds that one entry into the program may take. */
  readonly budget: number;
  /** Milliseconds beyond the budget after which the worker is terminated. */
  readonly margin: number;
  /** So many overruns of the budget end the program. */
  readonly overruns: number;
  /** How far the program's `Date` is ahead, in milliseconds. */
  readonly clockOffset: number;
}

interface SandboxEvents {
  readonly onBatch: (batch: Batch) => void;
  /** The sandbox is gone, by itself; it comes once and last. */
  readonly onFatal: (reason: FatalReason, message: string) => void;
}

/** The engine's own limit of nesting, well inside the stack of the worker's thread. */
const stackBytes = 256 * 1024;

/** One worker with one QuickJS for one mini program. */
export class Sandbox {
  readonly #worker: Worker;
  readonly #meter: Meter;
  readonly #unwatch: () => void;
  #events: SandboxEvents | undefined;
  #gone = false;

  /** A sandbox in which guest code is installed and the program has not been started. */
  static async start(options: SandboxOptions): Promise<Sandbox> {
    const { module, guest } = await loadArtifacts();
    const meter = new Meter();
    const workerData: WorkerData = {
      module,
      guest,
      config: JSON.stringify(options.config),
      files: options.files,
      memoryLimit: options.memoryLimit,
      stackBytes,
      budget: options.budget,
      overruns: options.overruns,
      clockOffset: options.clockOffset,
      meter: meter.memory,
    };
    const worker = new Worker(workerFile, {
      workerData,
      name: 'mini program',
      argv: [],
      env: {},
      execArgv: [],
      stdin: false,
      trackUnmanagedFds: false,
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256, stackSizeMb: 16 },
    });
    try {
      await firstMessage(worker);
    } catch (cause) {
      await worker.terminate();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The sandbox did not start: ${reason}`, { cause });
    }
    return new Sandbox(worker, meter, options);
  }

  private constructor(worker: Worker, meter: Meter, options: SandboxOptions) {
    this.#worker = worker;
    this.#meter = meter;
    const { budget, margin } = options;
    this.#unwatch = watchPulse(meter, budget + margin, () => {
      this.fail('watchdog', `The program did not come back within ${budget + margin} ms and was terminated.`);
    });
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error) => this.fail(isMemoryError(error) ? 'memory' : 'crash', error.message));
    worker.on('exit', (code) => this.fail('crash', `The sandbox's worker ended with code ${code}.`));
  }

  /** Says who is told of what comes out; nothing comes before the first message went in. */
  listen(events: SandboxEvents): void {
    this.#events = events;
  }

  post(message: ToWorker): void {
    if (!this.#gone) this.#worker.postMessage(message);
  }

  /** So much of the worker's traffic has been taken in. */
  take(cost: number): void {
    this.#meter.take(cost);
  }

  /** Ends the sandbox and tells why. */
  fail(reason: FatalReason, message: string): void {
    if (this.#gone) return;
    void this.terminate();
    this.#events?.onFatal(reason, message);
  }

  /** Ends the sandbox without a word. */
  async terminate(): Promise<void> {
    this.#gone = true;
    this.#unwatch();
    await this.#worker.terminate();
  }

  #receive(message: FromWorker): void {
    if (this.#gone || message === 'ready') return;
    if ('fatal' in message) this.fail(message.fatal, message.message);
    else this.#events?.onBatch(message);
  }
}

/** The worker's word that it is ready, which is the first it says. */
function firstMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The worker ended with code ${code}.`)));
  });
}

function isMemoryError(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
