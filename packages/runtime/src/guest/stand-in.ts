import { isCallable, NativeProxy, record, table } from './primordials.ts';

/** Names that the language itself asks for: whoever gets a function there takes the object for something else. */
const languageNames = ['then', 'toJSON', 'constructor', 'prototype', '__proto__', '__esModule', '$$typeof'];

const askedByTheLanguage = table<string, boolean>();
for (let i = 0; i < languageNames.length; i++) askedByTheLanguage.set(languageNames[i] ?? '', true);

export function isLanguageName(name: string): boolean {
  return askedByTheLanguage.has(name);
}

interface Conduct {
  /** What its members are. They are asked for by name; the names of the language have none. */
  readonly member: (name: string) => unknown;
  /** What a call gives. */
  readonly call?: (options: unknown) => unknown;
  /** Members that it has of its own. */
  readonly own?: Readonly<Record<string, unknown>>;
}

/** Something that can be called, made anew, written to and looked into without a TypeError. */
export function standIn({ member, call, own = {} }: Conduct): unknown {
  const kept = record<unknown>();
  kept.toString = kept.valueOf = () => '';
  for (const name in own) kept[name] = own[name];
  const handler = record<unknown>();
  handler.get = (target: object, name: unknown) => {
    if (typeof name !== 'string') return undefined;
    if (name in kept) return kept[name];
    if (isLanguageName(name)) return undefined;
    const inherited = (target as Record<string, unknown>)[name];
    return isCallable(inherited) ? inherited : member(name);
  };
  handler.set = (_: unknown, name: unknown, value: unknown) => {
    if (typeof name === 'string') kept[name] = value;
    return true;
  };
  handler.apply = (_: unknown, _self: unknown, args: readonly unknown[]) => call?.(first(args));
  handler.construct = (_: unknown, args: readonly unknown[]) => {
    call?.(first(args));
    return inert() as object;
  };
  return new NativeProxy(function () {}, handler);
}

/** The first argument; beyond the last, a list asks its prototype, which is the program's. */
function first(args: readonly unknown[]): unknown {
  return args.length === 0 ? undefined : args[0];
}

/** A stand-in all of whose members and results are the like. */
export function inert(): unknown {
  const itself: unknown = standIn({ member: () => itself, call: () => itself });
  return itself;
}
