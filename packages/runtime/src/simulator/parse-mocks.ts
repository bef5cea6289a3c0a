import { apis } from '@minigate/policy';
import { jsonFaultPlace } from './json-fault.ts';
import { parseUrlPattern } from './mock-pattern.ts';
import { mockFaults, type MockRule } from './mock-rules.ts';

/** The rules of a file, or everything that is wrong with it, one sentence each. */
export type MocksReading =
  | { readonly ok: true; readonly mocks: readonly MockRule[] }
  | { readonly ok: false; readonly problems: readonly string[] };

export const mocksLimits = { characters: 4 * 1024 * 1024, rules: 1000, delay: 600_000 } as const;

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const base64Text = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What each field must be; a check gives what is wrong, behind the name of the field. */
const fields: Readonly<Record<keyof MockRule, (value: unknown) => string | undefined>> = {
  id: isText,
  name: isText,
  enabled: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
  api: (value) => oneOf(value, apis),
  method: (value) =>
    typeof value === 'string' && /^[A-Z]+$/.test(value) ? undefined : 'must be a method such as "GET"',
  url: pattern,
  status: (value) => wholeNumber(value, 200, 599),
  headers,
  body: isText,
  json: () => undefined,
  base64: (value) =>
    typeof value === 'string' && base64Text.test(value) ? undefined : 'must be bytes in base64',
  file,
  delay: (value) => wholeNumber(value, 0, mocksLimits.delay),
  fault: (value) => oneOf(value, mockFaults),
};

const bodies = ['body', 'json', 'base64', 'file'] as const;

/**
 * Reads the text of `minigate.mocks.json`: `{ "mocks": [ { "url": "https://api.example.com/*", "status": 503 } ] }`.
 * It never throws.
 *
 * @example
 * const reading = parseMocks(text);
 * if (!reading.ok) show(reading.problems); // ['mocks[0].status must be a whole number from 200 to 599.']
 */
export function parseMocks(text: string): MocksReading {
  if (text.length > mocksLimits.characters) {
    return failed(`The file has ${text.length} characters; ${mocksLimits.characters} can be read.`);
  }
  const json = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const { line, column } = jsonFaultPlace(json);
    const reason = error instanceof Error ? error.message : '';
    return failed(`The file is not JSON, from line ${line}, column ${column} on: ${reason}.`);
  }
  if (!isObject(value)) return failed('The file must hold an object, such as { "mocks": [] }.');
  const { mocks, ...others } = value;
  const [unknownField] = Object.keys(others);
  if (unknownField !== undefined) {
    return failed(`The file has the unknown field ${JSON.stringify(unknownField)}; it may have "mocks".`);
  }
  if (!Array.isArray(mocks)) return failed('The file must have a list of rules: { "mocks": [] }.');
  if (mocks.length > mocksLimits.rules) {
    return failed(`The file has ${mocks.length} rules; ${mocksLimits.rules} can be used.`);
  }
  const rules: readonly unknown[] = mocks;
  const problems = rules.flatMap((rule, index) => problemsOf(rule, `mocks[${index}]`));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, mocks: rules.filter(isRule) };
}

/** The text of a file with these rules. */
export function mocksText(mocks: readonly MockRule[]): string {
  return `${JSON.stringify({ mocks }, null, 2)}\n`;
}

function isRule(rule: unknown): rule is MockRule {
  return problemsOf(rule, '').length === 0;
}

function failed(problem: string): MocksReading {
  return { ok: false, problems: [problem] };
}

function problemsOf(rule: unknown, place: string): string[] {
  if (!isObject(rule)) return [`${place} must be an object, such as { "url": "https://api.example.com/*" }.`];
  const problems: string[] = [];
  for (const [name, value] of Object.entries(rule)) {
    const check = Object.entries(fields).find(([known]) => known === name)?.[1];
    if (check === undefined) {
      const known = Object.keys(fields).join(', ');
      problems.push(`${place} has the unknown field ${JSON.stringify(name)}. It may have ${known}.`);
      continue;
    }
    const problem = check(value);
    if (problem !== undefined) problems.push(`${place}.${name} ${problem}.`);
  }
  if (!Object.hasOwn(rule, 'url')) {
    problems.push(`${place} has no url. Write which URLs it is for: "https://api.example.com/*".`);
  }
  const given = bodies.filter((name) => Object.hasOwn(rule, name));
  if (given.length > 1) problems.push(`${place} has ${given.join(' and ')}; one of them is its body.`);
  if (rule.api === 'connectSocket' && !Object.hasOwn(rule, 'fault')) {
    problems.push(`${place} is for connectSocket, which can only be refused: give it a fault.`);
  }
  return problems;
}

function isText(value: unknown): string | undefined {
  return typeof value === 'string' ? undefined : 'must be a text';
}

function oneOf(value: unknown, known: readonly string[]): string | undefined {
  return known.some((one) => one === value) ? undefined : `must be one of ${known.join(', ')}`;
}

function wholeNumber(value: unknown, least: number, most: number): string | undefined {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  return fits ? undefined : `must be a whole number from ${least} to ${most}`;
}

function pattern(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  const parsed = parseUrlPattern(value);
  return 'problem' in parsed ? parsed.problem : undefined;
}

function headers(value: unknown): string | undefined {
  if (!isObject(value)) return 'must be an object of texts';
  for (const [name, given] of Object.entries(value)) {
    if (!token.test(name)) return `has ${JSON.stringify(name)}, which is no header name`;
    const values: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (!values.every((one) => typeof one === 'string' && headerValue.test(one))) {
      return `has a value of ${JSON.stringify(name)} that is no text that a header can carry`;
    }
  }
  return undefined;
}

function file(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? value.split('/') : [''];
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
  return plain ? undefined : 'must be a path inside the program, such as "mocks/answer.bin"';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
