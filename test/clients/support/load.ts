import { compileFunction } from 'node:vm';

/** What Node has and a mini program has not; a client that finds one of them takes another way. */
const strangers = [
  'process',
  'require',
  'Buffer',
  'global',
  'fetch',
  'WebSocket',
  'navigator',
  'XMLHttpRequest',
  'window',
  'document',
  'self',
  'location',
  'localStorage',
];

/** What every mini program has beside `wx`. */
const natives = {
  App: () => undefined,
  Page: () => undefined,
  Component: () => undefined,
  Behavior: () => undefined,
  getApp: () => undefined,
  getCurrentPages: () => [],
  requirePlugin: () => ({}),
};

/**
 * Runs a script with these globals and gives what it exports. They are the parameters of a function around the script,
 * so that nothing outside of it changes, and every load is a fresh one.
 */
export function load<Exports>(code: string, globals: Record<string, unknown>): Exports {
  const module = { exports: {} };
  const given: Record<string, unknown> = {
    ...Object.fromEntries(strangers.map((name) => [name, undefined])),
    ...natives,
    globalThis: { ...natives, ...globals },
    module,
    exports: module.exports,
    ...globals,
  };
  const run = compileFunction(code, Object.keys(given)) as (...values: unknown[]) => void;
  run(...Object.values(given));
  return module.exports as Exports;
}
