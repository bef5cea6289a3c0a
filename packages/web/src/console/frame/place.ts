import { useSyncExternalStore } from 'react';
import { navigate as navigateHash, useHashLocation } from 'wouter/use-hash-location';

interface NavigateOptions {
  readonly replace?: boolean;
}

/**
 * Where somebody is in the console: the path behind the `#` of the address, to which `?` and a query may follow. For the
 * router of wouter, whose own hook has no query behind the `#`.
 */
export function usePlace(): [string, typeof navigate] {
  const [location] = useHashLocation();
  return [location.replace(/\?.*$/s, ''), navigate];
}

usePlace.hrefs = (path: string) => `#${path}`;
usePlace.searchHook = () => useSyncExternalStore(subscribe, currentQuery);

function navigate(to: string, { replace = false }: NavigateOptions = {}): void {
  if (!to.includes('?')) {
    navigateHash(to, { replace });
    return;
  }
  history[replace ? 'replaceState' : 'pushState'](null, '', `#${to}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function currentQuery(): string {
  return /\?(.*)$/s.exec(location.hash)?.[1] ?? '';
}
