import type {
  EvalDetectModule,
  EvalFlags,
  HostRefId,
  IntrinsicsFlags,
  JSContextPointer,
  JSContextPointerPointer,
  JSRuntimePointer,
  JSValueConstPointer,
  JSValueConstPointerPointer,
  JSVoidPointer,
  OwnedHeapCharPointer,
  QuickJSEmscriptenModule,
} from '@jitl/quickjs-ffi-types';
import glue from '@jitl/quickjs-wasmfile-release-sync/emscripten-module';
import { QuickJSFFI } from '@jitl/quickjs-wasmfile-release-sync/ffi';
import { EngineLost } from './engine-lost.ts';
import type { Borrowed, HostFunction, Value } from './value.ts';
import { Rejections } from './rejections.ts';
import { trackRejections } from './rejection-tracker.ts';

interface EngineOptions {
  readonly module: WebAssembly.Module;
  /** Bytes of linear memory: all of the guest's and the engine's data together. */
  readonly memoryLimit: number;
  readonly stackBytes: number;
  /** Asked again and again while guest code runs; `true` breaks it off, and the guest cannot catch that. */
  readonly shouldInterrupt: () => boolean;
}

const wasmPage = 64 * 1024;
/** What the module asks for at the start. */
const leastMemory = 16 * 1024 * 1024;
/** Kept from the guest, so that the engine itself can still work in a full heap. */
const reserve = 1024 * 1024;
const exceptionTag = 6;

/** One QuickJS in one WebAssembly instance with a memory of its own. */
export class Engine {
  readonly undefined: Borrowed;
  readonly #module: QuickJSEmscriptenModule;
  readonly #memoryLimit: number;
  readonly #ffi: QuickJSFFI;
  readonly #runtime: JSRuntimePointer;
  readonly #context: JSContextPointer;
  readonly #functions: HostFunction[] = [];
  /** Room for the pointers of a call's arguments, and for a context. */
  readonly #scratch: number;
  readonly #names: Record<'message' | 'stack' | 'name', Value>;
  readonly #rejections: Rejections<Value>;
  #heap: Buffer;

  static async start(options: EngineOptions): Promise<Engine> {
    const least = leastMemory / wasmPage;
    const maximum = Math.max(Math.floor(options.memoryLimit / wasmPage), least);
    let instance: WebAssembly.Instance | undefined;
    const module = await glue.default({
      wasmMemory: new WebAssembly.Memory({ initial: least, maximum }),
      instantiateWasm(imports, receive) {
        instance = new WebAssembly.Instance(options.module, imports);
        receive(instance);
        return instance.exports;
      },
    });
    if (instance === undefined) throw new EngineLost('crash');
    return new Engine(module, instance.exports, { ...options, memoryLimit: maximum * wasmPage });
  }

  private constructor(module: QuickJSEmscriptenModule, exports: WebAssembly.Exports, options: EngineOptions) {
    this.#module = module;
    this.#memoryLimit = options.memoryLimit;
    this.#heap = Buffer.from(module.HEAPU8.buffer);
    module.callbacks = {
      callFunction: (_sync, _context, _self, argc, argv, id) => this.#callHost(argc, argv, id),
      shouldInterrupt: () => (options.shouldInterrupt() ? 1 : 0),
      freeHostRef: () => undefined,
      loadModuleSource: () => 0 as OwnedHeapCharPointer,
      normalizeModule: () => 0 as OwnedHeapCharPointer,
    };
    const ffi = new QuickJSFFI(module);
    this.#ffi = ffi;
    this.#runtime = ffi.QTS_NewRuntime();
    ffi.QTS_RuntimeSetMemoryLimit(this.#runtime, options.memoryLimit - reserve);
    ffi.QTS_RuntimeSetMaxStackSize(this.#runtime, options.stackBytes);
    this.#context = ffi.QTS_NewContext(this.#runtime, 0 as IntrinsicsFlags);
    this.undefined = ffi.QTS_GetUndefined();
    this.#scratch = this.#allocate(64);
    this.#names = {
      message: this.newText('message'),
      stack: this.newText('stack'),
      name: this.newText('name'),
    };
    this.#rejections = new Rejections({
      keep: (bits) => this.#kept(bits),
      free: (value) => this.free(value),
    });
    trackRejections({
      exports,
      heap: () => this.#view(),
      runtime: this.#runtime,
      enableInterrupts: () => ffi.QTS_RuntimeEnableInterruptHandler(this.#runtime),
      listener: (promise, reason, handled) => this.#rejections.note(promise, reason, handled),
    });
  }

