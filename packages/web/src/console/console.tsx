import { useState } from 'react';
import { Router } from 'wouter';
import { ApiProvider } from './api/api-provider.tsx';
import { Entrance } from './entrance.tsx';
import { FocusMemory } from './frame/focus-memory.ts';
import { usePlace } from './frame/place.ts';
import { FocusContext } from './frame/use-title.ts';
import { SessionProvider } from './session/session.tsx';

interface ConsoleProps {
  /** What asks the platform; the browser's own where none is given. */
  readonly fetch?: typeof fetch;
  /** What begins the page anew. */
  readonly reload?: () => void;
}

/** The console of a platform. */
export function Console({ fetch, reload = reloadPage }: ConsoleProps) {
  const [focus] = useState(() => new FocusMemory());
  return (
    <ApiProvider fetch={fetch}>
      <SessionProvider reload={reload}>
        {/* The router calls it as a hook. */}
        {/* oxlint-disable-next-line react/hooks */}
        <Router hook={usePlace}>
          <FocusContext value={focus}>
            <Entrance />
          </FocusContext>
        </Router>
      </SessionProvider>
    </ApiProvider>
  );
}

function reloadPage(): void {
  window.location.reload();
}
