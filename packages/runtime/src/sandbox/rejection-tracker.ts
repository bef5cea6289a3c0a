interface Tracking {
  readonly exports: WebAssembly.Exports;
  readonly heap: () => Buffer;
  /** The address of the JSRuntime. */
  readonly runtime: number;
  readonly enableInterrupts: () => void;
  /** The promise and the reason as the engine's own 64-bit values, borrowed for the time of the call. */
  readonly listener: (promise: bigint, reason: bigint, handled: boolean) => void;
}

/** The name under which the build exports the module's table of functions. */
export const tableExport = 'minigate_functions';

/**
 * A module that imports a function of the tracker's type and exports it again, which makes a JavaScript
 * function callable from the engine: `(i32 context, i64 promise, i64 reason, i32 handled, i32 opaque)`.
 */
const trampoline = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x09, 0x01, 0x60, 0x05, 0x7f, 0x7e, 0x7e, 0x7f, 0x7f, 0x00],
  ...[0x02, 0x07, 0x01, 0x01, 0x6d, 0x01, 0x66, 0x00, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
]);

/** How far into the JSRuntime to look for the interrupt handler. */
const searched = 2048;

/**
 * Has the engine tell of promises that are rejected without a handler, and of those that get one later.
 *
 * The library wraps no `JS_SetHostPromiseRejectionTracker`, but the engine looks for a tracker in its
 * JSRuntime, in the fields behind the interrupt handler. Where that one is shows when it is set.
 */
export function trackRejections({ exports, heap, runtime, enableInterrupts, listener }: Tracking): void {
  const before = Buffer.from(heap().subarray(runtime, runtime + searched));
  enableInterrupts();
  const after = heap().subarray(runtime, runtime + searched);
  const changed: number[] = [];
  for (let at = 0; at < searched; at += 4)
    if (before.readInt32LE(at) !== after.readInt32LE(at)) changed.push(at);
  const [handler] = changed;
  const table = exports[tableExport];
  if (changed.length !== 1 || handler === undefined || !(table instanceof WebAssembly.Table)) {
    throw new Error('This build of QuickJS has no place for a rejection tracker.');
  }
  const forward = (_context: number, promise: bigint, reason: bigint, handled: number) =>
    listener(promise, reason, handled !== 0);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(trampoline), { m: { f: forward } });
  const index = table.grow(1);
  table.set(index, instance.exports.f);
  heap().writeUInt32LE(index, runtime + handler + 8);
}
