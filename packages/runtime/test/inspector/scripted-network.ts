import type { NetworkEvents } from '@minigate/network';

type Listener<K extends keyof NetworkEvents> = (event: NetworkEvents[K]) => void;

/** The watching side of a network, played by a test. */
export class ScriptedNetwork {
  readonly #listeners = new Map<keyof NetworkEvents, Set<(event: never) => void>>();

  on<K extends keyof NetworkEvents>(name: K, listener: Listener<K>): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  }

  emit<K extends keyof NetworkEvents>(name: K, event: NetworkEvents[K]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<K>)(event);
  }

  get listening(): boolean {
    return [...this.#listeners.values()].some((set) => set.size > 0);
  }
}
