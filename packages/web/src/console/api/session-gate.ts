import type { ApiProblem } from './api-problem.ts';

/** What a call knows of the session that it began in. */
export interface Ticket {
  /** Who was signed in, by user id; undefined where nobody was. */
  readonly person: string | undefined;
  /** How often somebody had signed in. */
  readonly entries: number;
}

interface Waiting {
  readonly passed: Promise<void>;
  readonly open: () => void;
  readonly refuse: (problem: ApiProblem) => void;
  readonly problem: ApiProblem;
}

/**
 * Where calls wait whose session has ended. It is shut from the first of them until the one who made them signs in, which
 * lets all of them go on, or until that one gives up or another one signs in, which lets all of them fail: what somebody
 * began never runs in the name of another.
 */
export class SessionGate {
  readonly #listeners = new Set<() => void>();
  #waiting: Waiting | undefined;
  #person: string | undefined;
  #entries = 0;

  /** For a call that begins now. */
  get ticket(): Ticket {
    return { person: this.#person, entries: this.#entries };
  }

  readonly isShut = (): boolean => this.#waiting !== undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Waits until the one who made the call has signed in.
   *
   * @param ticket from when the call began: one that is older than the last sign-in of the same person goes on at once
   * @throws ApiProblem the given one, if that person does not sign in, or is not the one who is known any more
   */
  async pass({ person, entries }: Ticket, problem: ApiProblem): Promise<void> {
    if (person !== undefined && person !== this.#person) throw problem;
    if (entries !== this.#entries) return;
    if (this.#waiting === undefined) {
      this.#waiting = wait(problem);
      this.#tell();
    }
    await this.#waiting.passed;
  }

  /** @param person who signed in, by user id */
  signedIn(person: string): void {
    const before = this.#person;
    if (before !== undefined && before !== person) this.giveUp();
    this.#person = person;
    this.#entries += 1;
    this.#leave()?.open();
  }

  /** Nobody is signed in any more, and nobody is waited for. */
  signedOut(): void {
    this.giveUp();
    this.#person = undefined;
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
