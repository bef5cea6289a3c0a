import { afterAll, describe, expect, test } from 'vitest';
import { answer, silentAccept } from '../../../test/support/fault.ts';
import { startFaultServer } from '../../../test/support/fault-server.ts';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { runSource, startProgram } from './support/start-program.ts';

const MiB = 1024 * 1024;
const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const server = await startHttpsServer((request, response) => {
  const { url } = request;
  if (url === '/never') return;
  if (url === '/bytes') response.end(every);
  else if (url === '/nul') response.end('a\0b\0');
  else if (url === '/nul-json') response.end(JSON.stringify({ text: 'a\0b' }));
  else if (url === '/surrogates') response.end(String.raw`{"lone":"\ud800","pair":"\ud83d\ude00"}`);
  else if (url === '/large') response.end(Buffer.alloc(MiB, 'x'));
  else if (url === '/empty') response.end();
  else if (url === '/gone') response.writeHead(404, { 'Content-Type': 'text/plain' }).end('{"not":"there"');
  else if (url === '/cookies')
    response
      .writeHead(200, { 'Set-Cookie': ['a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT', 'b=2'] })
      .end('{}');
  else response.end(request.body.length > 0 ? request.body : '{"ok":true}');
});
afterAll(() => server.close());

/** The lines that a script prints, with `base`, `log` and `get` at hand. */
async function linesOf(source: string): Promise<string[]> {
  const started = await runSource(
    `const base = 'https://api.example.test';
     const log = (...args) => console.log(...args);
     const send = (options, then) => wx.request({ url: base + '/', method: 'POST', dataType: 'text', success: (res) => then(res.data), fail: (res) => log(res.errMsg), ...options });
     ${source}`,
    { server },
  );
  expect(started.faults).toEqual([]);
  return started.lines;
}

