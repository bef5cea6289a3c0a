import { parentPort, workerData } from 'node:worker_threads';
import { GuestPort } from '../bridge/guest-port.ts';
import { Meter } from '../bridge/meter.ts';
import type { ToWorker } from '../bridge/protocol.ts';
import { Guest, Overrun } from './guest.ts';
import { EngineLost } from './engine-lost.ts';
import type { WorkerData } from './worker-data.ts';

/** Longest time that one Node timer waits. */
const longestWait = 2 ** 31 - 1;

/**
 * The worker of one program: it lets the guest in for what is next, a message or a timer, in the order in
 * which they came about; or for nothing, while the program is suspended.
 */
async function main(): Promise<void> {
  if (parentPort === null) throw new Error('This file runs as a worker.');
  const data = workerData as WorkerData;
  setDate(data.clockOffset);
  const meter = new Meter(data.meter);
  const port = new GuestPort(parentPort, meter);
  const guest = new Guest(data, port, meter);
  let life: 'created' | 'starting' | 'started' | 'dead' = 'created';
  let networkType = '';
  let frozen = false;
  let alarm: NodeJS.Timeout | undefined;
  let pause: NodeJS.Immediate | undefined;

  function attempt(enter: () => void): void {
    try {
      enter();
      port.flush(guest.oneShots);
    } catch (error) {
      life = 'dead';
      if (error instanceof Overrun) port.fatal('watchdog', error.message);
      else if (error instanceof EngineLost) port.fatal(error.reason, error.message);
      else port.fatal('crash', error instanceof Error ? error.message : String(error));
    }
  }

  /** What is next in line: the start, then deliveries and timers, oldest first. */
  function next(): (() => void) | undefined {
    if (life === 'created' || frozen || life === 'dead') return undefined;
    if (life === 'starting') {
      life = 'started';
      return () => {
        guest.start(networkType);
        port.delivered();
      };
    }
    const message = port.next;
    if (guest.nextDue <= (message?.arrived ?? performance.now())) return () => guest.tick();
    if (message === undefined) return undefined;
    port.take();
    return () => {
      guest.deliver(message.head, message.body);
      port.delivered();
    };
  }

  /** Lets the guest in for everything that is due; then sleeps until the next timer. */
  function pump(): void {
    clearTimeout(alarm);
    clearImmediate(pause);
    for (let turns = 0; turns < 64; turns++) {
      const enter = next();
      if (enter === undefined) {
        sleep();
        return;
      }
      attempt(enter);
    }
    pause = setImmediate(pump);
  }

  function sleep(): void {
    if (life !== 'started' || frozen || guest.nextDue === Number.POSITIVE_INFINITY) return;
    const wait = Math.ceil(guest.nextDue - performance.now());
    alarm = setTimeout(pump, Math.min(Math.max(wait, 1), longestWait));
  }

  await guest.install();
  parentPort.on('message', (message: ToWorker) => {
    if (message === 'freeze') frozen = true;
    else if (message === 'thaw') frozen = false;
    else if (Array.isArray(message)) port.receive(message, performance.now());
    else {
      life = 'starting';
      networkType = message.networkType;
    }
    pump();
  });
  port.ready();
}

/**
 * QuickJS takes its time from the `Date` of this thread. Nothing else here goes by it: timers and the watchdog have
 * a clock that is never put forward or back.
 */
function setDate(offset: number): void {
  const { now } = Date;
  if (offset !== 0) Date.now = () => now() + offset;
}

void main();
