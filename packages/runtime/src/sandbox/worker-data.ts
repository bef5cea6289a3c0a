/** What a worker is started with. */
export interface WorkerData {
  /** QuickJS, compiled once for all workers. */
  readonly module: WebAssembly.Module;
  /** The guest code, as a script that sets `guest`. */
  readonly guest: string;
  /** A `GuestConfig` as JSON. */
  readonly config: string;
  /** The program's files by path, scripts and JSON, ready to run. */
  readonly files: ReadonlyMap<string, string>;
  readonly memoryLimit: number;
  readonly stackBytes: number;
  /** Milliseconds that the program may run without coming back. */
  readonly budget: number;
  /** So many overruns end the program. */
  readonly overruns: number;
  /** How far the device's clock is ahead, in milliseconds. */
  readonly clockOffset: number;
  readonly meter: SharedArrayBuffer;
}
