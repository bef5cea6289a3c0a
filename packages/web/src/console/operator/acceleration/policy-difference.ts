import { candidatesOf, type Json, type JsonObject } from './policy-json.ts';

/** One value that is another one afterwards. */
export interface PolicyChange {
  /** `timeToLive`, `thresholds · nearBest`; of a candidate its origin, and the name of the field behind it. */
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What differs between two policies, value by value. Candidates are known by their origin, not by their place. */
export function comparePolicies(before: JsonObject, after: JsonObject): readonly PolicyChange[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => ({ name, before: old.get(name), after: now.get(name) }));
}

function flatten({ candidates, ...others }: JsonObject): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  collect(found, '', others);
  const rows = candidatesOf(candidates === undefined ? {} : { candidates });
  if (rows === undefined) collect(found, 'candidates', candidates ?? null);
  for (const { origin = '', ...fields } of rows ?? []) {
    const name = typeof origin === 'string' ? origin : JSON.stringify(origin);
    found.set(name, '✓');
    collect(found, name, fields);
  }
  return found;
}

function collect(found: Map<string, string>, name: string, value: Json): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    found.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    return;
  }
  for (const [field, inner] of Object.entries(value)) {
    collect(found, name === '' ? field : `${name} · ${field}`, inner);
  }
}
