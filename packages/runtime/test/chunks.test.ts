import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { startUploadServer } from '../../../test/support/upload-server.ts';
import { hostBridge } from './support/host-bridge.ts';
import { insideAndOutside } from './support/inside-and-outside.ts';
import { policy, startProgram } from './support/start-program.ts';

const MiB = 1024 * 1024;
const block = 64 * 1024;
const blocks = 1024;

/** Bytes that the server's own kernel took of the answer of a flood. */
let taken = 0;

/** Each block begins with its number, and the server waits where the client does. */
async function flood(response: ServerResponse): Promise<void> {
  taken = 0;
  const closed = once(response, 'close');
  for (let n = 0; n < blocks && !response.destroyed; n += 1) {
    const bytes = Buffer.alloc(block);
    bytes.writeUInt32LE(n);
    if (!response.write(bytes, () => (taken += block)) && !response.destroyed) {
      await Promise.race([once(response, 'drain'), closed]);
    }
  }
  response.end();
}

const server = await startUploadServer(async ({ url }, response) => {
  if (url === '/flood') await flood(response);
  else if (url === '/empty') response.end();
  else if (url === '/broken') {
    response.write('half', () => response.destroy());
  } else if (url === '/steps') {
    for (const text of ['one', 'two', 'three'])
      await new Promise<void>((done) => response.write(text, () => done()));
    response.end();
  } else response.end('{"whole":true}');
});
afterAll(() => server.close());

const options = {
  policy,
  tls: { ca: server.authority.pem },
  resolve: server.resolve,
  allowAddresses: ['127.0.0.0/8'],
};

describe('a chunked answer in the sandbox', () => {
  test('comes as ArrayBuffers, in order, before its ending', async () => {
    const { program, lines } = await startProgram({
      ...options,
      source: `
        let text = '';
        const task = wx.request({ url: '${server.origin}/steps', enableChunked: true,
          success: ({ data, statusCode }) => console.log(text, JSON.stringify(data), statusCode) });
        task.onChunkReceived((event) => {
          if (!(event.data instanceof ArrayBuffer)) console.log('no ArrayBuffer');
          for (const byte of new Uint8Array(event.data)) text += String.fromCharCode(byte);
        });
        task.onChunkReceived('no function');`,
    });
    await program.idle();
    expect(lines).toEqual(['onetwothree "" 200']);
  });

  test('reaches a listener that is set late in a long turn', async () => {
    const { program, lines } = await startProgram({
      ...options,
      source: `
        let bytes = 0;
        const task = wx.request({ url: '${server.origin}/steps', enableChunked: true, success: () => console.log(bytes) });
        for (const end = Date.now() + 500; Date.now() < end; );
        task.onChunkReceived(({ data }) => (bytes += data.byteLength));`,
    });
    await program.idle();
    expect(lines).toEqual(['11']);
  });

  test('waits for a program that is behind, and arrives whole and in order afterwards', async () => {
    const { program, printed, lines } = await startProgram({
      ...options,
      source: `
        let bytes = 0;
        const task = wx.request({ url: '${server.origin}/flood', enableChunked: true, success: () => console.log(bytes) });
        let slept = false;
        task.onChunkReceived(({ data }) => {
          if (!slept) { slept = true; for (const end = Date.now() + 1500; Date.now() < end; ); console.log('awake'); }
          const first = Math.ceil(bytes / ${block}) * ${block} - bytes;
          for (let at = first; at + 4 <= data.byteLength; at += ${block}) {
            const number = new DataView(data).getUint32(at, true);
            if (number !== (bytes + at) / ${block}) console.log('out of order', number);
          }
          bytes += data.byteLength;
        });`,
    });
    await printed(1);
    expect(taken).toBeLessThan(24 * MiB);
    await program.idle();
    expect(lines).toEqual(['awake', String(block * blocks)]);
  });

  test('keeps little on the host while the program takes nothing', async () => {
    const { say, takes, heads, bodies, delivered } = hostBridge(options);
    say(`["call",1,"request",{"url":"${server.origin}/flood","enableChunked":true},[]]`);
    const seen = () =>
      bodies.reduce((sum, body) => sum + (body instanceof ArrayBuffer ? body.byteLength : 0), 0);
    let acknowledged = 0;
    while (!heads.some((head) => head.startsWith('["success"'))) {
      await delivered(acknowledged + 1);
      // More than a turn of the event loop of everybody who could go on.
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const untaken = bodies
        .slice(acknowledged)
        .reduce((sum, body) => sum + ((body as ArrayBuffer | null)?.byteLength ?? 0), 0);
      expect(untaken).toBeLessThan(2 * MiB);
      const all = heads.length;
      takes(all - acknowledged);
      acknowledged = all;
    }
    expect(seen()).toBe(block * blocks);
  });

  test.each([
    ['pieces', '/steps', 'enableChunked: true'],
    ['nothing', '/empty', 'enableChunked: true'],
    ['bytes', '/steps', "enableChunked: true, responseType: 'arraybuffer'"],
    ['a whole answer, where nothing is chunked', '/', 'enableChunked: false'],
    ['an answer that breaks', '/broken', 'enableChunked: true'],
    ['JSON, which is not read', '/', 'enableChunked: true'],
    ['a wrong flag', '/', 'enableChunked: 1'],
    ['a wrong flag of HTTP/2', '/', "enableHttp2: 'yes'"],
    ['a wrong flag of the cache', '/', 'enableCache: {}'],
    ['a manual redirect', '/', "redirect: 'manual'"],
    ['a wrong redirect', '/', "redirect: 'never'"],
  ])('is like one outside: %s', async (_, path, more) => {
    const { inside, outside } = await insideAndOutside(
      options,
      `let bytes = 0;
       const shown = (data) => data instanceof ArrayBuffer ? 'bytes ' + data.byteLength : JSON.stringify(data);
       const task = wx.request({ url: '${server.origin}${path}', ${more},
         success: ({ data, statusCode, errMsg }) => log('success', shown(data), statusCode, errMsg, bytes),
         fail: ({ errMsg, errno }) => log('fail', errMsg, errno, bytes),
         complete: () => log('end') });
       task.onChunkReceived(({ data }) => { bytes += data.byteLength; });`,
    );
    expect(inside).toEqual(outside);
    expect(outside).toHaveLength(1);
  });
});
