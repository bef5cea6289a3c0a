import type { ConsoleMessage, ConsoleValue } from '@minigate/runtime';
import { describe, expect, test } from 'vitest';
import { readGuestMessage } from '../src/bridge/guest-message.ts';
import { runSource, startProgram } from './support/start-program.ts';

/** Everything that a script prints, with its values. */
async function printed(source: string): Promise<ConsoleMessage[]> {
  const messages: ConsoleMessage[] = [];
  const { program, faults } = await startProgram({ source, consoleValues: true });
  program.on('console', (message) => messages.push(message));
  await program.idle();
  expect(faults).toEqual([]);
  return messages;
}

async function valueOf(expression: string): Promise<ConsoleValue | undefined> {
  const [message] = await printed(`console.log(${expression});`);
  return message?.values?.[0];
}

const number = (text: string): ConsoleValue => ({ type: 'number', text });

describe('a value in the console', () => {
  test.each<[string, ConsoleValue]>([
    ["'a\\nb'", { type: 'string', text: 'a\nb' }],
    ['-0', number('-0')],
    ['NaN', number('NaN')],
    ['5n', { type: 'bigint', text: '5n' }],
    ["Symbol('s')", { type: 'symbol', text: 'Symbol(s)' }],
    ['undefined', { type: 'undefined', text: 'undefined' }],
    ['null', { type: 'null', text: 'null' }],
    ['true', { type: 'boolean', text: 'true' }],
    ['function named() {}', { type: 'function', text: 'named' }],
    ['new Date(0)', { type: 'date', text: '1970-01-01T00:00:00.000Z' }],
    ['/a/g', { type: 'regexp', text: '/a/g' }],
    ['Promise.resolve(1)', { type: 'promise', text: 'Promise' }],
    ['new ArrayBuffer(3)', { type: 'bytes', text: 'ArrayBuffer(3)' }],
    ['({})', { type: 'object', text: 'Object' }],
    [
      'new (class Point { x = 1; "a b" = [2]; })()',
      {
        type: 'object',
        text: 'Point',
        entries: [
          ['x', number('1')],
          ['a b', { type: 'array', text: 'Array(1)', entries: [['0', number('2')]] }],
        ],
      },
    ],
    ['new Uint8Array([7])', { type: 'bytes', text: 'Uint8Array(1)', entries: [['0', number('7')]] }],
    ['new Set(["a"])', { type: 'set', text: 'Set(1)', entries: [['0', { type: 'string', text: 'a' }]] }],
    [
      'new Map([[{ k: 1 }, 2]])',
      {
        type: 'map',
        text: 'Map(1)',
        entries: [[{ type: 'object', text: 'Object', entries: [['k', number('1')]] }, number('2')]],
      },
    ],
    [
      '{ get a() { throw new Error("called"); } }',
      { type: 'object', text: 'Object', entries: [['a', { type: 'getter', text: '' }]] },
    ],
    [
      '(() => { const a = {}; a.self = a; return a; })()',
      { type: 'object', text: 'Object', entries: [['self', { type: 'circular', text: 'Object' }]] },
    ],
    ['new Proxy({}, { ownKeys() { throw 1; } })', { type: 'unreadable', text: '' }],
  ])('is told as it was: %s', async (expression, value) => {
    expect(await valueOf(expression)).toEqual(value);
  });

  test('that is an error points to the source', async () => {
    const value = await valueOf('Object.assign(new TypeError("t"), { code: 5 })');
    expect(value).toMatchObject({ type: 'error', text: 'TypeError: t', entries: [['code', number('5')]] });
    expect(value?.stack).toMatch(/^ {4}at .*app\.js:1:\d+\)?$/);
  });

  test('is as it was when it was printed', async () => {
    const [message] = await printed('const a = { n: 1 }; console.log(a); a.n = 2;');
    expect(message?.values?.[0]?.entries).toEqual([['n', number('1')]]);
  });

  test('says how much of it is left out: depth, entries, text', async () => {
    const deep = await valueOf('{ a: { b: { c: { d: { e: { f: { g: { h: 1 } } } } } } } }');
    let inner = deep;
    let depth = 0;
    for (; inner?.entries?.[0] !== undefined; depth += 1) [, inner] = inner.entries[0];
    expect(inner).toEqual({ type: 'object', text: 'Object', more: 1 });
    expect(depth).toBe(6);
    const wide = await valueOf('Array.from({ length: 250 }, (_, i) => i)');
    expect(wide?.entries).toHaveLength(100);
    expect(wide?.more).toBe(150);
    const long = await valueOf('"x".repeat(100000)');
    expect(long).toEqual({ type: 'string', text: 'x'.repeat(10_240), more: 89_760 });
  });

  test('is bounded however large it is', async () => {
    const source = `const make = (d) => d === 0 ? 'x'.repeat(1000) : Array.from({ length: 100 }, () => make(d - 1));
const tree = make(2); console.log(tree, { a: tree }, [tree], new Array(4294967295), { length: 1e9 });`;
    const [message] = await printed(source);
    expect(JSON.stringify(message?.values).length).toBeLessThan(300_000);
  });

  test('is not told where nobody asked', async () => {
    const { program } = await startProgram({
      source: 'console.clear(); console.group("g"); console.log({ a: 1 });',
    });
    const messages: ConsoleMessage[] = [];
    program.on('console', (message) => messages.push(message));
    await program.idle();
    expect(messages.map(({ args, values, kind, depth }) => [args, values, kind, depth])).toEqual([
      [['g'], undefined, undefined, undefined],
      [['  { a: 1 }'], undefined, undefined, undefined],
    ]);
  });

  test('reaches nobody through what the program put in the way', async () => {
    const source = `
      Array.prototype[Symbol.iterator] = () => { throw new Error('iterated'); };
      Object.defineProperty(Array.prototype, '0', { set() { throw new Error('set'); } });
      Object.defineProperty(Object.prototype, 'type', { set() { throw new Error('set'); }, get() { return 'mine'; } });
      Map.prototype.forEach = Set.prototype.forEach = () => { throw new Error('visited'); };
      JSON.stringify = () => '"mine"';
      console.log({ a: [1] }, new Map(), new Set());`;
    const { faults } = await runSource(source, { consoleValues: true });
    expect(faults).toEqual([]);
  });
});

