import type { ServiceBrowser } from '../discovery/browser.ts';

/** A local network without services: a search begins at once, and finds nothing. */
export const emptyLocalNetwork: ServiceBrowser = {
  browse(_type, listener) {
    let stopped = false;
    queueMicrotask(() => {
      if (!stopped) listener.onReady();
    });
    return {
      stop() {
        stopped = true;
        return Promise.resolve();
      },
    };
  },
};
