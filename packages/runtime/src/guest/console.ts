import { bridgeLimits, type ConsoleLevel } from '../bridge/protocol.ts';
import { type Host, post } from './channel.ts';
import { type List, list, slice, table, toText } from './primordials.ts';
import { render } from './render.ts';
import { stackHere } from './stack.ts';

type ConsoleMethod = (...args: unknown[]) => void;

/** The program's `console`. What is printed crosses as text; objects are read here, where their getters live. */
export function createConsole(host: Host): Record<string, ConsoleMethod> {
  const timers = table<string, number>();
  const counts = table<string, number>();
  let indent = '';

  const print = (level: ConsoleLevel, args: readonly unknown[]) => {
    const texts: List<string> = list();
    let room: number = bridgeLimits.consoleText;
    for (let i = 0; i < args.length && room > 0; i++) {
      const text = slice(render(args[i]), 0, room);
      texts[i] = i === 0 ? indent + text : text;
      room -= text.length;
    }
    post(host, ['console', level, texts as unknown as readonly string[], stackHere()]);
  };
  const at =
    (level: ConsoleLevel): ConsoleMethod =>
    (...args) =>
      print(level, args);

  return {
    debug: at('debug'),
    log: at('log'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    dir: at('log'),
    table: at('log'),
    trace: at('debug'),
    assert(condition, ...args) {
      if (condition) return;
      const all: unknown[] = ['Assertion failed'];
      for (let i = 0; i < args.length; i++) all[i + 1] = args[i];
      print('error', all);
    },
    group(...args) {
      if (args.length > 0) print('log', args);
      if (indent.length < 40) indent += '  ';
    },
    groupEnd() {
      indent = slice(indent, 2);
    },
    groupCollapsed(...args) {
      this.group?.(...args);
    },
    clear() {},
    time(label = 'default') {
      timers.set(toText(label), host.clock());
    },
    timeEnd(label = 'default') {
      const started = timers.get(toText(label));
      if (started === undefined) return;
      timers.delete(toText(label));
      print('log', [`${toText(label)}: ${toText((host.clock() - started) | 0)} ms`]);
    },
    count(label = 'default') {
      const count = (counts.get(toText(label)) ?? 0) + 1;
      counts.set(toText(label), count);
      print('log', [`${toText(label)}: ${count}`]);
    },
  };
}
