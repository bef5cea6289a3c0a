import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { redirectLoop } from '../support/fault.ts';
import type { Handler } from '../support/https-server.ts';
import { policyFor } from '../support/loopback-network.ts';
import { misbehave, serve } from '../support/servers.ts';
import { allWork, checkOf, examined, failingOf, verdictsOf } from './examined.ts';

/** A server that answers with this body. */
function saying(body: string | Uint8Array, headers: Record<string, string> = {}, status = 200) {
  return serve((_request, response) => void response.writeHead(status, headers).end(body));
}

/** A server that redirects from `/` and answers elsewhere. */
function redirecting(location: string, names?: string[]) {
  const handler: Handler = (request, response) => {
    if (request.url === '/') response.writeHead(302, { Location: location }).end();
    else response.end('{}');
  };
  return serve(handler, names === undefined ? {} : { names });
}

describe('the status', () => {
  it.each([
    [200, 'ok'],
    [204, 'ok'],
    [401, 'note'],
    [404, 'note'],
    [503, 'warning'],
  ] as const)('%i is a success for a program: %s', async (status, outcome) => {
    const report = await examined(await saying('', {}, status));
    expect(checkOf(report, 'http')).toMatchObject({
      outcome,
      sentence: expect.stringContaining(`${status}`),
    });
    expect(report.answer?.status).toBe(status);
    expect(verdictsOf(report)).toEqual(allWork);
  });
});

describe('a redirect', () => {
  it('on the list is followed, and each hop is told', async () => {
    const report = await examined(await redirecting('/next?a=1'));
    expect(failingOf(report)).toEqual([]);
    expect(checkOf(report, 'redirects')?.outcome).toBe('ok');
    expect(report.hops).toEqual([
      { url: 'https://api.example.test/', verdict: 'allow', reason: 'LISTED', status: 302 },
      { url: 'https://api.example.test/next?a=1', verdict: 'allow', reason: 'LISTED', status: 200 },
    ]);
  });

  it('to another listed host is followed there', async () => {
    const names = ['api.example.test', 'cdn.example.test'];
    const server = await redirecting('https://cdn.example.test/a', names);
    const policy = policyFor(...names.map((name) => `https://${name}`));
    const report = await examined(server, { policy });
    expect(failingOf(report)).toEqual([]);
    expect(report.hops.map(({ url }) => url)).toEqual([
      'https://api.example.test/',
      'https://cdn.example.test/a',
    ]);
  });

  it.each([
    ['to a host that is not listed', 'https://other.example.test/a', 'HOST_NOT_LISTED'],
    ['to http', 'http://api.example.test/a', 'REDIRECT_TO_HTTP'],
    ['that writes :443', 'https://api.example.test:443/a', 'PORT_NOT_PERMITTED'],
    ['to a banned host', 'https://api.binance.com/', 'BANNED_HOST'],
    ['to an address', 'https://127.0.0.1/', 'PRIVATE_ADDRESS'],
    ['to what is no URL', 'https://a b/', 'INVALID_HOST'],
  ])('%s fails by the policy and is not followed', async (_, location, reason) => {
    const server = await redirecting(location);
    const report = await examined(server);
    expect(failingOf(report)).toEqual(['redirects']);
    expect(report.failures).toEqual(['not-permitted']);
    expect(report.hops.at(-1)).toMatchObject({ verdict: 'deny', reason });
    expect(report.answer).toBeUndefined();
    expect(verdictsOf(report)).toEqual({ ios: 'works', android: 'works', binance: 'fails' });
    expect(server.requests).toHaveLength(1);
  });

  it('to itself is a circle', async () => {
    const server = await misbehave(redirectLoop());
    const report = await examined(server);
    expect(failingOf(report)).toEqual(['redirects']);
    expect(checkOf(report, 'redirects')?.sentence).toContain('in a circle');
  });

  it('is not followed more often than a call may follow', async () => {
    let count = 0;
    const server = await serve((_request, response) => {
      count += 1;
      response.writeHead(307, { Location: `/${count}` }).end();
    });
    const report = await examined(server);
    expect(failingOf(report)).toEqual(['redirects']);
    expect(server.requests).toHaveLength(21);
  });
});

