/** The part of the WebAssembly API that the sandbox uses; Node's own typings leave it to the DOM's. */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  type Exports = Record<string, unknown>;

  class Module {
    constructor(bytes: Uint8Array);
    readonly [Symbol.toStringTag]: string;
  }

  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }

  class Memory {
    constructor(descriptor: { initial: number; maximum?: number });
    readonly buffer: ArrayBuffer;
  }

  class Table {
    constructor(descriptor: { element: 'anyfunc'; initial: number });
    grow(delta: number): number;
    set(index: number, value: unknown): void;
  }

  function compile(bytes: Uint8Array): Promise<Module>;
}
