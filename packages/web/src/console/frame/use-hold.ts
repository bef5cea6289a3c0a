import { useEffect, useEffectEvent } from 'react';

/**
 * Keeps whoever uses the page where they are, as long as something is on it that cannot be had again. Leaving the page is
 * asked about by the browser; going to another place of the console, by Back too, is taken back and told to `onTry`.
 */
export function useHold(held: boolean, onTry: () => void): void {
  const tell = useEffectEvent(onTry);
  useEffect(() => {
    if (!held) return undefined;
    const here = window.location.hash;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before the router hears of it: the screen, and what is on it, stays as it is.
    const goBack = (event: Event) => {
      if (window.location.hash === here) return;
      event.stopImmediatePropagation();
      window.history.pushState(null, '', here);
      tell();
    };
    window.addEventListener('beforeunload', ask);
    window.addEventListener('popstate', goBack, { capture: true });
    window.addEventListener('hashchange', goBack, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', ask);
      window.removeEventListener('popstate', goBack, { capture: true });
      window.removeEventListener('hashchange', goBack, { capture: true });
    };
  }, [held]);
}
