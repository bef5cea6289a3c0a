import type { Meter } from '../bridge/meter.ts';

interface Watched {
  readonly meter: Meter;
  /** Milliseconds that one entry may take before the worker is given up. */
  readonly patience: number;
  readonly onStuck: () => void;
  pulse: number;
  since: number;
}

/** How often the pulses are looked at. */
const period = 100;

const watched = new Set<Watched>();
let timer: NodeJS.Timeout | undefined;
let lastLook = 0;

/**
 * Looks after the workers whose program does not come back from an entry, not even by the interruption of
 * its own watchdog: one timer for all of them, and a look into shared memory for each. Gives the way to end it.
 */
export function watchPulse(meter: Meter, patience: number, onStuck: () => void): () => void {
  const one: Watched = { meter, patience, onStuck, pulse: meter.pulse(), since: performance.now() };
  watched.add(one);
  if (timer === undefined) {
    lastLook = performance.now();
    timer = setInterval(look, period);
    timer.unref();
  }
  return () => {
    watched.delete(one);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function look(): void {
  const now = performance.now();
  // Where this process itself stood still, nothing can be said of the workers.
  const asleep = now - lastLook > 10 * period;
  lastLook = now;
  for (const one of watched) {
    const pulse = one.meter.pulse();
    const inside = (pulse & 1) === 1;
    if (asleep || !inside || pulse !== one.pulse) {
      one.pulse = pulse;
      one.since = now;
    } else if (now - one.since > one.patience) {
      watched.delete(one);
      one.onStuck();
    }
  }
}
