/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Where a value stands: names and places of a list. */
export type JsonPath = readonly (string | number)[];

/** The policy that a text has; undefined where it is no object of JSON. */
export function readPolicy(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writePolicy(policy: Json): string {
  return JSON.stringify(policy, null, 2);
}

/** The value at a place; undefined where there is none. */
export function valueAt(value: Json, path: JsonPath): Json | undefined {
  return path.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return typeof step === 'number' ? (at as readonly Json[])[step] : undefined;
    return isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}

/** The value with another one at a place; `undefined` takes it out. Objects on the way are made. */
export function withValue(value: Json | undefined, path: JsonPath, next: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return next ?? {};
  if (typeof step === 'number') {
    const list: Json[] = Array.isArray(value) ? [...(value as readonly Json[])] : [];
    if (rest.length === 0 && next === undefined) list.splice(step, 1);
    else list[step] = withValue(list[step], rest, next);
    return list;
  }
  const fields: Record<string, Json> = isObject(value) ? { ...value } : {};
  if (rest.length > 0 || next !== undefined) fields[step] = withValue(fields[step], rest, next);
  else delete fields[step];
  return fields;
}

/** The rows that a form shows; undefined where the text has something else in their place. */
export function candidatesOf(policy: JsonObject): readonly JsonObject[] | undefined {
  const { candidates = [] } = policy;
  if (!Array.isArray(candidates)) return undefined;
  const list = candidates as readonly Json[];
  return list.every(isObject) ? list : undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
