import { afterAll, describe, expect, test } from 'vitest';
import { linesOf as linesFrom, startEchoServer } from './support/echo-server.ts';

const MiB = 1024 * 1024;
const server = await startEchoServer();
afterAll(() => server.close());
const linesOf = (source: string) => linesFrom(server, source);

describe('what a program sends', () => {
  test.each([
    ['bytes', 'new Uint8Array([0, 255, 1]).buffer', [0, 255, 1]],
    [
      'the part of a buffer that a typed array shows',
      'new Uint8Array(new Uint8Array([9, 0, 255, 1, 9]).buffer, 1, 3)',
      [0, 255, 1],
    ],
    ['wider elements as they lie in memory', 'new Uint16Array([1, 256])', [1, 0, 0, 1]],
    ['a data view', 'new DataView(new Uint8Array([9, 7, 8]).buffer, 1)', [7, 8]],
    ['no bytes', 'new ArrayBuffer(0)', []],
  ])('arrives as it is: %s', async (_, data, bytes) => {
    const [line] = await linesOf(
      `wx.request({ url: base + '/', method: 'POST', data: ${data}, responseType: 'arraybuffer', success: (res) => log([...new Uint8Array(res.data)].join()) });`,
    );
    expect(line).toBe(bytes.length > 0 ? bytes.join(',') : [...Buffer.from('{"ok":true}')].join(','));
  });

  test('arrives as it is: 1 MiB of bytes, which may be changed at once', async () => {
    const [line] = await linesOf(`
      const bytes = new Uint8Array(${MiB}).fill(7);
      wx.request({ url: base + '/', method: 'POST', data: bytes.buffer, responseType: 'arraybuffer',
        success: ({ data }) => log(data.byteLength, new Uint8Array(data).every((byte) => byte === 7)) });
      bytes.fill(8);
    `);
    expect(line).toBe(`${MiB} true`);
  });

  test.each([
    ['a text', "'plain'", 'plain'],
    ['a text with U+0000', String.raw`'a\0b'`, 'a\0b'],
    ['an object', '{ a: [1, null, { b: "c" }], t: true }', '{"a":[1,null,{"b":"c"}],"t":true}'],
    [
      'what JSON leaves out',
      '{ a: undefined, f() {}, s: Symbol(), keep: 1, list: [undefined, () => {}] }',
      '{"keep":1,"list":[null,null]}',
    ],
    [
      'numbers that JSON lacks',
      '{ a: NaN, b: [Infinity, -Infinity], c: -0 }',
      '{"a":null,"b":[null,null],"c":0}',
    ],
    ['a Date', '{ at: new Date(0) }', '{"at":"1970-01-01T00:00:00.000Z"}'],
    [
      'objects with toJSON',
      '{ a: { toJSON: (key) => key + "!" }, list: [{ toJSON: (key) => typeof key }] }',
      '{"a":"a!","list":["number"]}',
    ],
    [
      'boxed values',
      '{ n: new Number(1), s: new String("s"), b: new Boolean(false) }',
      '{"n":1,"s":"s","b":false}',
    ],
    [
      'keys of the language',
      'JSON.parse(\'{"__proto__":1,"constructor":2}\')',
      '{"__proto__":1,"constructor":2}',
    ],
    ['a Map', 'new Map([[1, 2]])', '{}'],
    ['a proxy', 'new Proxy({ a: 1 }, {})', '{"a":1}'],
    [
      'an instance, without what is inherited',
      'Object.assign(Object.create({ inherited: 1 }), { own: 2 })',
      '{"own":2}',
    ],
    [
      'nesting',
      '(() => { let deep = "core"; for (let i = 0; i < 200; i++) deep = { deep }; return deep; })()',
      `${'{"deep":'.repeat(200)}"core"${'}'.repeat(200)}`,
    ],
  ])('is read by the rules of JSON: %s', async (_, data, body) => {
    expect(await linesOf(`send({ data: ${data} }, (text) => log(JSON.stringify(text)));`)).toEqual([
      JSON.stringify(body),
    ]);
  });

  test.each([
    ['a cycle', '(() => { const knot = {}; knot.self = knot; return knot; })()'],
    ['a getter that throws', "{ get a() { throw new Error('no'); } }"],
    ['a toJSON that throws', "{ toJSON() { throw new Error('no'); } }"],
    ['a bigint inside', '{ a: 1n }'],
    ['a proxy that throws', "new Proxy({}, { ownKeys() { throw new Error('no'); } })"],
    [
      'a boxed text that throws',
      "Object.assign(new String('x'), { toString() { throw new Error('no'); } , valueOf() { throw new Error('no'); } })",
    ],
    ['a lone surrogate', String.raw`'\ud800'`],
  ])('cannot be sent and is told to fail: %s', async (_, data) => {
    expect(
      await linesOf(
        `send({ data: ${data} }, () => log('sent')); send({ data: 'after' }, (text) => log(text));`,
      ),
    ).toEqual(['request:fail invalid request data', 'after']);
  });

  test('is not sent when its buffer was given away', async () => {
    const [line] = await linesOf(`
      const buffer = new ArrayBuffer(8);
      if (buffer.transfer === undefined) log('request:fail invalid request data');
      else { buffer.transfer(); send({ data: buffer }, () => log('sent')); }
    `);
    expect(line).toBe('request:fail invalid request data');
  });

  test('is read once, in order, when the call is made', async () => {
    const lines = await linesOf(`
      const read = [];
      const options = { url: base + '/', method: 'POST', data: { a: 1 }, success: (res) => log(JSON.stringify(res.data)) };
      wx.request(new Proxy(options, { get(target, name) { read.push(name); return target[name]; } }));
      options.data.a = 2;
      log(read[0], read.includes('complete'), new Set(read).size === read.length);
    `);
    expect(lines).toEqual(['url true true', '{"a":1}']);
  });
});
