import type { RequestMethod, RequestOptions } from '@minigate/network';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downloadLogged, requestLogged } from '../support/calls.ts';
import { mirror } from '../support/fault.ts';
import { loopbackNetwork } from '../support/loopback-network.ts';
import { authority, misbehave, serve } from '../support/servers.ts';

const url = 'https://api.example.test/';

/** The lines of a request's head as a server reads them, the first line left out. */
async function linesOnTheWire(options: Partial<RequestOptions>): Promise<string[]> {
  const network = loopbackNetwork(await misbehave(mirror()));
  const { data } = await requestLogged(network, { url, ...options }).done;
  return String(data).trimEnd().split('\r\n').slice(1);
}

function named(lines: readonly string[], name: string): string[] {
  return lines.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
}

describe('Rule 9: the Referer is always exactly https://www.binance.com', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as RequestMethod[])(
    'for %s',
    async (method) => {
      const server = await serve((_request, response) => void response.end());
      await requestLogged(loopbackNetwork(server), { url, method }).done;
      const [request] = server.requests;
      expect(request?.method).toBe(method);
      expect(refererLines(request?.rawHeaders)).toEqual(['https://www.binance.com']);
    },
  );

  it('for downloadFile, and for every hop of a redirect to another host', async () => {
    const server = await serve(
      (request, response) => {
        if (request.headers.host === 'other.example.test') response.end();
        else response.writeHead(302, { location: 'https://other.example.test/end' }).end();
      },
      { names: ['api.example.test', 'other.example.test'] },
    );
    const network = loopbackNetwork(server);
    await Promise.all([downloadLogged(network, { url }).done, requestLogged(network, { url }).done]);
    expect(server.requests).toHaveLength(4);
    for (const { rawHeaders } of server.requests) {
      expect(refererLines(rawHeaders)).toEqual(['https://www.binance.com']);
    }
  });

  it.each(['referer', 'Referer', 'REFERER', 'rEfErEr'])('whatever the program writes as %s', async (name) => {
    const lines = await linesOnTheWire({ header: { [name]: 'https://evil.example/' } });
    expect(named(lines, 'referer')).toEqual(['referer: https://www.binance.com']);
    expect(lines.join()).not.toContain('evil');
  });

  function refererLines(rawHeaders: readonly string[] = []): string[] {
    return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'referer');
  }
});

describe('Rule 9: what belongs to the host and to the connection is not the program’s to set', () => {
  it('Host is the one of the URL', async () => {
    const lines = await linesOnTheWire({ header: { host: 'evil.example', HOST: 'evil.example' } });
    expect(named(lines, 'host')).toEqual(['host: api.example.test']);
  });

  it('Content-Length is that of the body', async () => {
    const header = { 'content-length': '999', 'Content-Length': '0' };
    expect(named(await linesOnTheWire({ header, method: 'POST', data: 'four' }), 'content-length')).toEqual([
      'content-length: 4',
    ]);
    expect(named(await linesOnTheWire({ header }), 'content-length')).toEqual([]);
  });

  it.each([
    'Keep-Alive',
    'Transfer-Encoding',
    'TE',
    'Trailer',
    'Upgrade',
    'Proxy-Connection',
    'Proxy-Authorization',
    'Proxy-Authenticate',
    'Expect',
    'HTTP2-Settings',
  ])('%s does not reach the wire, in any letter case', async (name) => {
    const header = { [name]: 'mine', [name.toUpperCase()]: 'mine', [name.toLowerCase()]: 'mine' };
    const lines = await linesOnTheWire({ header, method: 'POST', data: 'body' });
    expect(lines.filter((line) => line.includes('mine'))).toEqual([]);
    expect(named(lines, name)).toEqual([]);
  });

  it('Connection is the client’s own, and takes the lines that it names with it', async () => {
    const lines = await linesOnTheWire({
      header: { CONNECTION: 'close, X-Hop', 'x-hop': 'mine', 'X-End': '1' },
    });
    expect(named(lines, 'connection')).toEqual(['connection: keep-alive']);
    expect(named(lines, 'x-hop')).toEqual([]);
    expect(named(lines, 'x-end')).toEqual(['X-End: 1']);
  });

  it('every other line goes out as written, once', async () => {
    const header = {
      'X-MiXed': 'a  b',
      'user-agent': 'mine',
      Accept: 'text/x',
      'content-type': 'text/plain',
      N: 5,
    };
    const lines = await linesOnTheWire({ header });
    for (const line of [
      'X-MiXed: a  b',
      'user-agent: mine',
      'Accept: text/x',
      'content-type: text/plain',
      'N: 5',
    ]) {
      expect(named(lines, line.split(':')[0] ?? '')).toEqual([line]);
    }
  });
});

describe('Rule 9: a header that would break out of its line', () => {
  it.each([
    { 'X-A': 'a\r\nReferer: https://evil.example/' },
    { 'X-A': 'a\nHost: evil.example' },
    { 'X-A': 'a\rb' },
    { 'X-A': 'a\0b' },
    { 'X-A': '币安' },
    { 'X-A': '\u2028' },
    { 'X-A\r\nHost: evil': 'a' },
    { 'X A': 'a' },
    { 'X-A:': 'a' },
    { '': 'a' },
    { 'X-Ä': 'a' },
    { 'X-A': { nested: true } },
  ])('fails with `parameter error` before anything is sent: %j', async (header) => {
    const server = await misbehave(mirror());
    const network = loopbackNetwork(server);
    for (const call of [requestLogged(network, { url, header }), downloadLogged(network, { url, header })]) {
      expect(await call.done).toMatchObject({
        errno: 1001,
        errMsg: expect.stringMatching(/^\w+:fail parameter error: parameter\.header\[.*\] /),
      });
    }
    expect(server.accepted()).toBe(0);
  });

  it('cannot be written: whatever passes the check is one line', async () => {
    const server = await misbehave(mirror(), { authority });
    const network = loopbackNetwork(server);
    const name = fc.oneof(
      fc.constantFrom('X-A', 'referer', 'Host', 'connection'),
      fc.string({ maxLength: 8 }),
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('a\r\nB: c', '\r\n\r\nGET /x'),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 4 }), async (header) => {
        const { data, statusCode } = await requestLogged(network, { url, header }).done;
        if (statusCode === undefined) return;
        const lines = String(data).trimEnd().split('\r\n').slice(1);
        expect(lines.length).toBeLessThanOrEqual(7 + Object.keys(header).length);
        expect(named(lines, 'referer')).toEqual(['referer: https://www.binance.com']);
        expect(named(lines, 'host')).toEqual(['host: api.example.test']);
        expect(named(lines, 'connection')).toEqual(['connection: keep-alive']);
        expect(named(lines, 'content-length')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
