import type { ApiProblem } from './api-problem.ts';

interface Waiting {
  readonly passed: Promise<void>;
  readonly open: () => void;
  readonly refuse: (problem: ApiProblem) => void;
  readonly problem: ApiProblem;
}

/**
 * Where calls wait whose session has ended. It is shut from the first of them until somebody signs in, which lets all of
 * them go on, or gives up, which lets all of them fail.
 */
export class SessionGate {
  readonly #listeners = new Set<() => void>();
  #waiting: Waiting | undefined;
  #entries = 0;

  /** How often somebody has signed in. */
  get entries(): number {
    return this.#entries;
  }

  readonly isShut = (): boolean => this.#waiting !== undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Waits until somebody has signed in.
   *
   * @param entries how often somebody had, when the call began: one that is older than the last time goes on at once
   * @throws ApiProblem the given one, if nobody signs in
   */
  async pass(entries: number, problem: ApiProblem): Promise<void> {
    if (entries !== this.#entries) return;
    if (this.#waiting === undefined) {
      this.#waiting = wait(problem);
      this.#tell();
    }
    await this.#waiting.passed;
  }

  signedIn(): void {
    this.#entries += 1;
    this.#leave()?.open();
  }

  giveUp(): void {
    const waiting = this.#leave();
    waiting?.refuse(waiting.problem);
  }

  #leave(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#tell();
    return waiting;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function wait(problem: ApiProblem): Waiting {
  let open: () => void = () => undefined;
  let refuse: (problem: ApiProblem) => void = () => undefined;
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve;
    refuse = reject;
  });
  return { passed, open, refuse, problem };
}
