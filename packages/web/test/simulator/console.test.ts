import type { ConsoleLine } from '@minigate/runtime/simulator/protocol';
import { describe, expect, it } from 'vitest';
import { consoleRows } from '../../src/simulator/model/console-rows.ts';
import { tableOf } from '../../src/simulator/model/console-table.ts';
import { textOf } from '../../src/simulator/model/console-text.ts';
import { canUnfold, readConsoleValue, valueRows } from '../../src/simulator/model/console-value.ts';

const line = (number: number, change: Partial<ConsoleLine> = {}): ConsoleLine => ({
  number,
  run: 1,
  time: number,
  kind: 'console',
  level: 'log',
  texts: [`text ${number}`],
  ...change,
});

describe('the console pane', () => {
  const lines = [
    line(1),
    line(2, { level: 'error', texts: ['Broken', 'thing'] }),
    line(103, { skipped: 100 }),
    line(104, { run: 2, level: 'warn' }),
  ];
  const everything = { text: '', levels: new Set<ConsoleLine['level']>() };

  it('separates the starts of the program, and says how many lines are missing', () => {
    expect(consoleRows(lines, everything).map(({ key }) => key)).toEqual([
      'run 1',
      '1',
      '2',
      'skipped 103',
      '103',
      'run 2',
      '104',
    ]);
  });

  it('shows the levels that are chosen, and the lines with the words that are searched', () => {
    const shown = (change: object) =>
      consoleRows(lines, { ...everything, ...change })
        .filter(({ kind }) => kind === 'line')
        .map(({ key }) => key);
    expect(shown({ levels: new Set(['error', 'warn']) })).toEqual(['2', '104']);
    expect(shown({ text: 'broken THING' })).toEqual(['2']);
  });
});

describe('the groups of the console', () => {
  const everything = { text: '', levels: new Set<ConsoleLine['level']>() };
  const lines = [
    line(1, { method: 'group', texts: ['outer'] }),
    line(2, { depth: 1 }),
    line(3, { depth: 1, method: 'groupCollapsed', texts: ['inner'] }),
    line(4, { depth: 2, texts: ['deep'] }),
    line(5, { depth: 1, method: 'groupEnd', texts: [] }),
    line(6, { depth: 1 }),
    line(7, { method: 'groupEnd', texts: [] }),
    line(8),
  ];
  const keys = (toggled: readonly string[], filter = everything) =>
    consoleRows(lines, filter, new Set(toggled)).map(({ key }) => key);

  it('are open or closed as they were made, and as a person then wants them', () => {
    expect(keys([])).toEqual(['run 1', '1', '2', '3', '6', '8']);
    expect(keys(['3'])).toEqual(['run 1', '1', '2', '3', '4', '6', '8']);
    expect(keys(['1'])).toEqual(['run 1', '1', '8']);
  });

  it('do not stand in twice: the spaces before a text are left out', () => {
    expect(textOf(line(1, { depth: 2, texts: ['      a\n    b'] }))).toBe('  a\n    b');
    expect(textOf(line(1, { texts: ['  as written'] }))).toBe('  as written');
  });

  it('hide nothing that is searched', () => {
    expect(keys(['1'], { ...everything, text: 'deep' })).toEqual(['run 1', '4']);
  });

  it('do not reach into the next start of the program', () => {
    const two = [line(1, { method: 'groupCollapsed' }), line(2, { run: 2, depth: 1 })];
    expect(consoleRows(two, everything).map(({ key }) => key)).toEqual(['run 1', '1', 'run 2', '2']);
  });

  it('are gone with all lines when the program clears its console', () => {
    const cleared = [...lines, line(9, { method: 'clear', texts: [] }), line(10)];
    expect(consoleRows(cleared, everything).map(({ kind, key }) => [kind, key])).toEqual([
      ['cleared', '9'],
      ['line', '10'],
    ]);
  });
});

describe('a table of the console', () => {
  const told = (value: unknown) => {
    const read = readConsoleValue(value);
    if (read === undefined) throw new Error('The value was not read.');
    return read;
  };
  const number = (text: string) => ({ type: 'number', text });
  const object = (entries: unknown[]) => ({ type: 'object', text: 'Object', entries });
  const data = told({
    type: 'array',
    text: 'Array(3)',
    entries: [
      [
        '0',
        object([
          ['a', number('1')],
          ['b', number('2')],
        ]),
      ],
      [
        '1',
        object([
          ['b', { type: 'string', text: 'x' }],
          ['c', object([['d', number('3')]])],
        ]),
      ],
      ['2', number('7')],
    ],
    more: 4,
  });

  it('has a column for each field that one of its entries has', () => {
    expect(tableOf(data)).toEqual({
      columns: ['a', 'b', 'c'],
      rows: [
        { name: '0', cells: ['1', '2', undefined], value: undefined },
        { name: '1', cells: [undefined, '"x"', 'Object'], value: undefined },
        { name: '2', cells: [undefined, undefined, undefined], value: '7' },
      ],
      hasValues: true,
      more: 4,
    });
  });

  it('has the columns that the program asked for', () => {
    const wanted = told({ type: 'array', text: 'Array(1)', entries: [['0', { type: 'string', text: 'b' }]] });
    expect(tableOf(data, wanted)?.columns).toEqual(['b']);
    expect(tableOf(told(number('1')))).toBeUndefined();
  });
});

describe('a value of the console', () => {
  const told = {
    type: 'object',
    text: 'Point',
    entries: [
      ['x', { type: 'number', text: '1' }],
      [
        { type: 'string', text: 'key' },
        { type: 'string', text: 'value' },
      ],
      [
        'list',
        { type: 'array', text: 'Array(9)', entries: [['0', { type: 'null', text: 'null' }]], more: 8 },
      ],
    ],
  };

  it('has a line that says what is in it, and lines for what is opened', () => {
    const value = readConsoleValue(told);
    if (value === undefined) throw new Error('The value was not read.');
    const closed = valueRows(value, () => false);
    expect(closed.map(({ text }) => text)).toEqual(['Point {x: 1, "key": "value", list: Array(9)}']);
    const open = valueRows(value, () => true);
    expect(open.map(({ depth, key, text }) => [depth, key, text])).toEqual([
      [0, undefined, 'Point'],
      [1, 'x', '1'],
      [1, '"key"', '"value"'],
      [1, 'list', 'Array(9)'],
      [2, '0', 'null'],
      [2, undefined, '… 8'],
    ]);
  });

  it('is read with care: what is no value is left out', () => {
    expect([null, 1, 'x', {}, { type: 'object' }].map(readConsoleValue)).toEqual(Array(5).fill(undefined));
    const value = readConsoleValue({
      type: 'object',
      text: 'O',
      entries: [1, ['a'], ['b', {}], 'c'],
      more: 'x',
    });
    expect(value).toEqual({ type: 'object', text: 'O', entries: [], more: 0, stack: undefined });
    expect(value !== undefined && canUnfold(value)).toBe(false);
  });
});
