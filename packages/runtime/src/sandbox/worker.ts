import { parentPort, workerData } from 'node:worker_threads';
import { GuestPort } from '../bridge/guest-port.ts';
import { Meter } from '../bridge/meter.ts';
import type { ToWorker } from '../bridge/protocol.ts';
import { Guest, Overrun } from './guest.ts';
import { EngineLost } from './quickjs.ts';
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
  const meter = new Meter(data.meter);
  const port = new GuestPort(parentPort, meter);
  const guest = new Guest(data, port, meter);
  let frozen = false;
  let dead = false;
  let alarm: NodeJS.Timeout | undefined;

  function attempt(enter: () => void): void {
    if (dead) return;
    try {
      enter();
      port.flush(guest.oneShots);
    } catch (error) {
      dead = true;
      port.flush(0);
      if (error instanceof Overrun) port.fatal('watchdog', error.message);
      else if (error instanceof EngineLost) port.fatal(error.reason, error.message);
      else port.fatal('crash', error instanceof Error ? error.message : String(error));
    }
  }

  /** Everything that is due, oldest first; then sleeps until the next timer. */
  function pump(): void {
    clearTimeout(alarm);
    let turns = 0;
    while (!frozen && !dead) {
      const message = port.inbox[0];
      const due = guest.nextDue;
      const timerFirst = due <= (message?.arrived ?? performance.now());
      if (!timerFirst && message === undefined) break;
      if (timerFirst) {
        attempt(() => guest.tick());
      } else if (message !== undefined) {
        port.inbox.shift();
        attempt(() => {
          guest.deliver(message.head, message.body);
          port.delivered(message.head);
        });
      }
      turns += 1;
      if (turns >= 64) {
        setImmediate(pump);
        return;
      }
    }
    if (!frozen && !dead && guest.nextDue < Number.POSITIVE_INFINITY) {
      alarm = setTimeout(
        pump,
        Math.min(Math.max(Math.ceil(guest.nextDue - performance.now()), 1), longestWait),
      );
    }
  }

  await guest.install();
  parentPort.on('message', (message: ToWorker) => {
    if (message === 'freeze') frozen = true;
    else if (message === 'thaw') frozen = false;
    else if (message === 'start') {
      attempt(() => {
        guest.start();
        port.delivered('');
      });
    } else port.receive(message, performance.now());
    pump();
  });
  port.ready();
}

void main();
