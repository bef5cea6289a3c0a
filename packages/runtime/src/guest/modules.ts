import type { Host } from './channel.ts';
import { apply, type Callable, indexOf, NativeError, parseJson, slice, table } from './primordials.ts';

interface Module {
  exports: unknown;
}

/** CommonJS inside the program's folder: each file runs once, and sees its own `require`. */
export class Modules {
  readonly #host: Host;
  readonly #loaded = table<string, Module>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Runs a file of the program, unless it has run already, and gives its exports. */
  run(path: string): unknown {
    const present = this.#loaded.get(path);
    if (present !== undefined) return present.exports;
    const module: Module = { exports: {} };
    const loaded = this.#host.load(path);
    if (typeof loaded === 'string') {
      module.exports = this.#json(path, loaded);
      this.#loaded.set(path, module);
      return module.exports;
    }
    this.#loaded.set(path, module);
    try {
      apply(loaded as Callable, module.exports, [module.exports, this.#requireOf(path), module]);
    } catch (error) {
      this.#loaded.delete(path);
      throw error;
    }
    return module.exports;
  }

  #json(path: string, text: string): unknown {
    try {
      return parseJson(text);
    } catch (cause) {
      const reason = cause instanceof NativeError ? cause.message : '';
      throw new NativeError(`${path} is not JSON: ${reason}`);
    }
  }

  #requireOf(path: string): (request: unknown) => unknown {
    const folder = folderOf(path);
    return (request) => {
      if (typeof request !== 'string' || request === '')
        throw new NativeError('require needs the path of a file.');
      // The engine hands text over to the host side up to the first NUL, and no file has one in its name.
      const found = indexOf(request, '\0') < 0 ? this.#host.resolve(folder, request) : '';
      if (found === '') {
        throw new NativeError(
          `Cannot find module '${request}' from ${path}. Only files inside the mini program's folder can be required; ` +
            "a relative path begins with './', a package is in miniprogram_npm.",
        );
      }
      return this.run(found);
    };
  }
}

function folderOf(path: string): string {
  for (let i = path.length - 1; i >= 0; i--) if (path[i] === '/') return slice(path, 0, i);
  return '';
}
