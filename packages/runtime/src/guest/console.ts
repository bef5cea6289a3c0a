import { bridgeLimits, type ConsoleKind, type ConsoleLevel, type GuestConfig } from '../bridge/protocol.ts';
import { type Host, post } from './channel.ts';
import { consoleDetail } from './console-detail.ts';
import { type List, list, slice, table, toText } from './primordials.ts';
import { render } from './render.ts';
import { stackHere } from './stack.ts';

type ConsoleMethod = (...args: unknown[]) => void;

/** The program's `console`. What is printed crosses as text; objects are read here, where their getters live. */
export function createConsole(
  host: Host,
  { consoleValues = false }: Pick<GuestConfig, 'consoleValues'>,
): Record<string, ConsoleMethod> {
  const timers = table<string, number>();
  const counts = table<string, number>();
  let indent = '';
  let depth = 0;

  const print = (level: ConsoleLevel, args: readonly unknown[], kind?: ConsoleKind) => {
    const texts: List<string> = list();
    let room: number = bridgeLimits.consoleText;
    for (let i = 0; i < args.length && room > 0; i++) {
      const text = slice(render(args[i]), 0, room);
      texts[i] = i === 0 ? indent + text : text;
      room -= text.length;
    }
    say(level, texts, args, kind);
  };
  const say = (level: ConsoleLevel, texts: List<string>, args: readonly unknown[], kind?: ConsoleKind) => {
    const lines = texts as unknown as readonly string[];
    if (consoleValues) post(host, ['console', level, lines, stackHere(), consoleDetail(args, kind, depth)]);
    else post(host, ['console', level, lines, stackHere()]);
  };
  /** What prints nothing is told only where somebody shows it. */
  const tell = (kind: ConsoleKind) => {
    if (consoleValues) say('log', list(), [], kind);
  };
  const at =
    (level: ConsoleLevel, kind?: ConsoleKind): ConsoleMethod =>
    (...args) =>
      print(level, args, kind);
  const group =
    (kind: ConsoleKind): ConsoleMethod =>
    (...args) => {
      if (args.length > 0) print('log', args, kind);
      else tell(kind);
      depth += 1;
      if (indent.length < 40) indent += '  ';
    };

  return {
    debug: at('debug'),
    log: at('log'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    dir: at('log', 'dir'),
    table: at('log', 'table'),
    trace: at('debug', 'trace'),
    assert(condition, ...args) {
      if (condition) return;
      const all: unknown[] = ['Assertion failed'];
      for (let i = 0; i < args.length; i++) all[i + 1] = args[i];
      print('error', all);
    },
    group: group('group'),
    groupCollapsed: group('groupCollapsed'),
    groupEnd() {
      if (depth === 0) return;
      depth -= 1;
      if (depth < 20) indent = slice(indent, 2);
      tell('groupEnd');
    },
    clear() {
      depth = 0;
      indent = '';
      tell('clear');
    },
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
