import { useEffect, useState } from 'react';

/** The time, read again at this distance while something goes on. */
export function useNow(active: boolean, distance = 250): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!active) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), distance);
    return () => clearInterval(timer);
  }, [active, distance]);
  return now;
}
