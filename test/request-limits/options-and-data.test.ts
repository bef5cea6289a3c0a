import type { RequestOptions } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const url = 'https://api.example.test/v';

async function send(options: Partial<RequestOptions>) {
  const server = await serve((_request, response) => void response.end());
  expect((await requestLogged(loopbackNetwork(server), { url, ...options }).done).statusCode).toBe(200);
  const [request] = server.requests;
  return {
    line: `${request?.method} ${request?.url}`,
    body: request?.body.toString() ?? '',
    bytes: request?.body,
    type: request?.headers['content-type'],
  };
}

describe('Rule 15: what `data` becomes on the wire', () => {
  it.each([
    ['GET', { a: 1, b: 'x y', c: "!'()*~" }, "GET /v?a=1&b=x%20y&c=!'()*~"],
    [
      'HEAD',
      { a: [1, 2], o: { k: '值' }, n: null, u: undefined },
      `HEAD /v?a=%5B1%2C2%5D&o=${encodeURIComponent('{"k":"值"}')}&n=null`,
    ],
    ['GET', 'a=1&b=2', 'GET /v?a=1&b=2'],
  ] as const)('%s puts %j into the query', async (method, data, line) => {
    expect(await send({ method, data })).toMatchObject({ line, body: '' });
  });

  it('a field replaces the same name of the URL, and the fragment stays at home', async () => {
    const { line } = await send({ url: `${url}?a=1&b=2#part`, data: { a: 9 } });
    expect(line).toBe('GET /v?b=2&a=9');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'] as const)('%s sends an object as JSON', async (method) => {
    expect(await send({ method, data: { k: '值' } })).toMatchObject({
      line: `${method} /v`,
      body: '{"k":"值"}',
      type: 'application/json',
    });
  });

  it('an object is a form where the content type says so, in any letter case', async () => {
    const type = 'Application/X-WWW-Form-Urlencoded; charset=utf-8';
    const sent = await send({ method: 'POST', data: { a: 'x y', b: '&' }, header: { 'CONTENT-type': type } });
    expect(sent).toMatchObject({ body: 'a=x%20y&b=%26', type });
  });

  it('text and bytes go out as they are', async () => {
    expect(await send({ method: 'POST', data: 'grüße' })).toMatchObject({ body: 'grüße' });
    const bytes = Uint8Array.of(0, 255, 13, 10);
    expect((await send({ method: 'PUT', data: bytes.buffer })).bytes).toEqual(Buffer.from(bytes));
  });

  it('is what it was when the call was made, although the program changes it while the call waits', async () => {
    const held: (() => void)[] = [];
    const server = await serve((request, response) => {
      if (request.url === '/hold') held.push(() => void response.end());
      else response.end();
    });
    const network = loopbackNetwork(server);
    const holding = Array.from({ length: 10 }, () =>
      requestLogged(network, { url: 'https://api.example.test/hold' }),
    );
    const data = { list: [1] };
    const bytes = Uint8Array.of(1, 2, 3);
    const header = { 'X-A': 'before' };
    const calls = [
      requestLogged(network, { url, method: 'POST', data, header }),
      requestLogged(network, { url, method: 'POST', data: bytes.buffer }),
    ];
    data.list.push(2);
    bytes.fill(0);
    header['X-A'] = 'after';
    await server.received(10);
    held.forEach((end) => end());
    await Promise.all([...holding, ...calls].map(({ done }) => done));
    const [json, raw] = server.requests.slice(10).toSorted((a, b) => b.body.length - a.body.length);
    expect([json?.body.toString(), json?.headers['x-a'], raw?.body]).toEqual([
      '{"list":[1]}',
      'before',
      Buffer.of(1, 2, 3),
    ]);
  });
});

describe('Rule 15: options that cannot be used', () => {
  const bad: [string, unknown, string][] = [
    ['no options', undefined, 'parameter should be Object instead of Undefined'],
    ['a url that is no text', { url: 5 }, 'parameter.url should be String instead of Number;'],
    ['CONNECT', { url, method: 'CONNECT' }, 'parameter.method should be '],
    ['TRACE', { url, method: 'trace' }, 'parameter.method should be '],
    ['PATCH', { url, method: 'PATCH' }, 'parameter.method should be '],
    [
      'a header that is no object',
      { url, header: 'a: b' },
      'parameter.header should be Object instead of String;',
    ],
    [
      'a timeout that is no number',
      { url, timeout: '5' },
      'parameter.timeout should be Number instead of String;',
    ],
    ['a responseType nobody knows', { url, responseType: 'blob' }, 'parameter.responseType should be '],
    [
      'data that is a function',
      { url, data: () => 1 },
      'parameter.data should be Object instead of Function;',
    ],
  ];
  it.each(bad)(
    '%s: fails with `parameter error`, throws nothing, sends nothing',
    async (_name, options, text) => {
      const server = await serve((_request, response) => void response.end());
      const network = loopbackNetwork(server);
      const settled = eventsOf(network, 'settle');
      const told = new Promise<object>((complete) => {
        const callbacks = { complete };
        network.on('settle', ({ result }) => setImmediate(complete, result));
        network.api.request(
          (typeof options === 'object' ? { ...options, ...callbacks } : options) as RequestOptions,
        );
      });
      expect(await told).toMatchObject({
        errMsg: expect.stringContaining(`request:fail parameter error: ${text}`),
        errno: 1001,
      });
      expect(settled).toHaveLength(1);
      expect(server.accepted()).toBe(0);
    },
  );

  it('data that nothing can hold fails with `invalid request data`', async () => {
    const server = await serve((_request, response) => void response.end());
    const network = loopbackNetwork(server);
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    for (const data of [cycle, '\ud800', { big: 1n }]) {
      const call = requestLogged(network, { url, method: 'POST', data });
      expect(await call.done).toMatchObject({ errMsg: 'request:fail invalid request data', errno: 600010 });
      expect(callbackNames(call)).toEqual(['fail', 'complete']);
    }
    expect(server.accepted()).toBe(0);
  });
});

describe('Those who watch are told what was asked for', () => {
  it.each([
    [
      { url, method: 'trace' },
      { url, method: 'trace' },
    ],
    [
      { url, method: 'post', header: 7 },
      { url, method: 'POST' },
    ],
    [
      { url, data: Symbol('x') },
      { url, method: 'GET' },
    ],
    [
      { url: 7, method: 'POST' },
      { url: '', method: '' },
    ],
    [
      { url, method: 'x'.repeat(1000) },
      { url, method: 'x'.repeat(64) },
    ],
    [{ url: 'y'.repeat(100_000) }, { url: 'y'.repeat(65_536), method: 'GET' }],
  ])('also where the options are bad', async (options, expected) => {
    const network = loopbackNetwork([]);
    const calls = eventsOf(network, 'call');
    await new Promise<unknown>((complete) => {
      network.api.request({ ...options, complete } as unknown as RequestOptions);
    });
    expect(calls).toMatchObject([{ api: 'request', ...expected }]);
  });

  it('of a download too', async () => {
    const network = loopbackNetwork([]);
    const calls = eventsOf(network, 'call');
    await downloadLogged(network, { url, filePath: 7 as unknown as string }).done;
    expect(calls).toMatchObject([{ api: 'downloadFile', url, method: 'GET' }]);
  });
});
