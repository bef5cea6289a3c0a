import { NetworkError } from './errors.ts';

/** An option that is not what the call takes; the complaint ends in `;` where it is about one option. */
export function parameterError(complaint: string, cause?: unknown): NetworkError {
  return new NetworkError('INVALID_OPTIONS', { text: `parameter error: ${complaint}`, cause });
}

const typeNames = {
  undefined: 'Undefined',
  boolean: 'Boolean',
  number: 'Number',
  bigint: 'BigInt',
  string: 'String',
  symbol: 'Symbol',
  function: 'Function',
  object: 'Object',
} as const;

/** The type of a value as the platform's messages name it: `String`, `Null`, `Array`, … Never throws. */
export function typeName(value: unknown): string {
  if (value === null) return 'Null';
  const type = typeof value;
  return type === 'object' && isArray(value) ? 'Array' : typeNames[type];
}

/** A revoked proxy is none. */
function isArray(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

export function wrongType(name: string, expected: string, value: unknown): NetworkError {
  return parameterError(`parameter.${name} should be ${expected} instead of ${typeName(value)};`);
}
