import { append, isObject, type List, list, NativeError, slice, toNumber } from './primordials.ts';

/** Sets what `setData` names: `a`, `a.b`, `list[2].name`. Objects and arrays on the way are made. */
export function setAtPath(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = keysOf(path);
  let holder: Record<string, unknown> = data;
  for (let i = 0; i < keys.length - 1; i++) {
    const key = keys[i] ?? '';
    const next = holder[key];
    if (isObject(next)) {
      holder = next;
      continue;
    }
    const made = (typeof keys[i + 1] === 'number' ? [] : {}) as Record<string, unknown>;
    holder[key] = made;
    holder = made;
  }
  holder[keys[keys.length - 1] ?? ''] = value;
}

function keysOf(path: string): List<string | number> {
  const keys = list<string | number>();
  let from = 0;
  for (let i = 0; i <= path.length; i++) {
    const c = path[i];
    if (c !== undefined && c !== '.' && c !== '[') continue;
    if (i > from) append(keys, slice(path, from, i));
    from = i + 1;
    if (c === '[') {
      let end = i + 1;
      while (end < path.length && path[end] !== ']') end++;
      const index = toNumber(slice(path, i + 1, end));
      if (!(index >= 0)) throw new NativeError(`setData does not understand the path '${path}'.`);
      append(keys, index);
      i = end;
      from = end + 1;
    }
  }
  return keys;
}
