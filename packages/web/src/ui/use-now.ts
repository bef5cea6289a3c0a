import { useCallback, useSyncExternalStore } from 'react';

/** The time, in steps of this distance, while something goes on; else as it was when it was drawn last. */
export function useNow(active: boolean, distance = 250): number {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!active) return () => {};
      const timer = setInterval(listener, distance);
      return () => clearInterval(timer);
    },
    [active, distance],
  );
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / distance) * distance);
}
