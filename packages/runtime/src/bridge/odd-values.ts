import type { Odd, OddKind } from './protocol.ts';

/** Whether a part of a guest message is a list of odd values. */
export function isOddList(value: unknown): value is readonly Odd[] {
  return Array.isArray(value) && value.every((odd: unknown) => Array.isArray(odd) && Array.isArray(odd[0]));
}

/**
 * Puts the values that JSON cannot hold back where they were. Only places that are there are changed, so
 * that no path of a hostile guest reaches a prototype.
 */
export function withOddValues(value: unknown, odds: readonly Odd[], bytes: ArrayBuffer | undefined): unknown {
  let result = value;
  for (const [path, kind] of odds) {
    const last = path.at(-1);
    if (last === undefined) {
      result = oddValue(kind, bytes, result);
      continue;
    }
    const holder = holderOf(result, path);
    const present = holder && Object.getOwnPropertyDescriptor(holder, last);
    if (holder !== undefined && present !== undefined)
      Object.defineProperty(holder, last, { value: oddValue(kind, bytes, present.value) });
  }
  return result;
}

function holderOf(value: unknown, path: Odd[0]): object | undefined {
  let holder = value;
  for (const key of path.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null) return undefined;
    holder = Object.getOwnPropertyDescriptor(holder, key)?.value;
  }
  return typeof holder === 'object' && holder !== null ? holder : undefined;
}

function oddValue(kind: OddKind, bytes: ArrayBuffer | undefined, present: unknown): unknown {
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'function':
      return () => undefined;
    case 'symbol':
      return Symbol('of the mini program');
    case 'bigint':
      return 0n;
    case 'bytes':
      return bytes ?? new ArrayBuffer(0);
    case 'view':
      return new Uint8Array(bytes ?? new ArrayBuffer(0));
    case 'boxed':
      return Object.defineProperty({}, 'toJSON', { value: () => present });
    case 'unserialisable':
      return unserialisable();
    default:
      return Number(kind);
  }
}

/** What no encoding can hold, as the guest's own value could not be read. */
function unserialisable(): object {
  const knot: { self?: object } = {};
  knot.self = knot;
  return knot;
}
