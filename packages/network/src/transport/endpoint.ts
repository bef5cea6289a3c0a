import type { DialPlan } from './dial.ts';
import { Line, type LineOptions } from './line.ts';

/**
 * The connections to one endpoint under one guard mode and one epoch. A line that has served a call serves
 * the next one, the latest first; how many there are is for the slots to bound.
 */
export class Endpoint {
  readonly plan: DialPlan;
  readonly #options: LineOptions;
  readonly #lines = new Set<Line>();
  #idle: Line[] = [];
  #retired = false;

  constructor(plan: DialPlan, options: LineOptions) {
    this.plan = plan;
    this.#options = options;
  }

  /** Of the head of an answer. */
  get headerBytes(): number {
    return this.#options.maxHeaderSize;
  }

  get unused(): boolean {
    return this.#lines.size === 0;
  }

  /** A line for one call, which gives it back with `give`, `putBack` or `drop`. */
  take(): Line {
    return this.#idle.pop() ?? this.takeFresh();
  }

  /** The same, but the line has no connection yet. */
  takeFresh(): Line {
    const line = new Line(this.plan, this.#options, (ended) => {
      if (this.#idle.includes(ended)) void this.drop(ended);
    });
    this.#lines.add(line);
    return line;
  }

  /** Whether a connection is kept that `take` would give. */
  get hasIdle(): boolean {
    return this.#idle.length > 0;
  }

  /** Whether it waits for a call. */
  keeps(line: Line): boolean {
    return this.#idle.includes(line);
  }

  give(line: Line): void {
    if (this.#retired) void this.drop(line);
    else {
      line.unusedSince = performance.now();
      this.#idle.push(line);
    }
  }

  /** Nothing was asked over the line: it is what it was before `take`. */
  putBack(line: Line): void {
    if (this.#retired || line.dial === undefined) void this.drop(line);
    else this.#idle.push(line);
  }

  drop(line: Line): Promise<void> {
    this.#lines.delete(line);
    this.#idle = this.#idle.filter((other) => other !== line);
    return line.end();
  }

  /** Ends what is idle now, and the rest when its call has ended. */
  retire(): void {
    this.#retired = true;
    for (const line of this.#idle) void this.drop(line);
  }

  /** Ends everything. */
  async end(): Promise<void> {
    this.#retired = true;
    await Promise.all([...this.#lines].map((line) => this.drop(line)));
  }
}