  /** Whether the memory has grown as far as it may; it never shrinks. */
  get full(): boolean {
    return this.#module.HEAPU8.byteLength >= this.#memoryLimit - 2 * reserve;
  }

  /** Runs a script and gives the value of its last expression, or an exception. */
  evaluate(source: string, file: string): Value {
    const { at, bytes } = this.#write(source);
    try {
      return this.#checked(
        this.#ffi.QTS_Eval(this.#context, at, bytes, file, 0 as EvalDetectModule, 0 as EvalFlags),
      );
    } catch (error) {
      throw this.#lost(error);
    } finally {
      this.#module._free(at);
    }
  }

  /** Calls a function of the guest with at most eight arguments; gives its value or an exception. */
  call(target: Borrowed, args: readonly Borrowed[]): Value {
    const heap = this.#view();
    for (let i = 0; i < args.length; i++)
      heap.writeUInt32LE(args[i] ?? this.undefined, this.#scratch + 4 * i);
    const argv = this.#scratch as JSValueConstPointerPointer;
    try {
      return this.#checked(this.#ffi.QTS_Call(this.#context, target, this.undefined, args.length, argv));
    } catch (error) {
      throw this.#lost(error);
    }
  }

  /** Runs at most so many promise jobs; `true` when none is left. */
  runJobs(most: number): boolean {
    try {
      if (this.#ffi.QTS_IsJobPending(this.#runtime) === 0) return true;
      const context = this.#scratch as JSContextPointerPointer;
      this.free(this.#checked(this.#ffi.QTS_ExecutePendingJob(this.#runtime, most, context)));
      return this.#ffi.QTS_IsJobPending(this.#runtime) === 0;
    } catch (error) {
      throw this.#lost(error);
    }
  }

  isException(value: Borrowed): boolean {
    return this.#view().readInt32LE(value + 4) === exceptionTag;
  }

  /** What was thrown, in place of the exception, which is freed. */
  thrown(exception: Value): Value {
    const error = this.#checked(this.#ffi.QTS_ResolveException(this.#context, exception));
    this.free(exception);
    return error;
  }

  /** One of the texts that an error has; empty where it has none. */
  errorText(error: Borrowed, name: 'message' | 'stack' | 'name'): string {
    const value = this.#checked(this.#ffi.QTS_GetProp(this.#context, error, this.#names[name]));
    if (this.isException(value)) {
      this.free(this.thrown(value));
      return '';
    }
    const text = this.text(value);
    this.free(value);
    return text === 'undefined' ? '' : text;
  }

  /** The text must not hold U+0000: there it would end. */
  newText(text: string): Value {
    const { at } = this.#write(text);
    const value = this.#checked(this.#ffi.QTS_NewString(this.#context, at));
    this.#module._free(at);
    if (this.isException(value)) throw new EngineLost('memory');
    return value;
  }

  newBytes(bytes: ArrayBuffer): Value {
    const at = this.#allocate(Math.max(bytes.byteLength, 1));
    this.#view().set(new Uint8Array(bytes), at);
    const value = this.#ffi.QTS_NewArrayBuffer(this.#context, at as JSVoidPointer, bytes.byteLength);
    if (this.isException(this.#checked(value))) throw new EngineLost('memory');
    return value;
  }

  /** Cells that the guest writes as a Float64Array over `value` and the host reads at any time. */
  newCells(count: number): { value: Value; read: (cell: number) => number } {
    const size = count * Float64Array.BYTES_PER_ELEMENT;
    const at = this.#allocate(size);
    const value = this.#checked(this.#ffi.QTS_NewArrayBuffer(this.#context, at as JSVoidPointer, size));
    return { value, read: (cell) => this.#view().readDoubleLE(at + cell * Float64Array.BYTES_PER_ELEMENT) };
  }

  newNumber(number: number): Value {
    return this.#checked(this.#ffi.QTS_NewFloat64(this.#context, number));
  }

  newFunction(name: string, run: HostFunction): Value {
    const id = this.#functions.push(run) as HostRefId;
    return this.#checked(this.#ffi.QTS_NewFunction(this.#context, name, 0, false, id));
  }

  text(value: Borrowed): string {
    const at = this.#ffi.QTS_GetString(this.#context, value);
    if ((at as number) === 0) throw new EngineLost('memory');
    const heap = this.#view();
    const text = heap.toString('utf8', at, heap.indexOf(0, at));
    this.#ffi.QTS_FreeCString(this.#context, at);
    return text;
  }

  /** A copy of an ArrayBuffer's bytes; undefined where it has none. */
  bytes(value: Borrowed): ArrayBuffer | undefined {
    const length = this.#ffi.QTS_GetArrayBufferLength(this.#context, value);
    const at: number = this.#ffi.QTS_GetArrayBuffer(this.#context, value);
    if (at === 0 && length > 0) throw new EngineLost('memory');
    if (at === 0) return undefined;
    const copy = new ArrayBuffer(length);
    new Uint8Array(copy).set(this.#view().subarray(at, at + length));
    this.#module._free(at);
    return copy;
  }

  free(value: Value): void {
    this.#ffi.QTS_FreeValuePointer(this.#context, value);
  }

  /** The reasons of promises that were rejected and that nobody handles. Whoever takes them frees them. */
  takeRejections(): Value[] {
    return this.#rejections.take();
  }

  /** The stack of a promise job that was broken off, which is a rejection no longer; empty where there is none. */
  takeInterruption(): string {
    let stack = '';
    this.#rejections.drop((reason) => {
      const broken =
        this.errorText(reason, 'message') === 'interrupted' &&
        this.errorText(reason, 'name') === 'InternalError';
      if (broken) stack = this.errorText(reason, 'stack');
      return broken;
    });
    return stack;
  }

  /** A value of ours for what is on the engine's own stack. */
  #kept(bits: bigint): Value {
    const at = this.#allocate(8);
    this.#view().writeBigInt64LE(bits, at);
    const value = this.#checked(this.#ffi.QTS_DupValuePointer(this.#context, at as Value));
    this.#module._free(at);
    return value;
  }

  #callHost(argc: number, argv: JSValueConstPointer, id: HostRefId): Value {
    const args: Borrowed[] = [];
    for (let i = 0; i < argc; i++) args.push((argv + 8 * i) as Borrowed);
    return this.#functions[id - 1]?.(args) ?? (0 as Value);
  }

  #write(text: string): { at: OwnedHeapCharPointer; bytes: number } {
    const bytes = Buffer.byteLength(text);
    const at = this.#allocate(bytes + 1);
    const heap = this.#view();
    heap.write(text, at, bytes, 'utf8');
    heap[at + bytes] = 0;
    return { at: at as OwnedHeapCharPointer, bytes };
  }

  #allocate(bytes: number): number {
    const at = this.#module._malloc(bytes);
    if (at === 0) throw new EngineLost('memory');
    return at;
  }

  #checked(value: Value): Value {
    if ((value as number) === 0) throw new EngineLost('memory');
    return value;
  }

  /** The memory as it is now: growing replaces the buffer. */
  #view(): Buffer {
    const { buffer } = this.#module.HEAPU8;
    if (this.#heap.buffer !== buffer) this.#heap = Buffer.from(buffer);
    return this.#heap;
  }

  /** What came out of the instance is a trap: it cannot be used again. */
  #lost(error: unknown): EngineLost {
    if (error instanceof EngineLost) return error;
    return new EngineLost(this.full ? 'memory' : 'crash', error);
  }
}
