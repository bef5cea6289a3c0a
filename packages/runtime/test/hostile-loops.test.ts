import { describe, expect, test } from 'vitest';
import { startProgram } from './support/start-program.ts';

const watchdog = { budget: 500, margin: 2000, overruns: 3 };
const interrupted = 'The program ran for more than 500 ms without coming back and was interrupted.';

describe('a program that does not come back', () => {
  test.each([
    ['an infinite loop', 'for (;;);'],
    [
      'a loop that catches and finally goes on',
      'for (;;) { try { for (;;); } catch (e) {} finally { for (;;); } }',
    ],
    ['a catastrophic regular expression', '/^(a+)+$/.test("a".repeat(60) + "b");'],
    ['a sort that compares for ever', '[3, 1, 2].sort(() => { for (;;); });'],
    ['a getter that loops', 'wx.request({ get url() { for (;;); } });'],
    ['a toString that loops', 'console.log({ toString() { for (;;); } } + "");'],
  ])('is interrupted in %s, and goes on with its next timer', async (_, loop) => {
    const { faulted, printed } = await startProgram({
      source: `setTimeout(() => console.log('alive'), 1);\n${loop}\nconsole.log('never');`,
      watchdog,
    });
    expect(await faulted(1)).toMatchObject([{ message: interrupted, where: 'app.js' }]);
    expect(await printed(1)).toEqual(['alive']);
  });

  test('is told where it was interrupted', async () => {
    const { faulted } = await startProgram({
      source: '\n\nfunction spin() { for (;;); }\nspin();',
      watchdog,
    });
    const [fault] = await faulted(1);
    expect(fault?.stack).toMatch(/at spin \(app\.js:3:\d+\)\n.*app\.js:4/);
  });

  test('is interrupted in a promise job, and goes on with its next timer', async () => {
    const { faulted, printed } = await startProgram({
      source: `setTimeout(() => console.log('alive'), 1);
Promise.resolve().then(() => { for (;;); });`,
      watchdog,
    });
    expect(await faulted(1)).toMatchObject([
      { message: interrupted, where: 'a promise', stack: expect.stringContaining('app.js:2') as string },
    ]);
    expect(await printed(1)).toEqual(['alive']);
  });

  test.each([
    ['an async function', '(async () => {\nfor (;;);\n})();'],
    ['the executor of a promise', 'new Promise(() => {\nfor (;;);\n});'],
    ['an async function that is caught', '(async () => {\nfor (;;);\n})().catch(() => {});'],
  ])('is told of the interruption of %s, once', async (_, loop) => {
    const { faulted, printed, faults } = await startProgram({
      source: `setTimeout(() => console.log('alive'), 1);${loop}`,
      watchdog,
    });
    expect(await faulted(1)).toMatchObject([{ message: interrupted }]);
    expect(await printed(1)).toEqual(['alive']);
    expect(faults).toHaveLength(1);
  });

  test('loses one callback to the watchdog, not those behind it', async () => {
    const { printed, faulted } = await startProgram({
      source: `App({
        onLaunch() { for (;;); },
        onShow() { console.log('onShow'); },
      });`,
      watchdog,
    });
    expect(await faulted(1)).toMatchObject([{ where: 'App.onLaunch' }]);
    expect(await printed(1)).toEqual(['onShow']);
  });

  test.each([
    // Several of each: the one that is broken off inside a job is over, the others go on.
    [
      'promise jobs that make promise jobs',
      'for (let i = 0; i < 20; i++) (function again() { Promise.resolve().then(again); })();',
    ],
    [
      'async functions that await for ever',
      'for (let i = 0; i < 20; i++) (async () => { for (;;) await 0; })();',
    ],
    ['timers that loop', 'setInterval(() => { for (;;); }, 1);'],
    [
      'a rejection that is caught and loops again',
      '(function again() { Promise.resolve().then(() => { for (;;); }).catch(again); again(); })();',
    ],
    ['a hundred listeners that loop', 'for (let i = 0; i < 100; i++) wx.onAppShow(() => { for (;;); });'],
  ])('is ended after three interruptions of %s', async (_, source) => {
    const { ended, exits, faults, program } = await startProgram({ source, watchdog });
    expect(await ended).toEqual({ reason: 'watchdog', message: `${interrupted} That happened 3 times.` });
    await program.close();
    expect(exits).toHaveLength(1);
    expect(faults.filter(({ message }) => message === interrupted)).toHaveLength(3);
  });

  test.each([
    ['one operation that cannot be interrupted', "new Array(1e9) + '';"],
    ['a search through 2 ** 40 places', 'Array.prototype.includes.call({ length: 2 ** 40 }, 1);'],
  ])('is terminated in %s, while another program works on', async (_, source) => {
    const other = await startProgram({ source: 'setInterval(() => console.log("tick"), 10);' });
    const { ended, faults, program } = await startProgram({
      source,
      watchdog: { budget: 1000, margin: 500, overruns: 3 },
      memoryLimit: 256 * 1024 * 1024,
    });
    expect(await ended).toEqual({
      reason: 'watchdog',
      message: 'The program did not come back within 1500 ms and was terminated.',
    });
    expect(faults).toEqual([]);
    await program.idle();
    const { length } = other.lines;
    await other.printed(length + 3);
    expect(other.exits).toEqual([]);
  });
});

describe('nesting', () => {
  test.each([
    ['recursion', 'function f() { f(); }\nf();', 'InternalError: stack overflow'],
    [
      'recursion through a getter',
      'const o = { get x() { return o.x; } };\no.x;',
      'InternalError: stack overflow',
    ],
    [
      'a proxy of itself',
      'const p = new Proxy({}, { get(t, k, r) { return r[k]; } });\np.x;',
      'InternalError: stack overflow',
    ],
    ['50,000 parentheses', 'eval("(".repeat(50000) + ")".repeat(50000));', 'SyntaxError: stack overflow'],
    ['50,000 brackets of JSON', 'JSON.parse("[".repeat(50000) + "]".repeat(50000));', 'stack overflow'],
    ['a deep regular expression', 'new RegExp("(".repeat(50000) + ")".repeat(50000));', 'SyntaxError'],
  ])('that is too deep is an error of the program: %s', async (_, source, message) => {
    const { faulted, printed } = await startProgram({
      source: `setTimeout(() => console.log('alive'), 1);\n${source}`,
    });
    const [fault] = await faulted(1);
    expect(fault?.message).toContain(message);
    expect(await printed(1)).toEqual(['alive']);
  });

  test('of a program file that is too deep to parse is an error of the program', async () => {
    const source = `${'('.repeat(50_000)}${')'.repeat(50_000)}`;
    const { faulted, exits } = await startProgram({ source });
    expect((await faulted(1))[0]?.message).toContain('stack overflow');
    expect(exits).toEqual([]);
  });

  test('of the data of a call is an error of that call', async () => {
    const { printed } = await startProgram({
      source: `let deep = []; for (let i = 0; i < 20000; i++) deep = [deep];
wx.request({ url: 'https://api.example.test/', method: 'POST', data: deep, fail: ({ errMsg }) => console.log(errMsg) });`,
    });
    expect(await printed(1)).toEqual(['request:fail invalid request data']);
  });
});
