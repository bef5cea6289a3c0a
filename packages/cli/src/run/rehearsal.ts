import { parseDuration } from '../duration.ts';
import { UsageError } from '../usage-error.ts';

/** Something that is to happen to the program at a moment of its run. */
export interface Step {
  /** Milliseconds from the start of the run. */
  readonly after: number;
  readonly action: 'background' | 'foreground';
}

/**
 * The steps of `--at`, in the order in which they happen.
 *
 * @throws UsageError if one is not written like `2s=background`
 */
export function parseSteps(texts: readonly string[]): Step[] {
  return texts.map(parseStep).sort((a, b) => a.after - b.after);
}

function parseStep(text: string): Step {
  const [time = '', action = ''] = text.split('=', 2);
  const after = parseDuration(time);
  if (after === undefined || (action !== 'background' && action !== 'foreground')) {
    throw new UsageError(
      `--at "${text}" is not understood. Write a time and what happens then: 2s=background or 9s=foreground.`,
    );
  }
  return { after, action };
}

/** Carries out steps at their times. */
export class Rehearsal {
  readonly #timers: NodeJS.Timeout[];
  /** Settles when the last step has happened, or never if it was stopped before. */
  readonly over: Promise<void>;

  constructor(steps: readonly Step[], perform: (step: Step) => void) {
    let left = steps.length;
    const { promise, resolve } = settler();
    this.over = promise;
    if (left === 0) resolve();
    this.#timers = steps.map((step) =>
      setTimeout(() => {
        perform(step);
        left -= 1;
        if (left === 0) resolve();
      }, step.after),
    );
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

function settler(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
