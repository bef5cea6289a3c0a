const MiB = 1024 * 1024;
const leastMemory = 16 * MiB;
const mostMemory = 2048 * MiB;
const longestWait = 2 ** 31 - 1;

interface Watchdog {
  /** Milliseconds that the program may run before it comes back, then it is interrupted; default 5000. */
  readonly budget?: number;
  /** Milliseconds beyond that, then it is terminated; default 2000. */
  readonly margin?: number;
  /** How often it may be interrupted before it is ended; default 3. */
  readonly overruns?: number;
}

/** What bounds one sandbox. */
export interface SandboxLimits {
  /** Bytes of memory for everything of the program; default 128 MiB, from 16 MiB to 2 GiB. */
  readonly memoryLimit?: number;
  /** The watch over loops. */
  readonly watchdog?: Watchdog;
}

/** The limits with their defaults. */
export interface CheckedLimits extends Required<Watchdog> {
  readonly memoryLimit: number;
}

/** @throws TypeError if a limit is not a number in its range */
export function checkedLimits({ memoryLimit = 128 * MiB, watchdog = {} }: SandboxLimits): CheckedLimits {
  if (typeof watchdog !== 'object' || watchdog === null) {
    throw new TypeError('watchdog must be an object with budget, margin or overruns.');
  }
  const { budget = 5000, margin = 2000, overruns = 3 } = watchdog;
  return {
    memoryLimit: wholeNumber('memoryLimit', memoryLimit, leastMemory, mostMemory),
    budget: wholeNumber('watchdog.budget', budget, 1, longestWait),
    margin: wholeNumber('watchdog.margin', margin, 1, longestWait),
    overruns: wholeNumber('watchdog.overruns', overruns, 1, longestWait),
  };
}

/** @throws TypeError unless the options name exactly one thing to run, and the rest is of the right type */
export function checkProgramOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('createMiniProgram needs an object of options.');
  }
  const { directory, source, storageDirectory, onConsole, traceCalls, consoleValues } = options as Record<
    string,
    unknown
  >;
  if ((directory === undefined) === (source === undefined)) {
    throw new TypeError('Give either directory, the folder of a mini program, or source, a script as text.');
  }
  for (const [name, value] of Object.entries({ directory, source, storageDirectory })) {
    if (value !== undefined && typeof value !== 'string') throw new TypeError(`${name} must be a text.`);
  }
  if (directory === '' || storageDirectory === '') {
    throw new TypeError(`${directory === '' ? 'directory' : 'storageDirectory'} must name a folder.`);
  }
  for (const [name, value] of Object.entries({ traceCalls, consoleValues })) {
    if (value !== undefined && typeof value !== 'boolean')
      throw new TypeError(`${name} must be true or false.`);
  }
  if (onConsole !== undefined && typeof onConsole !== 'function') {
    throw new TypeError('onConsole must be a function.');
  }
}

function wholeNumber(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  throw new TypeError(`${name} must be a whole number from ${least} to ${most}, not ${String(value)}.`);
}
