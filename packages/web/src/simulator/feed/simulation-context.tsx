import { createContext, use, useSyncExternalStore } from 'react';
import type { Simulation } from '../model/simulation.ts';
import type { FeedConnection } from './feed-client.ts';
import type { SimulationStore } from './simulation-store.ts';

/** What the feed tells, for everything inside it. */
export const SimulationContext = createContext<SimulationStore | undefined>(undefined);

function useStore(): SimulationStore {
  const store = use(SimulationContext);
  if (store === undefined) throw new Error('Nothing listens to the simulator: SimulationContext is missing.');
  return store;
}

/**
 * One part of what is known; the component is drawn again when that part is another one.
 *
 * @example
 * const calls = useSimulation(({ calls }) => calls);
 */
export function useSimulation<T>(select: (simulation: Simulation) => T): T {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => select(store.snapshot().simulation));
}

/** How the feed is, and how to try again at once. */
export function useFeed(): { readonly connection: FeedConnection; readonly retry: () => void } {
  const store = useStore();
  const connection = useSyncExternalStore(store.subscribe, () => store.snapshot().connection);
  return { connection, retry: () => store.retry() };
}
