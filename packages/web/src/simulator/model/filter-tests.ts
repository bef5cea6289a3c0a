import { type Call, durationOf, isUnderWay } from './call.ts';
import { typeOf } from './call-kind.ts';
import { nameOf } from './call-name.ts';
import { failures, statusOf } from './call-status.ts';
import type { FilterWord } from './filter-words.ts';

export type CallTest = (call: Call) => boolean;

/** A call that took longer is slow. In milliseconds. */
export const slowCall = 1000;

/** Reads a regular expression; undefined where it cannot be understood. */
export type ReadExpression = (source: string) => ((text: string) => boolean) | undefined;

/** What a word asks of a call; undefined where it cannot be understood. */
export function testOf(word: FilterWord, readExpression?: ReadExpression): CallTest | undefined {
  switch (word.form) {
    case 'plain':
      return ({ row }) =>
        row.url.toLowerCase().includes(word.value) || row.errMsg?.toLowerCase().includes(word.value) === true;
    case 'expression':
      return expressionTest(readExpression?.(word.value));
    default:
      return fieldTest(word.field, word.value);
  }
}

/** A call that has not changed is not looked at again. */
function expressionTest(has: ReturnType<ReadExpression>): CallTest | undefined {
  if (has === undefined) return undefined;
  const found = new WeakMap<Call, boolean>();
  return (call) => {
    const known = found.get(call) ?? has(call.row.url);
    found.set(call, known);
    return known;
  };
}

function fieldTest(field: string, value: string): CallTest | undefined {
  switch (field) {
    case 'status':
      return statusTest(value);
    case 'api':
      return ({ row }) => row.api.toLowerCase().startsWith(value);
    case 'method':
      return ({ row }) => row.method.toLowerCase() === value;
    case 'host':
      return ({ row }) => nameOf(row.url).host.toLowerCase().includes(value);
    case 'type':
      return (call) => typeOf(call).includes(value);
    default:
      return states[value];
  }
}

function statusTest(value: string): CallTest | undefined {
  if (!/^[1-9]([0-9x]{2})?$/.test(value)) return undefined;
  const digits = value.replaceAll('x', '');
  return ({ row }) => row.status !== undefined && String(row.status).startsWith(digits);
}

const states: Readonly<Record<string, CallTest>> = {
  refused: ({ row }) => row.refused,
  amber: ({ row }) => row.wouldFail,
  mock: ({ row }) => row.mock !== undefined,
  slow: (call) => durationOf(call, call.row.calledAt) > slowCall,
  failed: (call) => failures.includes(statusOf(call).kind),
  running: isUnderWay,
  redirected: ({ row }) => row.redirects > 0,
};
