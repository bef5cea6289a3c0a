import { useCallback, useEffect, useRef } from 'react';

/**
 * Hears when somebody signs in or out in another tab: all tabs of a browser have one session.
 *
 * @param onChange what looks who is signed in now
 * @returns what tells the other tabs
 */
export function useOtherTabs(onChange: () => Promise<void>): () => void {
  const channel = useRef<BroadcastChannel>(undefined);
  useEffect(() => {
    const opened = new BroadcastChannel('minigate.session');
    opened.addEventListener('message', () => void onChange());
    channel.current = opened;
    return () => opened.close();
  }, [onChange]);
  return useCallback(() => channel.current?.postMessage(null), []);
}
