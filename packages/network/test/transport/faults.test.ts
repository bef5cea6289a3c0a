import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Authority, createAuthority } from '../../../../test/support/authority.ts';
import * as faults from '../../../../test/support/fault.ts';
import { startFaultServer, startPlainFaultServer } from '../../../../test/support/fault-server.ts';
import { startHttpsServer } from '../../../../test/support/https-server.ts';
import type { NetworkErrorCode } from '../../src/errors.ts';
import { loopbackTransport, WireCall } from './wire-call.ts';

const authority: Authority = await createAuthority();
const name = 'api.example.test';
const url = `https://${name}/`;

async function faultServer(...script: faults.Fault[]) {
  const server = await startFaultServer(script, { authority });
  onTestFinished(() => server.close());
  return server;
}

function afterFirstBytes(play: (connection: faults.FaultConnection) => void): faults.Fault {
  return { play: (connection) => void connection.stream.once('data', () => play(connection)) };
}

function says(text: string): faults.Fault {
  return afterFirstBytes(({ stream }) => void stream.end(text));
}

const broken: [string, faults.Fault, NetworkErrorCode, boolean][] = [
  ['a reset before the headers', faults.resetBeforeHeaders(), 'CONNECTION_RESET', false],
  ['a close without an answer', says(''), 'EMPTY_RESPONSE', false],
  ['a close in the headers', says('HTTP/1.1 200 OK\r\nContent-Ty'), 'CONNECTION_CLOSED', false],
  ['a body shorter than its Content-Length', faults.truncatedBody(), 'CONTENT_LENGTH_MISMATCH', true],
  [
    'the same where the connection was to be closed anyway',
    says('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nfour'),
    'CONTENT_LENGTH_MISMATCH',
    true,
  ],
  ['a missing last chunk', faults.truncatedChunks(), 'CONNECTION_CLOSED', true],
  [
    'a missing last chunk where the connection was to be closed anyway',
    says('HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'),
    'CONNECTION_CLOSED',
    true,
  ],
  ['a chunk size that is no number', faults.malformedChunk(), 'INVALID_RESPONSE', true],
  ['a first line that is not HTTP', faults.garbageStatusLine(), 'INVALID_RESPONSE', false],
  [
    'two lengths that differ',
    says('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'),
    'INVALID_RESPONSE',
    false,
  ],
  [
    'a switch of protocols that nobody asked for',
    says('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n'),
    'INVALID_RESPONSE',
    false,
  ],
  ['headers without end', faults.endlessHeaders(), 'RESPONSE_HEADERS_TOO_LARGE', false],
];

describe('a broken answer', () => {
  it.each(broken)('with %s fails, and names the host', async (_name, fault, code, hasHead) => {
    const server = await faultServer(fault);
    const call = await new WireCall(loopbackTransport(server), url).over;
    expect(call.error).toMatchObject({ code, detail: expect.stringContaining(`${name}:443`) });
    expect(call.log.filter((entry) => entry === 'error' || entry === 'end')).toEqual(['error']);
    expect(call.head !== undefined).toBe(hasHead);
    await server.disconnected();
    expect(server.open()).toBe(0);
  });

  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n';
  it.each([
    ['in the headers', head],
    ['after the headers', `${head}\r\n`],
    ['in the body', `${head}\r\nonly the first part`],
    ['in the body of a connection that was to be closed', `${head}Connection: close\r\n\r\nfirst part`],
  ])('with a reset %s fails with CONNECTION_RESET, and leaves the next call well', async (_where, text) => {
    let reset = () => {};
    const fault = afterFirstBytes((connection) => {
      connection.stream.write(text);
      reset = () => connection.reset();
    });
    const server = await faultServer(fault, faults.answer('good'));
    const transport = loopbackTransport(server);
    const call = new WireCall(transport, url);
    await vi.waitFor(() => expect(call.timing.responseStart).toBeGreaterThan(0));
    reset();
    expect((await call.over).error).toMatchObject({ code: 'CONNECTION_RESET' });
    expect((await new WireCall(transport, url).over).text).toBe('good');
  });

  it('does not come over a connection that the server closed while it was idle', async () => {
    let hangUp = () => {};
    const fault = afterFirstBytes(({ stream }) => {
      stream.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst');
      hangUp = () => void stream.end();
    });
    const server = await faultServer(fault, faults.answer('good'));
    const transport = loopbackTransport(server);
    expect((await new WireCall(transport, url).over).text).toBe('first');
    hangUp();
    await server.disconnected();
    expect((await new WireCall(transport, url).over).text).toBe('good');
  });

  it('says how many bytes came of how many', async () => {
    const server = await faultServer(faults.truncatedBody(100, 40));
    const { error } = await new WireCall(loopbackTransport(server), url).over;
    expect(error?.detail).toBe(`${name}:443: the body has 40 bytes, its Content-Length says 100.`);
  });

  it('that is longer than its Content-Length ends there, and the rest answers no other call', async () => {
    const server = await faultServer(faults.overlongBody(5, 40), faults.answer('good'));
    const transport = loopbackTransport(server);
    const first = await new WireCall(transport, url).over;
    expect(first.text).toBe('xxxxx');
    expect((await new WireCall(transport, url).over).text).toBe('good');
    expect(server.accepted()).toBe(2);
  });

  it('may have as many header bytes as allowed, and no more', async () => {
    const server = await faultServer(
      faults.answer('fits', [`X-Filler: ${'x'.repeat(900)}`]),
      faults.answer('does not', [`X-Filler: ${'x'.repeat(1024)}`]),
    );
    const transport = loopbackTransport(server, { responseHeaderBytes: 1024 });
    expect((await new WireCall(transport, url).over).text).toBe('fits');
    expect((await new WireCall(transport, url).over).error?.code).toBe('RESPONSE_HEADERS_TOO_LARGE');
  });
});

