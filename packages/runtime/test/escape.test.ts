import { afterAll, describe, expect, test } from 'vitest';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { runSource, startProgram } from './support/start-program.ts';

const server = await startHttpsServer((_, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end('{"answer":42,"list":[1,2]}');
});
afterAll(() => server.close());

describe('what a program can reach', () => {
  test('is the language and the platform, and nothing of the host', async () => {
    const { lines } = await runSource(`
      const hostNames = ['process', 'Buffer', 'global', 'fetch', 'Worker', 'MessageChannel', 'MessagePort',
        'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'XMLHttpRequest', 'WebSocket', 'navigator', 'document',
        'window', 'self', 'std', 'os', 'bjson', 'scriptArgs', 'postMessage', 'importScripts', 'setImmediate',
        'structuredClone', '__filename', '__dirname', 'guest', 'install', 'host', 'send'];
      for (const name of hostNames) {
        let found;
        try { found = (0, eval)(name); } catch {}
        if (found !== undefined) console.log(name);
      }
      console.log(Reflect.ownKeys(globalThis).filter((key) => typeof key === 'string' && /^[a-z]/.test(key)).sort().join(' '));
    `);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.split(' ')).toEqual([
      'clearInterval',
      'clearTimeout',
      'console',
      'decodeURI',
      'decodeURIComponent',
      'encodeURI',
      'encodeURIComponent',
      'escape',
      'eval',
      'getApp',
      'getCurrentPages',
      'globalThis',
      'isFinite',
      'isNaN',
      'mp',
      'parseFloat',
      'parseInt',
      'requirePlugin',
      'setInterval',
      'setTimeout',
      'undefined',
      'unescape',
      'wx',
    ]);
  });

  test('has one realm: every constructor that can be reached makes functions of the sandbox', async () => {
    const { lines } = await runSource(
      `
      const seen = new Set();
      const bad = [];
      function look(value, path) {
        if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
        seen.add(value);
        if (seen.size > 20000) return;
        let maker;
        try { maker = value.constructor && value.constructor.constructor; } catch {}
        if (typeof maker === 'function' && maker !== Function && !String(maker).includes('[native code]')) bad.push(path);
        if (maker === Function && Function('return typeof process + typeof require')() !== 'undefinedundefined') bad.push(path);
        for (let at = value; at; at = Object.getPrototypeOf(at)) {
          for (const key of Reflect.ownKeys(at)) {
            let inside;
            try { inside = value[key]; } catch { continue; }
            look(inside, path + '.' + String(key));
          }
        }
      }
      look(globalThis, 'globalThis');
      look(require, 'require');
      look(module, 'module');
      console.log(seen.size > 500, JSON.stringify(bad));
    `,
      { watchdog: { budget: 60_000 } },
    );
    expect(lines).toEqual(['true []']);
  });

  test.each([
    [
      'the constructor of a constructor',
      `console.log.constructor.constructor('return typeof process + typeof require')()`,
    ],
    [
      'the constructor of an async function',
      `await (async () => {}).constructor('return typeof process + typeof require')()`,
    ],
    [
      'the constructor of a task',
      `wx.request({ url: '' }).abort.constructor('return typeof process + typeof require')()`,
    ],
    ['indirect eval', `(0, eval)('typeof process + typeof require')`],
    [
      'the caller of a function',
      `(() => { function f() { return f.caller; } try { return String(f()); } catch { return 'undefinedundefined'; } })().replace(/^(null|undefined)$/, 'undefinedundefined')`,
    ],
  ])('leads nowhere through %s', async (_, expression) => {
    const { lines } = await runSource(`(async () => { console.log(${expression}); })();`);
    expect(lines).toEqual(['undefinedundefined']);
  });

  test.each(['fs', 'node:fs', 'child_process', '/etc/passwd', '../../../etc/passwd', 'std', 'os', 'qjs:std'])(
    'has no module %s, neither required nor imported',
    async (name) => {
      const { lines } = await runSource(`
        try { require(${JSON.stringify(name)}); console.log('required'); } catch (error) { console.log(error.message.slice(0, 18)); }
        import(${JSON.stringify(name)}).then(() => console.log('imported'), () => console.log('not imported'));
      `);
      expect(lines).toEqual(['Cannot find module', 'not imported']);
    },
  );
});

