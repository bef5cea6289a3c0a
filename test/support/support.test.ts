import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority } from './authority.ts';
import * as faults from './fault.ts';
import { startFaultServer, startPlainFaultServer } from './fault-server.ts';
import { type HttpsServerOptions, startHttpServer, startHttpsServer } from './https-server.ts';

const authority = await createAuthority();
const name = 'api.example.test';

function read(port: number, options: https.RequestOptions = {}): Promise<string> {
  const request = https.get({
    host: '127.0.0.1',
    port,
    servername: name,
    ca: authority.pem,
    agent: false,
    ...options,
  });
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      response.on('error', reject);
      text(response).then(resolve, reject);
    });
  });
}

async function hello(options: HttpsServerOptions): Promise<number> {
  const server = await startHttpsServer((_request, response) => void response.end('hello'), {
    authority,
    ...options,
  });
  onTestFinished(() => server.close());
  return server.port;
}

describe('the test authority', () => {
  it('issues certificates that a client with its root accepts', async () => {
    expect(await read(await hello({}))).toBe('hello');
  });

  it('issues certificates for IP addresses', async () => {
    const certificate = await authority.issue({ names: ['127.0.0.1'] });
    expect(await read(await hello({ certificate }), { servername: '' })).toBe('hello');
  });

  it('is unknown to a client without its root', async () => {
    const port = await hello({});
    await expect(read(port, { ca: (await createAuthority()).pem })).rejects.toThrow(
      /unable to verify|issuer/,
    );
  });

  it('completes a chain through a served intermediate, and not through a withheld one', async () => {
    const served = await authority.issue({ names: [name], intermediate: 'served' });
    expect(await read(await hello({ certificate: served }))).toBe('hello');
    const withheld = await authority.issue({ names: [name], intermediate: 'withheld' });
    await expect(read(await hello({ certificate: withheld }))).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  const past = new Date(Date.now() - 60_000);
  const tomorrow = new Date(Date.now() + 86_400_000);
  it.each([
    ['expired', { names: [name], notAfter: past }, 'CERT_HAS_EXPIRED'],
    ['not yet valid', { names: [name], notBefore: tomorrow }, 'CERT_NOT_YET_VALID'],
    ['self-signed', { names: [name], selfSigned: true }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another host', { names: ['other.example.test'] }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('issues certificates that are %s', async (_title, request, code) => {
    const certificate = await authority.issue(request);
    await expect(read(await hello({ certificate }))).rejects.toMatchObject({ code });
  });
});

describe('the recording server', () => {
  it('keeps method, target, header spelling and body of each request', async () => {
    const server = await startHttpServer((request, response) => void response.end(request.body));
    onTestFinished(() => server.close());
    const request = http.request({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/a?b' });
    request.setHeader('X-MiXed', '1').end(Buffer.from([0, 255]));
    await server.received(1);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    expect(Buffer.concat(await response.toArray())).toEqual(Buffer.from([0, 255]));
    expect(server.requests).toMatchObject([{ method: 'POST', url: '/a?b', body: Buffer.from([0, 255]) }]);
    expect(server.requests[0]?.rawHeaders).toContain('X-MiXed');
  });

  it('cuts open connections when it is closed', async () => {
    const server = await startHttpServer(() => {});
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await server.close();
    await closed;
    expect(server.open()).toBe(0);
  });
});

describe('the fault server', () => {
  const broken: [string, faults.Fault, RegExp][] = [
    ['resetBeforeHeaders', faults.resetBeforeHeaders(), /ECONNRESET|hang up/],
    ['resetInHeaders', faults.resetInHeaders(), /ECONNRESET|hang up/],
    ['resetAfterHeaders', faults.resetAfterHeaders(), /ECONNRESET|aborted/],
    ['truncatedBody', faults.truncatedBody(), /aborted/],
    ['truncatedChunks', faults.truncatedChunks(), /aborted/],
    ['malformedChunk', faults.malformedChunk(), /aborted|Parse Error/],
    ['garbageStatusLine', faults.garbageStatusLine(), /Parse Error/],
    ['endlessHeaders', faults.endlessHeaders(), /Header overflow/],
    ['tls11Only', faults.tls11Only(), /unsupported protocol|version/],
  ];
  it.each(broken)('plays %s', async (_title, fault, error) => {
    const server = await startFaultServer(fault, { authority });
    onTestFinished(() => server.close());
    await expect(read(server.port)).rejects.toThrow(error);
    await server.disconnected();
  });

  it('speaks TLS 1.1 with a client that still does', async () => {
    const server = await startFaultServer(faults.tls11Only(), { authority });
    onTestFinished(() => server.close());
    const old = { minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await read(server.port, old)).toBe('over TLS 1.1');
  });

  it('sends more than it declares in overlongBody', async () => {
    const server = await startPlainFaultServer(faults.overlongBody(5, 40));
    onTestFinished(() => server.close());
    const socket = connect(server.port, '127.0.0.1').setEncoding('latin1');
    socket.end('GET / HTTP/1.1\r\n\r\n');
    expect(await text(socket)).toMatch(/Content-Length: 5\r\n\r\nx{40}$/);
  });

  it.each([
    ['silentAccept', faults.silentAccept()],
    ['slowDrip', faults.slowDrip()],
    ['endlessBody', faults.endlessBody()],
  ])('goes through TLS and then does not finish in %s', async (_title, fault) => {
    const server = await startFaultServer(fault, { authority });
    const failed = read(server.port).catch((error: Error) => error.message);
    const client = connectTls({ port: server.port, host: '127.0.0.1', ca: authority.pem, servername: name });
    client.on('error', () => {});
    await once(client, 'secureConnect');
    await server.connected(2);
    await server.close();
    expect(await failed).toMatch(/hang up|aborted|ECONNRESET/);
    expect(server.open()).toBe(0);
  });

  it('takes the connection without a word of TLS in silentTls', async () => {
    const server = await startFaultServer(faults.silentTls(), { authority });
    const failed = read(server.port).catch((error: Error) => error.message);
    await server.connected(1);
    await server.close();
    expect(await failed).toMatch(/disconnected before secure TLS|ECONNRESET/);
  });

  it('redirects to the URL that was asked for in redirectLoop', async () => {
    const server = await startPlainFaultServer(faults.redirectLoop());
    onTestFinished(() => server.close());
    const request = http.get({ host: '127.0.0.1', port: server.port, path: '/around' });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    expect([response.statusCode, response.headers.location]).toEqual([302, '/around']);
    response.resume();
  });

  it('plays its script one connection after the other, the last one again and again', async () => {
    const script = [faults.resetBeforeHeaders(), faults.answer('well')];
    const server = await startFaultServer(script, { authority });
    onTestFinished(() => server.close());
    await expect(read(server.port)).rejects.toThrow(/ECONNRESET|hang up/);
    expect(await read(server.port)).toBe('well');
    expect(await read(server.port)).toBe('well');
    expect(server.accepted()).toBe(3);
  });
});
