import type { HostProfile } from '@minigate/policy';
import type { Clock } from './clock.ts';
import type { LifecycleState } from './events.ts';

interface LifecycleOptions {
  readonly clock: Clock;
  readonly background: HostProfile['background'];
  readonly onChange: (state: LifecycleState) => void;
  /** The grace has passed: whatever is unfinished is interrupted. */
  readonly onGraceOver: () => void;
}

/**
 * Where the mini program is in its life. Rule 11.
 *
 * ```text
 *              enterBackground            grace passes
 *  foreground ─────────────────▶ background ──────────▶ suspended
 *      ▲                             │                      │
 *      └──────── enterForeground ────┴──────────────────────┘
 *  every state ── close ──▶ closed
 * ```
 */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  #state: LifecycleState = 'foreground';
  #endGrace: () => void = () => {};

  constructor(options: LifecycleOptions) {
    this.#options = options;
  }

  get state(): LifecycleState {
    return this.#state;
  }

  /** Whether a call made now may start at all. */
  get admits(): boolean {
    if (this.#state === 'foreground') return true;
    return this.#state === 'background' && this.#options.background.startedInGrace === 'allow';
  }

  /** Whether calls that wait may leave the queue. */
  get dispatchesQueued(): boolean {
    return this.#state === 'foreground';
  }

  enterBackground(): void {
    if (this.#state !== 'foreground') return;
    const { clock, background, onGraceOver } = this.#options;
    this.#endGrace = clock.after(background.grace, () => {
      this.#move('suspended');
      onGraceOver();
    });
    this.#move('background');
  }

  enterForeground(): void {
    if (this.#state !== 'background' && this.#state !== 'suspended') return;
    this.#move('foreground');
  }

  close(): void {
    if (this.#state !== 'closed') this.#move('closed');
  }

  #move(state: LifecycleState): void {
    if (state !== 'background') this.#endGrace();
    this.#state = state;
    this.#options.onChange(state);
  }
}