describe('request in the sandbox', () => {
  test('gives a task at once, then success and complete with the same object', async () => {
    const lines = await linesOf(`
      let kept;
      const task = wx.request({
        url: base + '/',
        success(res) { kept = res; log('success', res.errMsg, res.statusCode, res.data.ok); },
        fail() { log('fail'); },
        complete(res) { log('complete', res === kept); },
      });
      log(Object.keys(task).join(), typeof task.then);
    `);
    expect(lines).toEqual([
      'abort,onHeadersReceived,offHeadersReceived undefined',
      'success request:ok 200 true',
      'complete true',
    ]);
  });

  test('gives fail and complete with the same object, after the call has returned', async () => {
    const lines = await linesOf(`
      let kept, returned = false;
      wx.request({
        url: 'https://unlisted.example.test/',
        success() { log('success'); },
        fail(res) { kept = res; log('fail', returned, JSON.stringify(res)); },
        complete(res) { log('complete', res === kept); },
      });
      returned = true;
    `);
    expect(lines).toEqual([
      'fail true {"errMsg":"request:fail url not in domain list","errno":600002,"exception":{"retryCount":0,"reasons":[]},"useHttpDNS":false}',
      'complete true',
    ]);
  });

  test('calls complete and the others although success throws, and reports the throw with its place', async () => {
    const { lines, faults } = await runSource(
      `wx.request({ url: 'https://api.example.test/',
  success() { throw new TypeError('in success'); },
  complete() { console.log('complete'); throw null; } });
wx.request({ url: 'https://api.example.test/', complete: () => console.log('other') });`,
      { server },
    );
    expect(lines.toSorted()).toEqual(['complete', 'other']);
    expect(faults).toMatchObject([
      {
        message: 'TypeError: in success',
        where: 'the success callback of request',
        stack: expect.stringMatching(/app\.js:2/) as string,
      },
      { message: 'A value that is no Error was thrown: null', where: 'the complete callback of request' },
    ]);
  });

  test.each([
    ['no object', '', 0],
    ['null', 'null', 0],
    ['a text', "'https://api.example.test/'", 0],
    ['a list', '[]', 0],
    ['a function', '() => {}', 0],
    ['a symbol', 'Symbol()', 0],
    ['no url', '{ ...both }', 2],
    ['a url that is an object', '{ url: {}, ...both }', 2],
    ['a url that throws', "{ get url() { throw new Error('url'); }, ...both }", 2],
    [
      'a proxy that throws',
      "new Proxy({}, { get(_, name) { if (both[name]) return both[name]; throw new Error('proxy'); } })",
      2,
    ],
    [
      'a revoked proxy',
      '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()',
      0,
    ],
    ['a method that is a number', "{ url: base + '/', method: 5, ...both }", 2],
    ['an unknown method', "{ url: base + '/', method: 'CONNECT', ...both }", 2],
    ['a header that is a text', "{ url: base + '/', header: 'a: b', ...both }", 2],
    ['a header that is a list', "{ url: base + '/', header: ['a'], ...both }", 2],
    ['a timeout that is a bigint', "{ url: base + '/', timeout: 5n, ...both }", 2],
    ['a dataType that is a symbol', "{ url: base + '/', dataType: Symbol(), ...both }", 2],
    ['a responseType that is a function', "{ url: base + '/', responseType: () => {}, ...both }", 2],
    [
      'callbacks that throw when they are read',
      '{ url: 5, get success() { throw 1; }, get fail() { throw 2; }, complete: both.complete }',
      1,
    ],
    ['callbacks that are no functions', "{ url: 5, success: 5, fail: 'x', complete: both.complete }", 1],
  ])('throws nothing for %s, and tells fail where it can', async (_, options, count) => {
    const { lines, faults, program } = await startProgram({
      source: `
        const base = 'https://api.example.test';
        const both = { fail: (res) => console.log('fail', res.errno), complete: (res) => console.log('complete', res.errMsg.slice(0, 28)) };
        try { console.log(typeof wx.request(${options}).abort); } catch (error) { console.log('thrown', error); }
      `,
      server,
    });
    const outcomes: unknown[] = [];
    program.network.on('settle', ({ outcome }) => outcomes.push(outcome));
    await program.idle();
    expect(faults).toEqual([]);
    expect(outcomes).toEqual(['fail']);
    expect(lines).toEqual(
      ['function', 'fail 1001', 'complete request:fail parameter error'.slice(0, 37)].filter(
        (line, n) => n === 0 || ((count === 2 || line.startsWith('complete')) && count > 0),
      ),
    );
  });

  test('is aborted once, and only before its ending', async () => {
    const lines = await linesOf(`
      const task = wx.request({ url: base + '/never', fail: (res) => log('fail', res.errMsg), complete: () => { log('complete'); task.abort(); } });
      setTimeout(() => { task.abort(); task.abort(); }, 20);
      const done = wx.request({ url: base + '/', success: () => { done.abort(); log('success'); }, complete: () => done.abort() });
      const early = wx.request({ url: base + '/never', fail: (res) => log('early', res.errMsg) });
      early.abort();
    `);
    expect(lines.toSorted()).toEqual([
      'complete',
      'early request:fail abort',
      'fail request:fail abort',
      'success',
    ]);
  });

  test('hands the head to every listener before the ending, and to none that was removed', async () => {
    const lines = await linesOf(`
      const task = wx.request({ url: base + '/cookies', complete: () => log('complete') });
      const removed = () => log('removed');
      const again = (res) => log('again', res.statusCode);
      task.onHeadersReceived((res) => log('head', res.statusCode, res.cookies.length, typeof res.header['Set-Cookie']));
      task.onHeadersReceived(removed);
      task.offHeadersReceived(removed);
      task.onHeadersReceived('no function');
      const second = wx.request({ url: base + '/cookies' });
      second.onHeadersReceived(removed);
      second.offHeadersReceived();
      second.onHeadersReceived(again);
    `);
    expect(lines.toSorted()).toEqual(['again 200', 'complete', 'head 200 2 string']);
    expect(lines.indexOf('head 200 2 string')).toBeLessThan(lines.indexOf('complete'));
  });

  test('hands over the head that came before the listener was set', async () => {
    const { program, printed } = await startProgram({
      source: `const task = wx.request({ url: 'https://api.example.test/', complete: () => console.log('complete') });
        console.log('sent');
        for (const until = Date.now() + 1500; Date.now() < until; );
        task.onHeadersReceived((res) => console.log('head', res.statusCode));`,
      server,
    });
    await new Promise((resolve) => program.network.on('settle', resolve));
    expect(await printed(3)).toEqual(['sent', 'head 200', 'complete']);
  });

  test('counts its timeout on the host, and fails', async () => {
    const lines = await linesOf(
      `wx.request({ url: base + '/never', timeout: 30, complete: (res) => log(res.errMsg, res.errno) });`,
    );
    expect(lines).toEqual(['request:fail timeout 5']);
  });

  test('keeps ten on the wire, and sends what waits in order', async () => {
    const slow = await startFaultServer([...Array.from({ length: 10 }, silentAccept), answer('{}')]);
    const { program, printed } = await startProgram({
      source: `for (let i = 0; i < 12; i++) wx.request({ url: 'https://api.example.test/' + i, timeout: i < 10 ? 300 : 20000, complete: ({ errMsg }) => console.log(i, errMsg) });`,
      tls: { ca: slow.authority.pem },
      resolve: slow.resolve,
      allowAddresses: ['127.0.0.0/8'],
    });
    const lines = await printed(12);
    expect(lines.slice(0, 10).toSorted()).toEqual(
      Array.from({ length: 10 }, (_, n) => `${n} request:fail timeout`).toSorted(),
    );
    expect(lines.slice(10).toSorted()).toEqual(['10 request:ok', '11 request:ok']);
    await program.close();
    await slow.close();
  });
});

