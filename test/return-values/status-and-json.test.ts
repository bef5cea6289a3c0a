import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import { loopbackNetwork } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const origin = 'https://api.example.test';

describe('Rule 13: any HTTP status is success', () => {
  it.each([200, 201, 204, 206, 304, 400, 401, 403, 404, 418, 429, 500, 502, 503, 599])(
    'status %d, in request and in downloadFile',
    async (status) => {
      const empty = status === 204 || status === 304;
      const server = await serve((_request, response) => {
        response.writeHead(status, { 'X-Why': 'because' }).end(empty ? undefined : '{"code":7}');
      });
      const network = loopbackNetwork(server);
      const call = requestLogged(network, { url: origin });
      const expected = { statusCode: status, header: { 'X-Why': 'because' } };
      expect(await call.done).toMatchObject({
        ...expected,
        data: empty ? '' : { code: 7 },
        errMsg: 'request:ok',
      });
      expect(callbackNames(call)).toEqual(['success', 'complete']);
      const download = downloadLogged(network, { url: origin });
      const { tempFilePath = '', ...rest } = await download.done;
      expect(rest).toMatchObject({ ...expected, filePath: '', errMsg: 'downloadFile:ok' });
      expect(callbackNames(download)).toEqual(['success', 'complete']);
      expect(readFileSync(tempFilePath, 'utf8')).toBe(empty ? '' : '{"code":7}');
    },
  );
});

describe('Rule 13: a JSON body that does not parse stays a string', () => {
  it.each(['', '{', '<html>', "{'a':1}", '{"a":1}{"b":2}', 'undefined', 'NaN', '[1,]'])(
    '%j',
    async (body) => {
      const server = await serve((_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
      });
      const call = requestLogged(loopbackNetwork(server), { url: origin });
      expect(await call.done).toMatchObject({ data: body, statusCode: 200 });
      expect(callbackNames(call)).toEqual(['success', 'complete']);
    },
  );

  it('is parsed once, whatever its Content-Type, and only where dataType is json', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('"{\\"a\\":1}"');
    });
    const network = loopbackNetwork(server);
    expect(await requestLogged(network, { url: origin }).done).toMatchObject({ data: '{"a":1}' });
    const text = requestLogged(network, { url: origin, dataType: 'text' });
    expect(await text.done).toMatchObject({ data: '"{\\"a\\":1}"' });
  });
});

describe('Rule 15: the answer', () => {
  it('has header names as received, repeated lines joined, and every cookie apart', async () => {
    const cookies = ['a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT; Path=/', 'b=2'];
    const server = await serve((_request, response) => {
      response.writeHead(200, [
        'X-MiXed',
        '1',
        'x-mixed',
        '2',
        ...cookies.flatMap((line) => ['Set-Cookie', line]),
      ]);
      response.end();
    });
    const heads: unknown[] = [];
    const call = requestLogged(loopbackNetwork(server), { url: origin });
    call.task.onHeadersReceived((head) => heads.push(head));
    const result = await call.done;
    expect(result.cookies).toEqual(cookies);
    expect(result.header).toMatchObject({ 'X-MiXed': '1, 2', 'Set-Cookie': cookies.join(', ') });
    expect(heads).toEqual([{ statusCode: 200, header: result.header, cookies }]);
  });

  it('keeps no cookie for the next call', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'Set-Cookie': 'session=1' }).end();
    });
    const network = loopbackNetwork(server);
    await requestLogged(network, { url: origin }).done;
    await requestLogged(network, { url: origin }).done;
    expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
  });

  it('has a profile whose moments are in order, on a new connection and on a kept one', async () => {
    const server = await serve((_request, response) => void response.end('hello'));
    const network = loopbackNetwork(server);
    for (const reused of [false, true]) {
      const { profile } = await requestLogged(network, { url: origin }).done;
      if (profile === undefined) throw new Error('no profile');
      expect(profile).toMatchObject({
        socketReused: reused,
        peerIP: '127.0.0.1',
        protocol: 'http1.1',
        port: server.port,
      });
      const moments = [
        ...[profile.invokeStart, profile.queueStart, profile.queueEnd, profile.fetchStart],
        ...[
          profile.domainLookupStart,
          profile.domainLookupEnd,
          profile.connectStart,
          profile.SSLconnectionStart,
        ],
        ...[profile.SSLconnectionEnd, profile.connectEnd, profile.requestStart, profile.requestEnd],
        ...[profile.responseStart, profile.responseEnd],
      ];
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect(Math.abs(profile.invokeStart - Date.now())).toBeLessThan(60_000);
      expect(profile.receivedBytedCount).toBeGreaterThan(5);
    }
  });
});