describe('the console', () => {
  test('tells tables, groups, traces and that it was cleared', async () => {
    const messages = await printed(`console.groupEnd();
console.group('g'); console.groupCollapsed(); console.table([{ a: 1 }]); console.groupEnd(); console.groupEnd();
console.trace('t');
console.assert(false, { a: 1 });
console.group('h'); console.clear(); console.log('after');`);
    expect(messages.map(({ level, kind, depth, args }) => [level, kind, depth, args.join(' ')])).toEqual([
      ['log', 'group', 0, 'g'],
      ['log', 'groupCollapsed', 1, ''],
      ['log', 'table', 2, '    [ { a: 1 } ]'],
      ['log', 'groupEnd', 1, ''],
      ['log', 'groupEnd', 0, ''],
      ['debug', 'trace', 0, 't'],
      ['error', undefined, 0, 'Assertion failed { a: 1 }'],
      ['log', 'group', 0, 'h'],
      ['log', 'clear', 0, ''],
      ['log', undefined, 0, 'after'],
    ]);
    expect(messages[5]?.stack).toMatch(/^ {4}at .*app\.js:3:\d+\)?$/);
    expect(messages[6]?.values?.[1]).toMatchObject({ type: 'object' });
  });

  test('keeps a program waiting that prints a hundred thousand lines', async () => {
    let waiting = 0;
    let most = 0;
    let lines = 0;
    const { program } = await startProgram({
      source: 'for (let i = 0; i < 100000; i++) console.log({ i });',
      consoleValues: true,
      watchdog: { budget: 110_000 },
      onConsole: async () => {
        lines += 1;
        waiting += 1;
        most = Math.max(most, waiting);
        await new Promise((resolve) => setImmediate(resolve));
        waiting -= 1;
      },
    });
    await program.idle();
    expect(lines).toBe(100_000);
    expect(most).toBeLessThan(5_000);
  });
});

test('an error of the program says the place that it points to', async () => {
  const { faults } = await runSource('\n  null.x;');
  expect(faults[0]?.source).toMatch(/^app\.js:2:\d+$/);
});

describe('values of a guest that breaks the protocol', () => {
  const nested = (depth: number): unknown =>
    depth === 0
      ? { type: 'null', text: '' }
      : { type: 'object', text: '', entries: [['a', nested(depth - 1)]] };
  test.each<[string, unknown]>([
    ['no list', { values: {}, depth: 0 }],
    ['no depth', { values: [] }],
    ['an unknown type', { values: [{ type: 'secret', text: '' }], depth: 0 }],
    ['no text', { values: [{ type: 'null' }], depth: 0 }],
    ['an entry that is none', { values: [{ type: 'object', text: '', entries: [5] }], depth: 0 }],
    ['an unknown kind', { values: [], kind: 'format', depth: 0 }],
    ['a negative count', { values: [{ type: 'string', text: '', more: -1 }], depth: 0 }],
    ['a stack that is no text', { values: [{ type: 'error', text: '', stack: 1 }], depth: 0 }],
    ['too much depth', { values: [nested(7)], depth: 0 }],
    [
      'too many',
      {
        values: [{ type: 'array', text: '', entries: Array.from({ length: 3001 }, () => ['a', nested(0)]) }],
        depth: 0,
      },
    ],
  ])('are refused: %s', (_, detail) => {
    expect(readGuestMessage(JSON.stringify(['console', 'log', [], '', detail]))).toBeUndefined();
  });

  test('are taken within the limits', () => {
    const message = ['console', 'log', [], '', { values: [nested(6)], depth: 0 }];
    expect(readGuestMessage(JSON.stringify(message))).toEqual(message);
  });
});
