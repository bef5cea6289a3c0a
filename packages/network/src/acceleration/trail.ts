import { isUnavailable } from './failures.ts';
import type { ChosenHop } from './observed-chooser.ts';
import type { Route } from './route.ts';

/** A server that has answered a hop. */
interface Answerer {
  readonly route: Route;
  readonly hop: ChosenHop;
  readonly origin: string;
}

/**
 * The way of one call from hop to hop. A server that leads it back to where it was would do so again: it is avoided by the
 * rest of the call. Where another one then leads out of the circle, it could not serve; until then it may be the program
 * that asks for a circle, and nobody is blamed. Rule 25.
 */
export class Trail {
  /** Method and URL of each hop, under the original name. */
  readonly #visited = new Set<string>();
  readonly #avoided = new Map<string, Answerer>();
  #last: Answerer | undefined;

  /** Origins of the servers that led the call back. */
  get avoided(): ReadonlySet<string> {
    return new Set(this.#avoided.keys());
  }

  /** @returns whether the call was there before */
  enter(method: string, url: string): boolean {
    const key = `${method} ${url}`;
    const again = this.#visited.has(key);
    this.#visited.add(key);
    if (!again) this.#wentOn();
    else if (this.#last !== undefined) this.#avoided.set(this.#last.origin, this.#last);
    this.#last = undefined;
    return again;
  }

  /** A server has answered the present hop. */
  answered(by: Answerer): void {
    this.#last = by;
  }

  /** The answer that counts is there. */
  arrived(status: number): void {
    if (!isUnavailable(status)) this.#wentOn();
  }

  #wentOn(): void {
    if (this.#last === undefined || this.#avoided.has(this.#last.origin)) return;
    const blamed = [...this.#avoided.values()];
    this.#avoided.clear();
    for (const { route, hop, origin } of blamed) route.chooser.failed(hop, origin, 'unavailable');
  }
}
