import { afterItems, nothingTold, type Simulation } from '../model/simulation.ts';
import { FeedClient, type FeedConnection, type FeedSurroundings } from './feed-client.ts';

/** What the page shows: the simulation as the feed told it, and how the feed is. */
export interface Snapshot {
  readonly simulation: Simulation;
  readonly connection: FeedConnection;
}

/** Keeps what the feed tells, for React's `useSyncExternalStore`. */
export class SimulationStore {
  #snapshot: Snapshot = { simulation: nothingTold, connection: { state: 'connecting' } };
  readonly #listeners = new Set<() => void>();
  readonly #feed: FeedClient;

  constructor(surroundings: FeedSurroundings) {
    this.#feed = new FeedClient(surroundings, {
      onItems: (items) => this.#become({ simulation: afterItems(this.#snapshot.simulation, items) }),
      onReset: () => this.#become({ simulation: nothingTold }),
      onConnection: (connection) => this.#become({ connection }),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.#snapshot;

  retry(): void {
    this.#feed.retry();
  }

  close(): void {
    this.#feed.close();
  }

  #become(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
