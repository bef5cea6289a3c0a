import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

/**
 * A screen whose code is loaded when it is first shown. Where the browser has no connection it waits for one, as
 * everything else does.
 *
 * @example
 * const AccountScreen = lazyScreen(async () => (await import('./account-screen.tsx')).AccountScreen);
 */
export function lazyScreen<P>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => ({ default: await persist(load) }));
}

async function persist<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (problem) {
      if (navigator.onLine) throw problem;
      await new Promise((resolve) => window.addEventListener('online', resolve, { once: true }));
      reloadSheets();
    }
  }
}

/** Asks anew for the style sheets that could not be had: what loads the code asks for each only once. */
function reloadSheets(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    if (link.sheet === null) link.replaceWith(link.cloneNode());
  }
}
