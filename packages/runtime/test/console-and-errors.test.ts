import { type ConsoleMessage, createMiniProgram } from '@minigate/runtime';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { programFolder } from './support/program-folder.ts';
import { policy, runSource, startProgram } from './support/start-program.ts';

describe('the console of a program', () => {
  test('tells level, text and place of each line', async () => {
    const heard: ConsoleMessage[] = [];
    const directory = programFolder({
      'app.js': "console.log('a', 1);\n  console.warn('b'); require('./lib/deep')();",
      'lib/deep.js': "module.exports = () => {\n  console.error('c');\n};",
    });
    const program = await createMiniProgram({
      directory,
      policy,
      onConsole: (message) => void heard.push(message),
    });
    onTestFinished(() => program.close());
    const emitted: ConsoleMessage[] = [];
    program.on('console', (message) => emitted.push(message));
    await program.idle();
    expect(heard).toEqual([
      { level: 'log', args: ['a', '1'], source: expect.stringMatching(/^app\.js:1:\d+$/) as string },
      { level: 'warn', args: ['b'], source: expect.stringMatching(/^app\.js:2:\d+$/) as string },
      { level: 'error', args: ['c'], source: expect.stringMatching(/^lib\/deep\.js:2:\d+$/) as string },
    ]);
    expect(heard[0]?.source).toMatch(/:1:([1-9]|1\d)$/);
    expect(emitted).toEqual(heard);
  });

  test.each([
    ['a text as it is', "'a\\nb'", 'a\nb'],
    ['numbers', '-0', '-0'],
    ['a bigint', '5n', '5n'],
    ['a symbol', "Symbol('s')", 'Symbol(s)'],
    ['nothing', 'undefined', 'undefined'],
    ['null', 'null', 'null'],
    ['an object', "{ a: 'x', 'b-c': [1, { d: null }] }", '{ a: "x", "b-c": [ 1, { d: null } ] }'],
    ['empty ones', '[[], {}]', '[ [], {} ]'],
    ['an instance', 'new (class Point { x = 1; })()', 'Point { x: 1 }'],
    ['an object without a prototype', 'Object.create(null)', '[no prototype] {}'],
    ['a function', 'function named() {}', '[Function named]'],
    ['a Map and a Set', '[new Map([["k", 1]]), new Set([2])]', '[ Map { "k" => 1 }, Set { 2 } ]'],
    ['a date', 'new Date(0)', '1970-01-01T00:00:00.000Z'],
    ['no date', 'new Date(NaN)', 'Invalid Date'],
    ['a regular expression', '/a/g', '/a/g'],
    ['bytes', '[new ArrayBuffer(3), new Uint8Array([1, 2])]', '[ ArrayBuffer(3), Uint8Array [ 1, 2 ] ]'],
    ['a promise', 'Promise.resolve(1)', 'Promise {}'],
    ['a circle', '(() => { const a = { n: 1 }; a.self = a; return a; })()', '{ n: 1, self: [circular] }'],
    ['depth', '{ a: { b: { c: { d: { e: 1 } } } } }', '{ a: { b: { c: { d: {…} } } } }'],
    ['a getter, which is not called', "{ get a() { throw new Error('called'); } }", '{ a: [Getter] }'],
    ['a proxy that throws', "new Proxy({}, { ownKeys() { throw new Error('no'); } })", '[unreadable]'],
  ])('shows %s', async (_, expression, shown) => {
    const { lines, faults } = await runSource(`console.log(${expression});`);
    expect(faults).toEqual([]);
    expect(lines).toEqual([shown]);
  });

  test('shows an error with its stack', async () => {
    const { lines } = await runSource("console.log(new TypeError('t'));");
    expect(lines[0]).toMatch(/^TypeError: t\n\s+at .*app\.js:1/);
  });

  test('has the methods that people use', async () => {
    const { lines, faults } = await runSource(`
      for (const name of ['debug', 'info', 'dir', 'table', 'trace', 'timeLog', 'countReset', 'clear', 'groupCollapsed', 'groupEnd', 'profile']) console[name]?.('x');
      console.assert(true, 'never'); console.assert(false, 'because');
      console.group('g'); console.log('in'); console.groupEnd(); console.log('out');
      console.time('t'); console.timeEnd('t'); console.count(); console.count();`);
    expect(faults).toEqual([]);
    expect(lines).toEqual([
      'x',
      'x',
      'x',
      'x',
      'x',
      'x',
      'Assertion failed because',
      'g',
      '  in',
      'out',
      expect.stringMatching(/^t: \d+ ms$/) as string,
      'default: 1',
      'default: 2',
    ]);
  });

  test('goes on where the host that listens throws or rejects', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => told.mockRestore());
    let n = 0;
    const { program } = await startProgram({
      source: 'console.log(1); console.log(2); setTimeout(() => console.log(3), 1);',
      onConsole: () => {
        n += 1;
        if (n === 1) throw new Error('host');
        return Promise.reject(new Error('host'));
      },
    });
    program.on('console', () => {
      throw new Error('listener');
    });
    await program.idle();
    await program.close();
    expect(n).toBe(3);
    expect(told).toHaveBeenCalledTimes(6);
  });
});

