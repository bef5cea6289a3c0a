import { readFileSync } from 'node:fs';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { binance, type HostProfile } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import { loopbackNetwork } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const url = 'https://api.example.test/';
const MiB = 1024 * 1024;

const codings: [string, string, (body: Buffer) => Buffer][] = [
  ['gzip', 'gzip', (body) => gzipSync(body)],
  ['deflate with the zlib wrapper', 'deflate', (body) => deflateSync(body)],
  ['deflate without it', 'deflate', (body) => deflateRawSync(body)],
  ['br', 'br', (body) => brotliCompressSync(body)],
  ['two codings', 'br, gzip', (body) => gzipSync(brotliCompressSync(body))],
];

function profileWith(limits: Partial<HostProfile['limits']>): HostProfile {
  return { ...binance, limits: { ...binance.limits, ...limits } };
}

async function serveCoded(encoding: string, body: Buffer) {
  return serve((_request, response) => {
    response.writeHead(200, { 'Content-Encoding': encoding }).end(body);
  });
}

describe('Rule 15: content codings', () => {
  it.each(codings)('%s is decoded, in request and in downloadFile', async (_name, encoding, encode) => {
    const network = loopbackNetwork(await serveCoded(encoding, encode(Buffer.from('{"a":"grüße"}'))));
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: { a: 'grüße' } });
    const { tempFilePath = '' } = await downloadLogged(network, { url }).done;
    expect(readFileSync(tempFilePath, 'utf8')).toBe('{"a":"grüße"}');
  });

  it('are those that are asked for, whatever the program writes', async () => {
    const server = await serveCoded('identity', Buffer.from('x'));
    await requestLogged(loopbackNetwork(server), { url, header: { 'Accept-Encoding': 'zstd' } }).done;
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip, deflate, br');
  });

  it.each([
    ['a line break after gzip', Buffer.concat([gzipSync('text'), Buffer.from('\r\n')]), 'text'],
    ['a second gzip member', Buffer.concat([gzipSync('te'), gzipSync('xt')]), 'text'],
    ['garbage after gzip', Buffer.concat([gzipSync('text'), Buffer.from('<!-- cached -->')]), 'text'],
  ])('%s does no harm', async (_name, body, text) => {
    const network = loopbackNetwork(await serveCoded('gzip', body));
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: text });
  });

  it.each(codings)('a body that is not what %s promises ends in `fail`', async (_name, encoding, encode) => {
    const cut = encode(Buffer.from('some text that is cut')).subarray(0, -3);
    const network = loopbackNetwork(await serveCoded(encoding, cut));
    for (const call of [requestLogged(network, { url }), downloadLogged(network, { url })]) {
      expect(await call.done).toMatchObject({
        errMsg: expect.stringMatching(/:fail -330:net::ERR_CONTENT_DECODING_FAILED$/),
        errno: 600001,
      });
    }
  });
});

describe('Rule 15: limits hold after content decoding', () => {
  const whole = Buffer.alloc(4096, 'x');
  it.each([['no coding', 'identity', (body: Buffer) => body] as const, ...codings])(
    'exactly the limit passes, one byte more fails: %s',
    async (_name, encoding, encode) => {
      const network = async (limit: number) =>
        loopbackNetwork(await serveCoded(encoding, encode(whole)), {
          profile: profileWith({ responseBytes: limit, downloadBytes: limit }),
        });
      const wide = await network(4096);
      expect((await requestLogged(wide, { url }).done).statusCode).toBe(200);
      expect((await downloadLogged(wide, { url }).done).statusCode).toBe(200);
      const tight = await network(4095);
      expect(await requestLogged(tight, { url }).done).toMatchObject({ errno: 602300 });
      expect(await downloadLogged(tight, { url }).done).toMatchObject({
        errMsg: 'downloadFile:fail exceed max file size',
        errno: 603301,
      });
    },
  );

  it.each([
    ['gzip', 'gzip', (body: Buffer) => gzipSync(body)],
    ['deflate', 'deflate', (body: Buffer) => deflateSync(body)],
    ['raw deflate', 'deflate', (body: Buffer) => deflateRawSync(body)],
    ['br', 'br', (body: Buffer) => brotliCompressSync(body)],
    ['gzip in gzip', 'gzip, gzip', (body: Buffer) => gzipSync(gzipSync(body))],
  ])('a bomb in %s ends in `fail` at 32 MiB of text', async (_name, encoding, encode) => {
    expect(binance.limits).toMatchObject({ responseBytes: 32 * MiB, downloadBytes: 200 * MiB });
    const bomb = encode(Buffer.alloc(33 * MiB));
    expect(bomb.length).toBeLessThan(64 * 1024);
    const call = requestLogged(loopbackNetwork(await serveCoded(encoding, bomb)), { url });
    expect(await call.done).toMatchObject({ errno: 602300 });
    expect(callbackNames(call)).toEqual(['fail', 'complete']);
  });

  it('a bomb in a download fails at the limit and leaves no file', async () => {
    const bomb = gzipSync(Buffer.alloc(33 * MiB));
    const network = loopbackNetwork(await serveCoded('gzip', bomb), {
      profile: profileWith({ downloadBytes: 8 * MiB }),
    });
    let most = 0;
    const call = downloadLogged(network, { url });
    call.task.onProgressUpdate(({ totalBytesWritten }) => (most = Math.max(most, totalBytesWritten)));
    expect(await call.done).toMatchObject({ errno: 603301 });
    expect(most).toBeLessThanOrEqual(8 * MiB);
  });

  it('an answer without end fails as soon as the limit is passed', async () => {
    const server = await serve((_request, response) => {
      const pour = () => {
        while (response.write(Buffer.alloc(64 * 1024))) continue;
      };
      response.on('drain', pour);
      pour();
    });
    const network = loopbackNetwork(server, {
      profile: profileWith({ responseBytes: MiB, downloadBytes: MiB }),
    });
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 602300 });
    expect(await downloadLogged(network, { url }).done).toMatchObject({ errno: 603301 });
    await server.disconnected();
  });
});
