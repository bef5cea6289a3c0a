import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority } from '../../../../test/support/authority.ts';
import { type ConnectProxyOptions, startConnectProxy } from '../../../../test/support/connect-proxy.ts';
import { startHttpServer, startHttpsServer } from '../../../../test/support/https-server.ts';
import { listen } from '../../../../test/support/listener.ts';
import { createNodeTransport } from '../../src/transport/node.ts';
import { parseProxy } from '../../src/transport/proxy.ts';
import { loopbackTransport, WireCall } from './wire-call.ts';

const authority = await createAuthority();
const name = 'api.example.test';
const url = `https://${name}/`;

async function httpsServer(options: Parameters<typeof startHttpsServer>[1] = {}) {
  const server = await startHttpsServer((request, response) => void response.end(`hello ${request.method}`), {
    authority,
    ...options,
  });
  onTestFinished(() => server.close());
  return server;
}

async function openProxy(options: ConnectProxyOptions = {}) {
  const proxy = await startConnectProxy(options);
  onTestFinished(() => proxy.close());
  return proxy;
}

/** Nothing may be looked up here but the proxy itself. */
const lookup = (hostname: string) => Promise.reject(new Error(`${hostname} was looked up`));

describe('Rule 23: a CONNECT proxy', () => {
  it('dials the server by its name; TLS is between this device and the server', async () => {
    const server = await httpsServer();
    const proxy = await openProxy({ leads: { [name]: server.port } });
    const transport = loopbackTransport({ authority }, { proxy: proxy.url, allowAddresses: [], lookup });
    const call = await new WireCall(transport, url).over;
    expect(call.text).toBe('hello GET');
    expect(proxy.requests).toEqual([{ authority: `${name}:443`, rawHeaders: ['Host', `${name}:443`] }]);
    expect(server.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('is where the guard says that it cannot judge, and refuses nothing', async () => {
    const server = await httpsServer();
    const proxy = await openProxy({ leads: { [name]: server.port } });
    const transport = loopbackTransport({ authority }, { proxy: proxy.url, allowAddresses: [], lookup });
    const call = await new WireCall(transport, url).over;
    expect(call.addresses).toEqual([
      { address: '', port: 443, addressClass: 'unknown (by proxy)', verdict: 'allow', enforced: false },
    ]);
    expect(call.timing).toMatchObject({ peerAddress: '', lookupStart: 0 });
    expect(call.timing.connectEnd).toBeGreaterThan(0);
  });

  it('serves several calls over one tunnel', async () => {
    const server = await httpsServer();
    const proxy = await openProxy({ leads: { [name]: server.port } });
    const transport = loopbackTransport({ authority }, { proxy: proxy.url });
    await new WireCall(transport, url).over;
    const second = await new WireCall(transport, url, { method: 'POST', body: 'x' }).over;
    expect(second.text).toBe('hello POST');
    expect(second.timing.reused).toBe(true);
    expect(proxy.requests).toHaveLength(1);
  });

  it('tunnels plain http too', async () => {
    const server = await startHttpServer((_request, response) => void response.end('plain'));
    onTestFinished(() => server.close());
    const proxy = await openProxy({ leads: { [name]: server.port } });
    const transport = loopbackTransport({}, { proxy: proxy.url, lookup });
    const call = await new WireCall(transport, `http://${name}/`).over;
    expect(call.text).toBe('plain');
    expect(proxy.requests[0]?.authority).toBe(`${name}:80`);
  });

  it('gets the user and password that it wants, and only it', async () => {
    const server = await httpsServer();
    const proxy = await openProxy({ leads: { [name]: server.port }, credentials: 'us:er:pa ss' });
    const of = (userinfo: string) =>
      loopbackTransport({ authority }, { proxy: proxy.url.replace('//', `//${userinfo}@`) });
    expect((await new WireCall(of('us%3Aer:pa%20ss'), url).over).text).toBe('hello GET');
    const { error } = await new WireCall(of('us:wrong-password'), url).over;
    expect(error).toMatchObject({ code: 'TUNNEL_FAILED', text: '-111:net::ERR_TUNNEL_CONNECTION_FAILED' });
    expect(error?.detail).toContain('407 Proxy Authentication Required');
    expect(JSON.stringify([error?.detail, error?.message, String(error?.stack)])).not.toContain(
      'wrong-password',
    );
    expect(JSON.stringify(server.requests[0]?.rawHeaders)).not.toMatch(/proxy-authorization/i);
  });

  it('does not vouch for a certificate', async () => {
    const foreign = await httpsServer({ authority: await createAuthority() });
    const misnamed = await httpsServer({ names: ['www.example.test'] });
    for (const [server, code] of [
      [foreign, 'CERTIFICATE_AUTHORITY_INVALID'],
      [misnamed, 'CERTIFICATE_NAME_INVALID'],
    ] as const) {
      const proxy = await openProxy({ leads: { [name]: server.port } });
      const transport = loopbackTransport({ authority }, { proxy: proxy.url });
      const call = await new WireCall(transport, url, { guard: 'report' }).over;
      expect(call.error?.code).toBe(code);
      expect(server.requests).toEqual([]);
    }
  });

  it('is asked for the address where `resolve` gives one, and that one is judged', async () => {
    const server = await httpsServer();
    const proxy = await openProxy();
    const options = { proxy: proxy.url, lookup };
    const call = await new WireCall(loopbackTransport(server, options), url).over;
    expect(call.text).toBe('hello GET');
    expect(proxy.requests[0]?.authority).toBe(`127.0.0.1:${server.port}`);
    expect(call.addresses).toMatchObject([
      { address: '127.0.0.1', addressClass: 'loopback', verdict: 'allow' },
    ]);
    const guarded = loopbackTransport(server, { ...options, allowAddresses: [] });
    expect((await new WireCall(guarded, url).over).error?.code).toBe('ADDRESS_REFUSED');
    expect(proxy.requests).toHaveLength(1);
  });

  it('does not dial a literal address that the guard refuses', async () => {
    const proxy = await openProxy();
    const transport = loopbackTransport({ authority }, { proxy: proxy.url, allowAddresses: [] });
    for (const host of ['127.0.0.1', '169.254.169.254', '[::1]']) {
      expect((await new WireCall(transport, `https://${host}/`).over).error?.code).toBe('ADDRESS_REFUSED');
    }
    const { error } = await new WireCall(transport, 'https://169.254.169.254/', { guard: 'report' }).over;
    expect(error?.code).toBe('ADDRESS_REFUSED');
    expect(proxy.requests).toEqual([]);
  });

  it('is not used for a device of the local network, which is near this device and not near the proxy', async () => {
    const server = await startHttpServer((_request, response) => void response.end('printer'));
    onTestFinished(() => server.close());
    const proxy = await openProxy();
    const transport = loopbackTransport({}, { proxy: proxy.url, allowAddresses: [] });
    const call = await new WireCall(transport, `http://127.0.0.1:${server.port}/`, { guard: 'lan' }).over;
    expect(call.text).toBe('printer');
    expect(proxy.requests).toEqual([]);
  });

  it('is looked up by its own name', async () => {
    const server = await httpsServer();
    const proxy = await openProxy({ leads: { [name]: server.port } });
    const asked: string[] = [];
    const transport = loopbackTransport(
      { authority },
      {
        proxy: `http://proxy.example.test:${proxy.port}`,
        lookup: async (hostname) => {
          asked.push(hostname);
          return ['127.0.0.1'];
        },
      },
    );
    expect((await new WireCall(transport, url).over).text).toBe('hello GET');
    expect(asked).toEqual(['proxy.example.test']);
  });
});

describe('a proxy that fails', () => {
  it('to be there ends the call with ERR_PROXY_CONNECTION_FAILED', async () => {
    const proxy = await startConnectProxy();
    await proxy.close();
    const call = await new WireCall(loopbackTransport({}, { proxy: proxy.url }), url).over;
    expect(call.error).toMatchObject({ code: 'PROXY_FAILED', text: '-130:net::ERR_PROXY_CONNECTION_FAILED' });
    expect(call.error?.detail).toBe(
      `${name}:443: the proxy 127.0.0.1:${proxy.port}: the connection was refused.`,
    );
  });

  it('to have an address ends the call the same way', async () => {
    const transport = loopbackTransport({}, { proxy: 'http://proxy.example.test:3128', lookup });
    const { error } = await new WireCall(transport, url).over;
    expect(error?.code).toBe('PROXY_FAILED');
    expect(error?.detail).toContain('the proxy proxy.example.test:3128: the host name has no address');
  });

  it.each([
    ['refuses', 'HTTP/1.1 403 No\x1b[31m way\r\n\r\n', 'answered "HTTP/1.1 403 No?[31m way"'],
    [
      'refuses at length',
      `HTTP/1.1 502 ${'x'.repeat(9_000)}\r\n\r\n`,
      `answered "HTTP/1.1 502 ${'x'.repeat(87)}"`,
    ],
    ['hangs up', '', 'closed the connection without an answer'],
    ['hangs up in the middle', 'HTTP/1.1 200 OK\r\n', 'closed the connection without an answer'],
    ['speaks something else', 'SSH-2.0-proxy\r\n\r\n', 'did not answer in HTTP'],
    [
      'redirects',
      'HTTP/1.1 302 Found\r\nLocation: https://www.example.com/\r\n\r\n',
      'answered "HTTP/1.1 302 Found"',
    ],
    [
      'sends endless headers',
      `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}`,
      'sent more header bytes than are read',
    ],
    ['answers for the server', 'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n', 'sent data before'],
  ])('because it %s ends the call with ERR_TUNNEL_CONNECTION_FAILED', async (_, answer, detail) => {
    const proxy = await openProxy({ answer });
    const { error } = await new WireCall(loopbackTransport({}, { proxy: proxy.url }), `http://${name}/`).over;
    expect(error).toMatchObject({ code: 'TUNNEL_FAILED', text: '-111:net::ERR_TUNNEL_CONNECTION_FAILED' });
    expect(error?.detail).toContain(`${name}:80: the proxy 127.0.0.1:${proxy.port} ${detail}`);
    await proxy.disconnected();
  });

  it('to answer in time ends the call as one that could not connect', async () => {
    const silent = await listen(
      createServer((socket) => void socket.resume()),
      '127.0.0.1',
    );
    onTestFinished(() => silent.close());
    const transport = loopbackTransport({}, { proxy: `http://127.0.0.1:${silent.port}`, connectTimeout: 50 });
    const { error } = await new WireCall(transport, url).over;
    expect(error?.code).toBe('CONNECTION_TIMED_OUT');
    expect(error?.detail).toContain('the proxy was connecting');
    await silent.disconnected();
  });

  it('to answer is not waited for once the call has been cancelled', async () => {
    const silent = await listen(
      createServer((socket) => void socket.resume()),
      '127.0.0.1',
    );
    onTestFinished(() => silent.close());
    const call = new WireCall(loopbackTransport({}, { proxy: `http://127.0.0.1:${silent.port}` }), url);
    await silent.connected(1);
    call.cancel();
    await silent.disconnected();
    expect(call.log).toEqual(['sent']);
  });
});

describe('`proxy`', () => {
  it.each([
    ['http://proxy.example.com:3128', 'proxy.example.com', 3128, 'proxy.example.com:3128'],
    ['http://proxy.example.com', 'proxy.example.com', 80, 'proxy.example.com:80'],
    ['http://[::1]:8080/', '::1', 8080, '[::1]:8080'],
  ])('reads %s', (text, hostname, port, shown) => {
    expect(parseProxy(text)).toEqual({ hostname, port, name: shown, authorization: undefined });
  });

  it.each([
    '',
    'proxy.example.com:3128',
    'https://user:secret@proxy.example.com',
    'socks5://user:secret@proxy.example.com',
    'http://user:secret@proxy.example.com/path',
    'http://user:secret%zz@proxy.example.com',
    'http://user:secret@',
  ])('refuses %j without saying it again', (text) => {
    const create = () => createNodeTransport({ proxy: text, responseHeaderBytes: 1024, cacheBytes: 0 });
    expect(create).toThrow(TypeError);
    expect(create).toThrow(/^The proxy cannot be used: .*Write http:\/\/host:port/);
    expect(create).not.toThrow(/secret/);
  });
});