describe('a connection that is not made', () => {
  it('because nothing listens fails with CONNECTION_REFUSED', async () => {
    const server = await startFaultServer(faults.silentAccept(), { authority });
    await server.close();
    const { error } = await new WireCall(loopbackTransport(server), url).over;
    expect(error).toMatchObject({
      code: 'CONNECTION_REFUSED',
      detail: expect.stringContaining('127.0.0.1 port'),
    });
  });

  it('because the name has no address fails with NAME_NOT_RESOLVED', async () => {
    const lookups = {
      rejected: async () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
      empty: async () => [],
    };
    for (const lookup of Object.values(lookups)) {
      const { error } = await new WireCall(loopbackTransport({}, { lookup }), url).over;
      expect(error).toMatchObject({ code: 'NAME_NOT_RESOLVED', detail: expect.stringContaining(name) });
    }
  });

  it('in the time allowed fails with CONNECTION_TIMED_OUT, in the lookup and in the handshake', async () => {
    const server = await faultServer(faults.silentTls());
    const stuck = [
      loopbackTransport(server, { connectTimeout: 50 }),
      loopbackTransport({}, { connectTimeout: 50, lookup: () => new Promise(() => {}) }),
    ];
    for (const transport of stuck) {
      const { error } = await new WireCall(transport, url).over;
      expect(error).toMatchObject({ code: 'CONNECTION_TIMED_OUT', detail: expect.stringContaining('50 ms') });
    }
    await server.disconnected();
  });

  it('although one address is dead, is made over the next', async () => {
    const server = await startHttpsServer((_request, response) => void response.end('hello'), { authority });
    onTestFinished(() => server.close());
    const lookup = async () => ['127.0.0.9', '127.0.0.1'];
    const transport = loopbackTransport({ authority }, { lookup });
    const call = await new WireCall(transport, `https://${name}:${server.port}/`).over;
    expect(call.text).toBe('hello');
    expect(call.addresses).toMatchObject([{ address: '127.0.0.1', port: server.port }]);
  });
});

