import { afterAll, describe, expect, test } from 'vitest';
import { answer, silentAccept } from '../../../test/support/fault.ts';
import { startFaultServer } from '../../../test/support/fault-server.ts';
import { linesOf as linesFrom, startEchoServer } from './support/echo-server.ts';
import { runSource, startProgram } from './support/start-program.ts';

const server = await startEchoServer();
afterAll(() => server.close());
const linesOf = (source: string) => linesFrom(server, source);

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