/** Makes a request and a console line; everything works if both come through. */
const work = `
  wx.setStorageSync('k', 'kept');
  console.log('storage', wx.getStorageSync('k'));
  const task = wx.request({
    url: 'https://api.example.test/', method: 'POST', data: { a: [1, { b: 2 }], n: NaN }, header: { 'X-A': 'b' },
    success(res) { console.log('success', res.data.answer, res.statusCode, res.profile.peerIP); },
    fail(res) { console.log('fail', res.errMsg); },
    complete(res) { console.log('complete', res.errMsg); },
  });
  task.onHeadersReceived((res) => console.log('headers', res.statusCode));
  wx.unknownCall({ fail: (res) => console.log(res.errMsg) });
  new Promise((resolve) => setTimeout(resolve, 1, 'promise')).then((text) => console.log(text));
`;
const worked = [
  'complete request:ok',
  'headers 200',
  'promise',
  'storage kept',
  'success 42 200 127.0.0.1',
  'unknownCall:fail not supported',
];

const pollutions: [string, string][] = [
  ['nothing', ''],
  [
    'setters on Object.prototype',
    `for (const key of ['call', 'id', '0', 'length', 'value', 'get', 'set', 'success', 'then', 'up', 'key', 'unsent', 'headers', 'progress', 'aborted', 'run', 'self', 'args', 'where', 'first', 'text', 'bytes', 'odd', 'due', 'order', 'every', 'cleared']) define(Object.prototype, key, { __proto__: null, configurable: true, set() { throw new Error('set ' + key); }, get() { return undefined; } });`,
  ],
  [
    'numbers on Object.prototype',
    `for (let i = 0; i < 40; i++) define(Object.prototype, i, { configurable: true, set() { throw new Error('set'); }, get() { return undefined; } });`,
  ],
  [
    'toJSON on every prototype',
    `Object.prototype.toJSON = Array.prototype.toJSON = String.prototype.toJSON = Number.prototype.toJSON = () => '["abort",1]'; delete Object.prototype.toJSON; delete Array.prototype.toJSON;`,
  ],
  [
    'Array.prototype',
    `for (const key of Reflect.ownKeys(Array.prototype)) if (key !== 'length' && key !== 'constructor') Array.prototype[key] = () => { throw new Error('array ' + String(key)); };`,
  ],
  [
    'indexes on Array.prototype',
    `for (let i = 0; i < 40; i++) define(Array.prototype, i, { configurable: true, set() { throw new Error('set'); }, get() { return undefined; } });`,
  ],
  [
    'Map, Set and WeakSet',
    `for (const type of [Map, Set, WeakSet, WeakMap]) for (const key of Reflect.ownKeys(type.prototype)) if (key !== 'constructor') Object.defineProperty(type.prototype, key, { value() { throw new Error('map'); } });`,
  ],
  [
    'Function.prototype',
    `for (const key of ['call', 'apply', 'bind', 'toString']) Function.prototype[key] = () => { throw new Error(key); };`,
  ],
  ['JSON', `JSON.stringify = () => '["abort",1]'; JSON.parse = () => ['success', 1];`],
  [
    'Reflect and Object',
    `for (const target of [Reflect, Object]) for (const key of Reflect.ownKeys(target)) { if (key === 'prototype' || key === 'ownKeys') continue; try { target[key] = () => { throw new Error('reflect'); }; } catch {} }`,
  ],
  [
    'Promise.prototype.then',
    `const then = Promise.prototype.then; Promise.prototype.then = function (...args) { return then.apply(this, args); };`,
  ],
  [
    'String and Number',
    `for (const key of ['slice', 'indexOf', 'toString', 'valueOf']) String.prototype[key] = Number.prototype[key] = () => { throw new Error('text'); };`,
  ],
  [
    'ArrayBuffer and typed arrays',
    `for (const type of [ArrayBuffer, Object.getPrototypeOf(Uint8Array), DataView, Float64Array]) for (const key of Reflect.ownKeys(type.prototype)) if (key !== 'constructor') try { Object.defineProperty(type.prototype, key, { get() { throw new Error('bytes'); } }); } catch {}`,
  ],
  [
    'the globals',
    `for (const key of ['Map', 'Set', 'Error', 'Promise', 'Proxy', 'Object', 'Array', 'Float64Array', 'Math', 'Reflect', 'String', 'Number', 'Date']) define(globalThis, key, { value: undefined, writable: true, configurable: true });`,
  ],
  [
    'Error',
    `Error.prepareStackTrace = () => { throw new Error('prepare'); }; Error.stackTraceLimit = 0; Object.defineProperty(Error, Symbol.hasInstance, { value: () => { throw 1; } });`,
  ],
  ['iterators', `Array.prototype[Symbol.iterator] = () => { throw new Error('iterator'); };`],
  [
    'species',
    `for (const type of [Array, ArrayBuffer, Map, Set]) Object.defineProperty(type, Symbol.species, { get() { throw new Error('species'); } });`,
  ],
];