describe('TLS', () => {
  const day = 86_400_000;
  const certificates: [string, Parameters<Authority['issue']>[0], NetworkErrorCode][] = [
    ['expired', { names: [name], notAfter: new Date(Date.now() - day) }, 'CERTIFICATE_DATE_INVALID'],
    ['not valid yet', { names: [name], notBefore: new Date(Date.now() + day) }, 'CERTIFICATE_DATE_INVALID'],
    ['self-signed', { names: [name], selfSigned: true }, 'CERTIFICATE_AUTHORITY_INVALID'],
    ['for another host', { names: ['other.example.test'] }, 'CERTIFICATE_NAME_INVALID'],
    ['for a parent domain', { names: ['example.test'] }, 'CERTIFICATE_NAME_INVALID'],
    [
      'without its intermediate',
      { names: [name], intermediate: 'withheld' },
      'CERTIFICATE_AUTHORITY_INVALID',
    ],
  ];

  it.each(certificates)(
    'refuses a certificate that is %s, in every guard mode',
    async (_name, request, code) => {
      const certificate = await authority.issue(request);
      const server = await startHttpsServer((_request, response) => void response.end(), {
        authority,
        certificate,
      });
      onTestFinished(() => server.close());
      for (const guard of ['enforce', 'report', 'lan'] as const) {
        const { error } = await new WireCall(loopbackTransport(server), url, { guard }).over;
        expect(error).toMatchObject({ code, detail: expect.stringContaining(name) });
      }
      await server.disconnected();
      expect(server.requests).toEqual([]);
    },
  );

  it('refuses an authority that is not trusted', async () => {
    const server = await startHttpsServer((_request, response) => void response.end(), { authority });
    onTestFinished(() => server.close());
    const { resolve } = server;
    const { error } = await new WireCall(loopbackTransport({ resolve }), url).over;
    expect(error?.code).toBe('CERTIFICATE_AUTHORITY_INVALID');
  });

  it('keeps no session of a certificate that was refused', async () => {
    const certificate = await authority.issue({ names: ['other.example.test'] });
    const server = await startHttpsServer((_request, response) => void response.end(), {
      authority,
      certificate,
    });
    onTestFinished(() => server.close());
    const transport = loopbackTransport(server);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { error } = await new WireCall(transport, url).over;
      expect(error?.code).toBe('CERTIFICATE_NAME_INVALID');
    }
  });

  it('accepts a complete chain', async () => {
    const certificate = await authority.issue({ names: [name], intermediate: 'served' });
    const server = await startHttpsServer((_request, response) => void response.end('ok'), {
      authority,
      certificate,
    });
    onTestFinished(() => server.close());
    expect((await new WireCall(loopbackTransport(server), url).over).text).toBe('ok');
  });

  it('checks an IP address against the certificate', async () => {
    const certificate = await authority.issue({ names: ['127.0.0.1'] });
    const options = { authority, certificate };
    const good = await startHttpsServer((_request, response) => void response.end('ok'), options);
    const bad = await startHttpsServer((_request, response) => void response.end('ok'), { authority });
    onTestFinished(() => good.close());
    onTestFinished(() => bad.close());
    const transport = loopbackTransport({ authority });
    expect((await new WireCall(transport, `https://127.0.0.1:${good.port}/`).over).text).toBe('ok');
    const { error } = await new WireCall(transport, `https://127.0.0.1:${bad.port}/`).over;
    expect(error?.code).toBe('CERTIFICATE_NAME_INVALID');
  });

  it('sends the hostname of the URL, not the address dialled', async () => {
    const names: unknown[] = [];
    const server = await startHttpsServer(
      (_request, response, { socket }) => {
        names.push('servername' in socket && socket.servername);
        response.end();
      },
      { authority },
    );
    onTestFinished(() => server.close());
    await new WireCall(loopbackTransport(server), url).over;
    expect(names).toEqual([name]);
  });

  it('fails with TLS_MISMATCH where the server speaks nothing newer than 1.1', async () => {
    const server = await faultServer(faults.tls11Only());
    const { error } = await new WireCall(loopbackTransport(server), url).over;
    expect(error?.code).toBe('TLS_MISMATCH');
  });

  it('fails with TLS_MISMATCH where no cipher is shared', async () => {
    const tls = { ciphers: 'AES128-SHA', maxVersion: 'TLSv1.2' } as const;
    const server = await faultServer({ ...faults.silentAccept(), tls });
    const { error } = await new WireCall(loopbackTransport(server), url).over;
    expect(error?.code).toBe('TLS_MISMATCH');
  });

  it('fails with TLS_FAILED where the port does not speak it', async () => {
    const greeting = { play: ({ stream }: faults.FaultConnection) => void stream.end('220 ready\r\n') };
    const server = await startPlainFaultServer(greeting, { authority });
    onTestFinished(() => server.close());
    const { error } = await new WireCall(loopbackTransport(server), url).over;
    expect(error?.code).toBe('TLS_FAILED');
  });

  it('fails with CONNECTION_CLOSED where the server hangs up in the handshake, and with CONNECTION_RESET where it resets', async () => {
    const server = await faultServer(
      { tls: false, play: ({ stream }) => void stream.once('data', () => stream.end()) },
      { tls: false, play: ({ stream, reset }) => void stream.once('data', reset) },
    );
    const transport = loopbackTransport(server);
    expect((await new WireCall(transport, url).over).error?.code).toBe('CONNECTION_CLOSED');
    expect((await new WireCall(transport, url).over).error?.code).toBe('CONNECTION_RESET');
  });
});
