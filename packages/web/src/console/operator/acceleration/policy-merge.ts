import { candidatesOf, isObject, type Json, type JsonObject } from './policy-json.ts';

interface Versions<T> {
  /** What both began with. */
  readonly base: T;
  readonly theirs: T;
  readonly mine: T;
}

/**
 * What both sides have changed, in one policy; of a value that both have changed, mine. Candidates are known by their
 * origin, not by their place.
 *
 * @returns undefined where the candidates of one side cannot be told apart
 */
export function mergePolicies({ base, theirs, mine }: Versions<JsonObject>): JsonObject | undefined {
  const sides = { base: keyed(base), theirs: keyed(theirs), mine: keyed(mine) };
  if (sides.base === undefined || sides.theirs === undefined || sides.mine === undefined) return undefined;
  const merged = merge(sides);
  if (!isObject(merged)) return undefined;
  const { candidates, ...others } = merged;
  return isObject(candidates) ? { ...others, candidates: Object.values(candidates) } : others;
}

/** The policy with its candidates by their origins. */
function keyed(policy: JsonObject): JsonObject | undefined {
  if (policy['candidates'] === undefined) return policy;
  const rows = candidatesOf(policy);
  if (rows === undefined) return undefined;
  const candidates = Object.fromEntries(rows.map((row) => [JSON.stringify(row['origin'] ?? ''), row]));
  return Object.keys(candidates).length === rows.length ? { ...policy, candidates } : undefined;
}

function merge({ base, theirs, mine }: Versions<Json | undefined>): Json | undefined {
  if (areSame(mine, base)) return theirs;
  if (areSame(theirs, base) || !isObject(theirs) || !isObject(mine)) return mine;
  const old = isObject(base) ? base : {};
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  const fields = [...names].map((name) => {
    const at = (side: JsonObject) => (Object.hasOwn(side, name) ? side[name] : undefined);
    return [name, merge({ base: at(old), theirs: at(theirs), mine: at(mine) })] as const;
  });
  return Object.fromEntries(fields.filter((field): field is [string, Json] => field[1] !== undefined));
}

function areSame(one: Json | undefined, other: Json | undefined): boolean {
  if (!isObject(one) || !isObject(other)) return JSON.stringify(one) === JSON.stringify(other);
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && areSame(one[name], other[name]))
  );
}
