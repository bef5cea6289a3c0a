import type { Api } from '@minigate/policy';
import type { Call } from './call.ts';
import { type CallKind, kindOf } from './call-kind.ts';
import { readWords } from './filter-words.ts';
import { type CallTest, type ReadExpression, testOf } from './filter-tests.ts';

/** Which calls are shown. An empty set: all of them. */
export interface CallFilter {
  readonly text: string;
  readonly apis: ReadonlySet<Api>;
  readonly kinds: ReadonlySet<CallKind>;
}

export const everyCall: CallFilter = { text: '', apis: new Set(), kinds: new Set() };

export interface ReadFilter {
  readonly matches: (call: Call) => boolean;
  /** A word that cannot be understood, such as a regular expression with a fault; it filters nothing. */
  readonly faults: readonly string[];
}

/**
 * Reads what somebody typed: words that all have to be there, `-word` for what must not, `/expression/`,
 * `"two words"`, and `status:404`, `status:4xx`, `api:request`, `method:post`, `host:example.com`, `type:json`,
 * `is:refused`, `is:amber`, `is:mock`, `is:slow`, `is:failed`, `is:running`.
 *
 * @param readExpression absent while it is not there yet: until then expressions filter nothing
 */
export function readFilter({ text, apis, kinds }: CallFilter, readExpression?: ReadExpression): ReadFilter {
  const tests: CallTest[] = [];
  const faults: string[] = [];
  if (apis.size > 0) tests.push(({ row }) => apis.has(row.api));
  if (kinds.size > 0) tests.push((call) => kinds.has(kindOf(call)));
  for (const word of readWords(text)) {
    if (word.form === 'expression' && readExpression === undefined) continue;
    const test = testOf(word, readExpression);
    if (test === undefined) faults.push(word.text);
    else tests.push(word.negative ? (call) => !test(call) : test);
  }
  return { matches: (call) => tests.every((test) => test(call)), faults };
}

/** Whether this has a regular expression in it. */
export function hasExpression({ text }: CallFilter): boolean {
  return readWords(text).some(({ form }) => form === 'expression');
}

/** Whether nothing is filtered away. */
export function isEveryCall({ text, apis, kinds }: CallFilter): boolean {
  return text.trim() === '' && apis.size === 0 && kinds.size === 0;
}