describe('an error that nobody catches', () => {
  test('is told with message, the frames of the program, and the part of it', async () => {
    const { faults } = await runSource(`function outer() {
  inner();
}
function inner() {
  null.x;
}
outer();`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({
      where: 'app.js',
      message: "TypeError: cannot read property 'x' of null",
    });
    expect(faults[0]?.stack.split('\n')).toEqual([
      expect.stringMatching(/at inner \(app\.js:5:\d+\)$/),
      expect.stringMatching(/at outer \(app\.js:2:\d+\)$/),
      expect.stringMatching(/at <anonymous> \(app\.js:7:\d+\)$/),
    ]);
  });

  test.each([
    ['a timer', "setTimeout(() => { throw new Error('x'); });", 'setTimeout', 'Error: x'],
    [
      'an interval',
      "const id = setInterval(() => { clearInterval(id); throw new Error('x'); }, 1);",
      'setInterval',
      'Error: x',
    ],
    ['a promise', "Promise.reject(new Error('x'));", 'a promise', 'Error: x'],
    ['an async function', "(async () => { await null; throw new Error('x'); })();", 'a promise', 'Error: x'],
    [
      'the callback of a call',
      "wx.request({ url: 5, fail() { throw new Error('x'); } });",
      'the fail callback of request',
      'Error: x',
    ],
    ['no Error', 'throw { code: 5 };', 'app.js', 'A value that is no Error was thrown: { code: 5 }'],
    [
      'an error that cannot be read',
      "throw Object.defineProperty(new Error('x'), 'message', { get() { throw 1; } });",
      'app.js',
      'A value that cannot be read was thrown.',
    ],
    ['a long error', "throw new Error('x'.repeat(1e6));", 'app.js', `Error: ${'x'.repeat(16 * 1024 - 7)}`],
  ])('is told with its origin: %s', async (_, source, where, message) => {
    const { faulted } = await startProgram({ source });
    expect(await faulted(1)).toMatchObject([{ where, message }]);
  });

  test('is not told of a promise that is handled in the same turn', async () => {
    const { faults, lines } = await runSource(`
      const p = Promise.reject(new Error('x'));
      p.catch((error) => console.log('caught', error.message));
      (async () => { try { await Promise.reject(new Error('y')); } catch (error) { console.log('caught', error.message); } })();`);
    expect(faults).toEqual([]);
    expect(lines).toEqual(['caught x', 'caught y']);
  });
});

describe('async code', () => {
  test('runs in the order of the language: jobs before timers', async () => {
    const { lines } = await runSource(`
      setTimeout(() => console.log('timer'), 0);
      Promise.resolve().then(() => console.log('job'));
      (async () => { console.log('sync'); await 0; console.log('await'); for await (const n of [1, 2]) console.log(n); })();
      console.log('end');`);
    expect(lines).toEqual(['sync', 'end', 'job', 'await', '1', '2', 'timer']);
  });

  test('sets and clears timers with arguments, in the order in which they are due', async () => {
    const { lines } = await runSource(`
      setTimeout((a, b) => console.log(a, b), 30, 'late', 1);
      setTimeout(() => console.log('early'), 10);
      setTimeout(() => console.log('first'), '5');
      const never = setTimeout(() => console.log('never'), 1); clearTimeout(never); clearTimeout(never); clearTimeout(undefined); clearInterval('x');
      let n = 0; const id = setInterval((x) => { n += x; if (n === 3) { clearInterval(id); console.log('n', n); } }, 1, 1);
      try { setTimeout('code', 1); } catch (error) { console.log(error.message); }`);
    expect(lines[0]).toBe('setTimeout needs a function to call.');
    expect(lines.slice(1).toSorted()).toEqual(['early', 'first', 'late 1', 'n 3']);
    expect(lines.filter((line) => line !== 'n 3').slice(1)).toEqual(['first', 'early', 'late 1']);
  });
});
