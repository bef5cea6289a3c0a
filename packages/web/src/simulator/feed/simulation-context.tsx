import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { Simulation } from '../model/simulation.ts';
import { browserSurroundings } from './browser-surroundings.ts';
import type { FeedConnection } from './feed-client.ts';
import { SimulationStore } from './simulation-store.ts';

const StoreContext = createContext<SimulationStore | undefined>(undefined);

/** Listens to the simulator for everything inside it. */
export function SimulationProvider({ children }: { children: ReactNode }) {
  const [store, setStore] = useState<SimulationStore>();
  useEffect(() => {
    const opened = new SimulationStore(browserSurroundings);
    setStore(opened);
    const retry = () => opened.retry();
    window.addEventListener('online', retry);
    return () => {
      window.removeEventListener('online', retry);
      opened.close();
    };
  }, []);
  return store === undefined ? null : <StoreContext value={store}>{children}</StoreContext>;
}

function useStore(): SimulationStore {
  const store = use(StoreContext);
  if (store === undefined)
    throw new Error('Nothing listens to the simulator: SimulationProvider is missing.');
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
