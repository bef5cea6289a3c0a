import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, use } from 'react';
import { Loading } from '../ui/states.tsx';
import { SimulationContext } from './feed/simulation-context.tsx';
import type { SimulationStore } from './feed/simulation-store.ts';
import { Workbench } from './layout/workbench.tsx';

/** What the simulator tells is told by the feed: nothing is asked again only because somebody looks at the page. */
const client = new QueryClient({
  defaultOptions: { queries: { refetchOnWindowFocus: false, retry: false }, mutations: { retry: false } },
});

/**
 * The window on a running mini program.
 *
 * @param store is there when the token of the address was exchanged
 */
export function Simulator({ store }: { store: Promise<SimulationStore> }) {
  return (
    <QueryClientProvider client={client}>
      <Suspense fallback={<Loading />}>
        <Begun store={store} />
      </Suspense>
    </QueryClientProvider>
  );
}

function Begun({ store }: { store: Promise<SimulationStore> }) {
  return (
    <SimulationContext value={use(store)}>
      <Workbench />
    </SimulationContext>
  );
}