describe('the answer in the sandbox', () => {
  test('has every field of the platform', async () => {
    const [line = ''] = await linesOf(`
      wx.request({ url: base + '/cookies', success: (res) => log(JSON.stringify(res)) });
    `);
    const res = JSON.parse(line) as Record<string, unknown>;
    expect(Object.keys(res).toSorted()).toEqual([
      'cookies',
      'data',
      'errMsg',
      'exception',
      'header',
      'profile',
      'statusCode',
      'useHttpDNS',
    ]);
    expect(res.cookies).toEqual(['a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT', 'b=2']);
    const profile = res.profile as Record<string, unknown>;
    for (const name of [
      'redirectStart',
      'fetchStart',
      'domainLookUpStart',
      'domainLookupEnd',
      'connectStart',
      'SSLconnectionEnd',
      'requestStart',
      'responseEnd',
      'rtt',
      'receivedBytedCount',
      'sendBytesCount',
      'port',
    ]) {
      expect(typeof profile[name]).toBe('number');
    }
    expect(profile).toMatchObject({ peerIP: '127.0.0.1', protocol: 'http1.1', port: server.port });
  });

  test.each([
    [
      'any status, and a body that is no JSON as text',
      `wx.request({ url: base + '/gone', success: (res) => log(res.statusCode, res.data) })`,
      '404 {"not":"there"',
    ],
    ['JSON as a value', `wx.request({ url: base + '/', success: (res) => log(res.data.ok) })`, 'true'],
    [
      'JSON as text where it is asked for',
      `wx.request({ url: base + '/', dataType: 'other', success: (res) => log(typeof res.data, res.data) })`,
      'string {"ok":true}',
    ],
    [
      'nothing as an empty text',
      `wx.request({ url: base + '/empty', success: (res) => log(JSON.stringify(res.data)) })`,
      '""',
    ],
    [
      'U+0000 in text',
      `wx.request({ url: base + '/nul', success: (res) => log(JSON.stringify(res.data)) })`,
      String.raw`"a\u0000b\u0000"`,
    ],
    [
      'U+0000 in JSON',
      `wx.request({ url: base + '/nul-json', success: (res) => log(JSON.stringify(res.data.text)) })`,
      String.raw`"a\u0000b"`,
    ],
    [
      'lone surrogates in JSON',
      `wx.request({ url: base + '/surrogates', success: (res) => log(JSON.stringify(res.data), res.data.pair.length) })`,
      String.raw`{"lone":"\ud800","pair":"😀"} 2`,
    ],
    [
      'a text of 1 MiB',
      `wx.request({ url: base + '/large', success: (res) => log(res.data.length, res.data === 'x'.repeat(${MiB})) })`,
      `${MiB} true`,
    ],
    [
      'bytes as an ArrayBuffer',
      `wx.request({ url: base + '/bytes', responseType: 'arraybuffer', success: ({ data }) => log(data instanceof ArrayBuffer, new Uint8Array(data).every((byte, n) => byte === n), data.byteLength) })`,
      'true true 256',
    ],
    [
      'no bytes as an ArrayBuffer',
      `wx.request({ url: base + '/empty', responseType: 'arraybuffer', success: ({ data }) => log(data instanceof ArrayBuffer, data.byteLength) })`,
      'true 0',
    ],
    [
      '1 MiB as an ArrayBuffer that can be written',
      `wx.request({ url: base + '/large', responseType: 'arraybuffer', success: ({ data }) => { const view = new Uint8Array(data); view[0] = 1; log(view.length, view[0], view[${MiB - 1}]); } })`,
      `${MiB} 1 120`,
    ],
  ])('gives %s', async (_, source, line) => {
    expect(await linesOf(source)).toEqual([line]);
  });
});

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
