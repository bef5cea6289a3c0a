import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, use } from 'react';
import { Loading } from '../ui/states.tsx';
import { SimulationProvider } from './feed/simulation-context.tsx';
import { Workbench } from './layout/workbench.tsx';

/** What the simulator tells is told by the feed: nothing is asked again only because somebody looks at the page. */
const client = new QueryClient({
  defaultOptions: { queries: { refetchOnWindowFocus: false, retry: false }, mutations: { retry: false } },
});

/**
 * The window on a running mini program.
 *
 * @param session settles when the token was exchanged, or was none that holds; the feed says whether the page may stay
 */
export function Simulator({ session }: { session: Promise<void> }) {
  return (
    <QueryClientProvider client={client}>
      <Suspense fallback={<Loading />}>
        <Begun session={session} />
      </Suspense>
    </QueryClientProvider>
  );
}

function Begun({ session }: { session: Promise<void> }) {
  use(session);
  return (
    <SimulationProvider>
      <Workbench />
    </SimulationProvider>
  );
}