describe('a program that changes the language under its own feet', () => {
  test.each(pollutions)('does not break the bridge before its calls, through %s', async (_, pollution) => {
    const own = 'const NativePromise = Promise, define = Object.defineProperty;';
    const source = `${own}\n${pollution}\n;(function (Promise) {${work}})(NativePromise);`;
    const { lines, faults, exits } = await runSource(source, { server });
    expect({ lines: lines.toSorted(), faults, exits }).toEqual({ lines: worked, faults: [], exits: [] });
  });

  test.each(pollutions)(
    'does not break the bridge while its calls are under way, through %s',
    async (_, pollution) => {
      const own = 'const NativePromise = Promise, define = Object.defineProperty;';
      const source = `${own}\n(function (Promise) {${work}})(NativePromise);\n${pollution}`;
      const { lines, faults, exits } = await runSource(source, { server });
      expect({ lines: lines.toSorted(), faults, exits }).toEqual({ lines: worked, faults: [], exits: [] });
    },
  );

  test('makes no message of its own: toJSON and setters see nothing of the bridge', async () => {
    const before = server.requests.length;
    const { lines, program } = await runSource(
      `
      let seen = 0;
      const note = () => { seen += 1; };
      for (const object of [Object.prototype, Array.prototype, String.prototype]) {
        Object.defineProperty(object, 'toJSON', { configurable: true, get: note });
        for (let i = 0; i < 40; i++) Object.defineProperty(object, i, { configurable: true, set: note, get: note });
      }
      wx.request({ url: 'https://api.example.test/plain', complete: ({ errMsg }) => { console.log(errMsg); } });
      wx.unknown();
      console.log(seen);
      `,
      { server },
    );
    expect(lines).toEqual(['0', 'request:ok']);
    expect(server.requests).toHaveLength(before + 1);
    await program.close();
  });

  test('cannot make a prototype of the host dirty through names of the language', async () => {
    const { lines } = await runSource(
      `wx.request({ url: 'https://api.example.test/', method: 'POST',
        data: JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":NaN}'.replace('NaN', '1')),
        header: JSON.parse('{"__proto__":{"x-polluted":"1"}}'),
        complete: ({ errMsg }) => console.log(errMsg) });
      const odd = { nested: { n: NaN } };
      Object.defineProperty(odd, '__proto__', { value: { n: NaN, polluted: Infinity }, enumerable: true });
      wx.request({ url: 'https://api.example.test/', method: 'POST', data: odd, complete: ({ errMsg }) => console.log(errMsg) });`,
      { server },
    );
    expect(lines).toHaveLength(2);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).n).toBeUndefined();
  });

  test('that throws from thenables hears of it and goes on', async () => {
    const { faults, printed } = await startProgram({
      source: `
        const thenable = { then() { throw new Error('thenable'); } };
        (async () => { try { await thenable; } catch (error) { console.log('caught', error.message); } await thenable; })();
        Promise.resolve({ get then() { throw new Error('getter'); } });
        setTimeout(() => console.log('alive'), 1);`,
    });
    expect(await printed(2)).toEqual(['caught thenable', 'alive']);
    expect(faults.map(({ message }) => message).toSorted()).toEqual(['Error: getter', 'Error: thenable']);
  });
});
