import type { ConsoleKind, ConsoleLevel, ConsoleValue } from './bridge/protocol.ts';
import { tellHost } from './host-console.ts';

/** One line of the program's console. */
export interface ConsoleMessage {
  readonly level: ConsoleLevel;
  /** The arguments as text: strings as they are, objects with what they hold. */
  readonly args: readonly string[];
  /** Where in the program it was printed, as `file:line:column`. */
  readonly source?: string;
  /** The arguments to unfold, where the option `consoleValues` is set; so is what follows. */
  readonly values?: readonly ConsoleValue[];
  /** What was called, where it is no plain line; `groupEnd` and `clear` print nothing. */
  readonly kind?: ConsoleKind;
  /** In how many groups the line is. */
  readonly depth?: number;
  /** Of `console.trace`: the program's own frames. */
  readonly stack?: string;
}

/** Something in the program threw and nobody caught it, or the watchdog broke it off. */
export interface ProgramFault {
  readonly message: string;
  /** The program's own frames, one a line, each with `file:line:column`. */
  readonly stack: string;
  /** The innermost of them, as `file:line:column`, where there is one. */
  readonly source?: string;
  /** Which part of the program: `app.js`, `App.onLaunch`, `the success callback of request`. */
  readonly where: string;
}

/** A name of the platform that this host does not have. */
export interface UnsupportedName {
  readonly name: string;
}

/** Where a network call was made. It comes after the network's own event of the call. */
export interface CallPlace {
  /** The number that the network's events have of the call. */
  readonly id: number;
  /** As `file:line:column`. */
  readonly source: string;
}

/** How the program ended. */
export interface ProgramExit {
  /**
   * `closed` by the host; out of `memory`; ended by the `watchdog`; `crash`: a fault of the sandbox, or
   * nesting too deep for it.
   */
  readonly reason: 'closed' | 'memory' | 'watchdog' | 'crash';
  readonly message: string;
}

export interface ProgramEvents {
  console: ConsoleMessage;
  error: ProgramFault;
  unsupported: UnsupportedName;
  /** Only where the option `traceCalls` is set. */
  call: CallPlace;
  exit: ProgramExit;
}

type Listener<K extends keyof ProgramEvents> = (event: ProgramEvents[K]) => void;

/** Tells of events; what a listener throws is told on the host's console and disturbs nobody. */
export class ProgramEmitter {
  readonly #listeners = new Map<keyof ProgramEvents, Set<(event: never) => void>>();

  on<K extends keyof ProgramEvents>(name: K, listener: Listener<K>): () => void {
    let set = this.#listeners.get(name);
    if (set === undefined) this.#listeners.set(name, (set = new Set()));
    set.add(listener);
    return () => void set.delete(listener);
  }

  emit<K extends keyof ProgramEvents>(name: K, event: ProgramEvents[K]): void {
    const set = this.#listeners.get(name) as Set<Listener<K>> | undefined;
    for (const listener of set ?? []) {
      try {
        listener(event);
      } catch (error) {
        tellHost(`A listener of the program event "${name}" threw:`, error);
      }
    }
  }
}
