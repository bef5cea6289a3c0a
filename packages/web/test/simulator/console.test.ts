import type { ConsoleLine } from '@minigate/runtime/simulator/protocol';
import { describe, expect, it } from 'vitest';
import { consoleRows } from '../../src/simulator/model/console-rows.ts';
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