describe('the charset', () => {
  const gbk = Uint8Array.of(0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7, 0x0a);

  it('GBK that is not declared is a guess, and a warning', async () => {
    const report = await examined(await saying(gbk, { 'Content-Type': 'text/plain' }));
    expect(checkOf(report, 'charset')).toMatchObject({ outcome: 'warning' });
    expect(report.answer?.text).toMatchObject({ source: 'detected', replaced: false });
  });

  it('GBK that is declared is noted', async () => {
    const report = await examined(await saying(gbk, { 'Content-Type': 'text/plain; charset=gb2312' }));
    expect(checkOf(report, 'charset')).toMatchObject({ outcome: 'note' });
    expect(report.answer?.text).toMatchObject({ charset: 'GBK', source: 'declared', declared: 'gb2312' });
  });

  it('a byte order mark is noted', async () => {
    const report = await examined(
      await saying('\ufeff{}', { 'Content-Type': 'application/json; charset=utf-8' }),
    );
    expect(checkOf(report, 'charset')?.sentence).toContain('byte order mark');
    expect(report.answer?.text).toMatchObject({ byteOrderMarkRemoved: true });
  });

  it.each([
    ['bytes that are no text in it', Uint8Array.of(0x7b, 0xff, 0x7d), 'utf-8', /U\+FFFD/],
    ['a name that nobody knows', 'é', 'utf-99', /"utf-99" is not known/],
  ])('%s is a warning', async (_, body, charset, sentence) => {
    const report = await examined(await saying(body, { 'Content-Type': `text/plain; charset=${charset}` }));
    expect(checkOf(report, 'charset')).toMatchObject({ outcome: 'warning' });
    expect(checkOf(report, 'charset')?.sentence).toMatch(sentence);
  });

  it('is that of the beginning of a long text, cut between characters', async () => {
    const text = Buffer.concat(Array<Uint8Array>(60_000).fill(gbk.subarray(0, 11)));
    const report = await examined(await saying(text, { 'Content-Type': 'text/plain; charset=gbk' }));
    expect(report.answer).toMatchObject({ cut: true, text: { charset: 'GBK', replaced: false } });
    expect(report.answer?.bodyBytes).toBeLessThanOrEqual(256 * 1024);
  });

  it('of what is no text does not matter', async () => {
    const report = await examined(await saying(Uint8Array.of(0xff, 0), { 'Content-Type': 'image/png' }));
    expect(checkOf(report, 'charset')).toMatchObject({ outcome: 'note' });
    expect(report.answer?.text).toBeUndefined();
  });
});

describe('compression', () => {
  const text = JSON.stringify(Array(500).fill('price'));

  it('is found', async () => {
    const report = await examined(
      await saying(gzipSync(text), { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }),
    );
    expect(checkOf(report, 'compression')?.outcome).toBe('ok');
    expect(report.answer).toMatchObject({ contentEncoding: 'gzip', bodyBytes: text.length });
  });

  it('is missed in a text that is worth it', async () => {
    const report = await examined(await saying(text, { 'Content-Type': 'application/json' }));
    expect(checkOf(report, 'compression')?.outcome).toBe('note');
  });
});

it('each phase has its time', async () => {
  const { times } = await examined(await saying('{}'));
  expect(Object.keys(times)).toEqual(['connect', 'tls', 'firstByte', 'total']);
  for (const time of Object.values(times)) expect(time).toBeGreaterThanOrEqual(0);
  const { connect = 0, tls = 0, firstByte = 0, total = 0 } = times;
  expect(total).toBeGreaterThanOrEqual(connect + tls + firstByte - 1);
});
