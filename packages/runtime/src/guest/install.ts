import { entries, type GuestConfig, type ServiceEvent, type SocketEvent } from '../bridge/protocol.ts';
import { App } from './app.ts';
import { Calls } from './calls.ts';
import type { Host } from './channel.ts';
import { createConsole } from './console.ts';
import { Discovery } from './discovery.ts';
import { Modules } from './modules.ts';
import { Outcomes } from './outcome.ts';
import { defineProperty, parseJson } from './primordials.ts';
import { inert } from './stand-in.ts';
import { Steps } from './steps.ts';
import { Storage } from './storage.ts';
import { Sockets } from './sockets.ts';
import { Timers } from './timers.ts';
import { Transfers } from './transfers.ts';
import { Unsupported } from './unsupported.ts';
import { createWx } from './wx.ts';

/** How the worker calls in: why, and what comes with it. */
type Enter = (entry: number, first?: unknown, second?: unknown, third?: unknown) => void;

/**
 * Makes the world that a mini program sees and gives the one way in. It is called once, in a fresh sandbox,
 * before any code of the program runs.
 */
export function install(
  send: Host['send'],
  clock: Host['clock'],
  full: () => number,
  resolve: Host['resolve'],
  load: Host['load'],
  cells: ArrayBuffer,
  configText: string,
): Enter {
  const host: Host = { send, clock, full: () => full() === 1, resolve, load };
  const config = parseJson(configText) as GuestConfig;
  const steps = new Steps(host);
  const timers = new Timers(host, steps, new Float64Array(cells));
  const outcomes = new Outcomes(timers, steps);
  const unsupported = new Unsupported(host, outcomes);
  const calls = new Calls(config, host, steps);
  const transfers = new Transfers(host, { steps, calls });
  const sockets = new Sockets(config, { steps, calls, timers });
  const app = new App(config, { steps, timers, modules: new Modules(host) });
  const storage = new Storage(host, config);
  const discovery = new Discovery(host, { steps, outcomes });
  const wx = createWx({ config, transfers, sockets, timers, storage, outcomes, unsupported, app, discovery });
  publish({
    wx,
    mp: wx,
    console: createConsole(host, config),
    setTimeout: (run: unknown, delay?: unknown, ...args: unknown[]) => timers.setTimeout(run, delay, args),
    setInterval: (run: unknown, delay?: unknown, ...args: unknown[]) => timers.setInterval(run, delay, args),
    clearTimeout: (id: unknown) => timers.clear(id),
    clearInterval: (id: unknown) => timers.clear(id),
    App: (options: unknown) => app.registerApp(options),
    Page: (options: unknown) => app.registerPage(options),
    Component: () => unsupported.report('Component'),
    Behavior: (options: unknown) => {
      unsupported.report('Behavior');
      return options;
    },
    requirePlugin: () => {
      unsupported.report('requirePlugin');
      return inert();
    },
    getApp: (options?: unknown) => app.getApp(options),
    getCurrentPages: () => app.getCurrentPages(),
  });

  return (entry, first, second, third) => {
    switch (entry) {
      case entries.start:
        app.start(first as string);
        break;
      case entries.deliver:
        deliver(first as string, second);
        break;
      case entries.tick:
        timers.tick();
        break;
      case entries.interrupted:
        steps.interrupted(first as string, second as string, third as string);
        return;
      case entries.resume:
        break;
      case entries.rejected:
        app.rejected(first);
        break;
    }
    steps.drain();
  };

  function deliver(text: string, body: unknown): void {
    const head = parseJson(text) as readonly unknown[];
    const kind = head[0];
    if (kind === 'shown') app.shown();
    else if (kind === 'hidden') app.hidden();
    else if (kind === 'connection') app.connected(head[1] as string);
    else if (kind === 'discovered') discovery.answered(head[1] as number, head[2] === true, head[3]);
    else if (kind === 'service') discovery.told(head[1] as ServiceEvent, head[2]);
    else if (kind === 'message') sockets.message(head[1] as number, head[2] as string, body);
    else if (kind === 'socket') sockets.told(head[1] as number, head[2] as SocketEvent, head[3]);
    else if (kind === 'headers' || kind === 'progress' || kind === 'chunk') transfers.told(kind, head, body);
    else calls.receive(kind as string, head, body);
  }
}

/** Sets the globals, and takes away what could make a program wait or share memory. */
function publish(globals: Record<string, unknown>): void {
  for (const name in globals) {
    defineProperty(globalThis, name, {
      value: globals[name],
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }
  for (const name of ['SharedArrayBuffer', 'Atomics']) Reflect.deleteProperty(globalThis, name);
}
