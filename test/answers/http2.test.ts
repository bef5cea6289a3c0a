import { createSecureServer } from 'node:http2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requestLogged } from '../support/calls.ts';
import { listen } from '../support/listener.ts';
import { loopbackNetwork } from '../support/loopback-network.ts';
import { authority, serve } from '../support/servers.ts';

const url = 'https://api.example.test/path?q=1';

/** A server that speaks HTTP/2 and HTTP/1.1, and answers with what it was asked. */
async function bilingual(allowHTTP1 = true) {
  const certificate = await authority.issue({ names: ['api.example.test'] });
  const server = createSecureServer({ ...certificate, allowHTTP1 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { httpVersion, method, headers } = request;
      response.writeHead(200, { 'Content-Type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'] });
      response.end(JSON.stringify({ httpVersion, method, headers, body, path: request.url }));
    });
  });
  const listener = await listen(server, '127.0.0.1');
  onTestFinished(() => listener.close());
  return { authority, resolve: { 'api.example.test': `127.0.0.1:${listener.port}` } };
}

describe('Rule 19: HTTP/2', () => {
  it('is used where the call asks for it and the server speaks it', async () => {
    const network = loopbackNetwork(await bilingual());
    const result = await requestLogged(network, { url, enableHttp2: true }).done;
    expect(result.data).toMatchObject({ httpVersion: '2.0', method: 'GET', path: '/path?q=1' });
    expect(result).toMatchObject({ profile: { protocol: 'h2' }, cookies: ['a=1', 'b=2'] });
    expect(result.header).toMatchObject({ 'content-type': 'application/json', 'set-cookie': 'a=1, b=2' });
  });

  it('is not used where the call does not ask for it, or wants its answer in pieces', async () => {
    const network = loopbackNetwork(await bilingual());
    for (const options of [{}, { enableHttp2: false }, { enableHttp2: true, enableChunked: true }]) {
      const result = await requestLogged(network, { url, ...options }).done;
      expect(result).toMatchObject({ statusCode: 200, profile: { protocol: 'http1.1' } });
    }
  });

  it('gives way to HTTP/1.1 where the server does not speak it', async () => {
    const server = await serve((_request, response) => void response.end('plain'));
    const result = await requestLogged(loopbackNetwork(server), { url, enableHttp2: true }).done;
    expect(result).toMatchObject({ data: 'plain', profile: { protocol: 'http1.1' } });
  });

  it("carries a body, the fixed Referer and the program's headers", async () => {
    const network = loopbackNetwork(await bilingual());
    const { data } = await requestLogged(network, {
      url,
      method: 'POST',
      data: { a: 'ü' },
      header: { 'X-Page': '7', Referer: 'https://evil.example', Connection: 'close' },
      enableHttp2: true,
    }).done;
    expect(data).toMatchObject({
      method: 'POST',
      body: '{"a":"ü"}',
      headers: { 'x-page': '7', referer: 'https://www.binance.com', ':authority': 'api.example.test' },
    });
  });

  it('serves one call after another over one connection, and many at once', async () => {
    const network = loopbackNetwork(await bilingual());
    await requestLogged(network, { url, enableHttp2: true }).done;
    const again = await requestLogged(network, { url, enableHttp2: true }).done;
    expect(again).toMatchObject({ profile: { socketReused: true, protocol: 'h2' } });
    const many = Array.from({ length: 25 }, () => requestLogged(network, { url, enableHttp2: true }).done);
    for (const result of await Promise.all(many)) expect(result.profile?.protocol).toBe('h2');
  });

  it('fails like any other call where the server ends the stream', async () => {
    const certificate = await authority.issue({ names: ['api.example.test'] });
    const server = createSecureServer(certificate);
    server.on('stream', (stream) => {
      stream.on('error', () => {});
      stream.close(2);
    });
    const listener = await listen(server, '127.0.0.1');
    onTestFinished(() => listener.close());
    const resolve = { 'api.example.test': `127.0.0.1:${listener.port}` };
    const network = loopbackNetwork({ authority, resolve });
    const result = await requestLogged(network, { url, enableHttp2: true }).done;
    expect(result.errMsg).toMatch(/^request:fail -\d+:net::ERR_/);
    expect(result.errno).toBe(600001);
  });

  it('judges the dialled address as for any other call', async () => {
    const server = await bilingual();
    const network = loopbackNetwork(server, { allowAddresses: [] });
    expect(await requestLogged(network, { url, enableHttp2: true }).done).toMatchObject({ errno: 600011 });
  });
});
