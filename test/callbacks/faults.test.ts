import { readdirSync } from 'node:fs';
import { networkErrors, type NetworkErrorCode } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import type { Authority } from '../support/authority.ts';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import * as faults from '../support/fault.ts';
import { type FaultServer, startFaultServer } from '../support/fault-server.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { authority, misbehave, serve } from '../support/servers.ts';

const url = 'https://api.example.test/';

/** A request and a download each fail with this one error, once, and nothing is left of them. */
async function expectFault(
  server: Pick<FaultServer, 'authority' | 'resolve' | 'disconnected' | 'open'>,
  code: NetworkErrorCode,
) {
  const network = loopbackNetwork(server);
  const settled = eventsOf(network, 'settle');
  const { text, errno } = networkErrors[code];
  for (const call of [requestLogged(network, { url }), downloadLogged(network, { url })]) {
    const { errMsg = '', ...failure } = await call.done;
    expect(errMsg.slice(errMsg.indexOf(':'))).toBe(`:fail ${text}`);
    expect(failure.errno).toBe(errno);
    expect(callbackNames(call)).toEqual(['fail', 'complete']);
    expect(call.events[0]?.result).toBe(call.events[1]?.result);
  }
  expect(settled.map(({ error }) => error?.code)).toEqual([code, code]);
  expect(settled.every(({ error }) => error?.detail?.includes('api.example.test'))).toBe(true);
  await server.disconnected();
  expect(server.open()).toBe(0);
  const { tempDirectory } = network;
  await network.close();
  expect(() => readdirSync(tempDirectory)).toThrow(/ENOENT/);
}

const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('Rule 14: each fault of a server gives one documented error, once', () => {
  const broken: [string, faults.Fault, NetworkErrorCode][] = [
    ['a reset before the headers', faults.resetBeforeHeaders(), 'CONNECTION_RESET'],
    ['a close without an answer', faults.says(''), 'EMPTY_RESPONSE'],
    ['a close in the headers', faults.says('HTTP/1.1 200 OK\r\nX-'), 'CONNECTION_CLOSED'],
    ['a truncated body', faults.truncatedBody(), 'CONTENT_LENGTH_MISMATCH'],
    ['truncated chunks', faults.truncatedChunks(), 'CONNECTION_CLOSED'],
    ['a malformed chunk', faults.malformedChunk(), 'INVALID_RESPONSE'],
    [
      'a chunk that is longer than it says',
      faults.says(`${chunked}2\r\nhello\r\n0\r\n\r\n`),
      'INVALID_RESPONSE',
    ],
    [
      'lengths that contradict each other',
      faults.says('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      'INVALID_RESPONSE',
    ],
    [
      'a length beside chunks',
      faults.says('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
      'INVALID_RESPONSE',
    ],
    ['a negative length', faults.says('HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'), 'INVALID_RESPONSE'],
    [
      'a status that is none',
      faults.says('HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n'),
      'INVALID_RESPONSE',
    ],
    [
      'a header line that is folded',
      faults.says('HTTP/1.1 200 OK\r\nX-A: one\r\n two\r\nContent-Length: 0\r\n\r\n'),
      'INVALID_RESPONSE',
    ],
    [
      'a carriage return within a header line',
      faults.says('HTTP/1.1 200 OK\r\nX-A: one\rX-B: two\r\nContent-Length: 0\r\n\r\n'),
      'INVALID_RESPONSE',
    ],
    ['endless headers', faults.endlessHeaders(), 'RESPONSE_HEADERS_TOO_LARGE'],
    ['endless trailers', faults.endlessTrailers(), 'RESPONSE_HEADERS_TOO_LARGE'],
    ['a greeting that is not HTTP', faults.garbageStatusLine(), 'INVALID_RESPONSE'],
    [
      'another protocol that nobody asked for',
      faults.says('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      'INVALID_RESPONSE',
    ],
    ['TLS 1.1 only', faults.tls11Only(), 'TLS_MISMATCH'],
  ];
  it.each(broken)('%s', async (_name, fault, code) => {
    await expectFault(await misbehave(fault), code);
  });

  // Where the reset comes together with the last bytes, the operating system tells of an end instead.
  it.each([
    ['in the headers', faults.resetInHeaders(), ['CONNECTION_RESET', 'CONNECTION_CLOSED']],
    ['after the headers', faults.resetAfterHeaders(), ['CONNECTION_RESET', 'CONTENT_LENGTH_MISMATCH']],
  ] as [string, faults.Fault, NetworkErrorCode[]][])('a reset %s', async (_where, fault, codes) => {
    const server = await misbehave(fault);
    const network = loopbackNetwork(server);
    const settled = eventsOf(network, 'settle');
    const call = downloadLogged(network, { url });
    expect((await call.done).errno).toBe(600001);
    expect(settled[0]?.error?.code).toBeOneOf(codes);
    expect(callbackNames(call)).toEqual(['fail', 'complete']);
    expect(readdirSync(network.tempDirectory)).toEqual([]);
    await server.disconnected();
  });

  it('a redirect loop', async () => {
    const server = await misbehave(faults.redirectLoop());
    const network = loopbackNetwork(server);
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600008 });
    expect(await downloadLogged(network, { url }).done).toMatchObject({ errno: 600008 });
    await server.disconnected();
  });

  it('a port on which nothing listens', async () => {
    const server = await startFaultServer(faults.silentAccept(), { authority });
    await server.close();
    await expectFault(server, 'CONNECTION_REFUSED');
  });

  const hour = 3_600_000;
  const certificates: [string, Parameters<Authority['issue']>[0], NetworkErrorCode][] = [
    [
      'expired',
      { names: ['api.example.test'], notAfter: new Date(Date.now() - hour) },
      'CERTIFICATE_DATE_INVALID',
    ],
    ['self-signed', { names: ['api.example.test'], selfSigned: true }, 'CERTIFICATE_AUTHORITY_INVALID'],
    ['for another host', { names: ['other.example.test'] }, 'CERTIFICATE_NAME_INVALID'],
    [
      'without its intermediate',
      { names: ['api.example.test'], intermediate: 'withheld' },
      'CERTIFICATE_AUTHORITY_INVALID',
    ],
  ];
  it.each(certificates)('a certificate that is %s; the request is not sent', async (_name, wanted, code) => {
    const server = await serve((_request, response) => void response.end(), {
      certificate: await authority.issue(wanted),
    });
    await expectFault(server, code);
    expect(server.requests).toEqual([]);
  });
});

describe('Rule 14: what is odd and no fault', () => {
  it.each([
    ['100 Continue', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['100 Continue with headers', 'HTTP/1.1 100 Continue\r\nX-A: 1\r\n\r\n'],
    ['100 Continue twice', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n'],
    ['103 Early Hints', 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n'],
    ['both', 'HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n'],
  ])('%s before the answer is passed over', async (_name, interim) => {
    const final = 'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nHTTP/1.1 100';
    const inPieces: faults.Fault = {
      play: ({ stream }) =>
        void stream.on('data', () => {
          stream.write(interim);
          setImmediate(() => stream.write(final));
        }),
    };
    const network = loopbackNetwork(await misbehave([faults.says(interim + final), inPieces]));
    for (const call of [requestLogged(network, { url }), downloadLogged(network, { url })]) {
      expect((await call.done).statusCode).toBe(200);
    }
    expect(await requestLogged(network, { url }).done).toMatchObject({
      data: 'HTTP/1.1 100',
      statusCode: 200,
    });
  });

  it('a body that ends with the connection', async () => {
    const server = await misbehave(faults.says('HTTP/1.1 200 OK\r\n\r\nuntil the end'));
    expect(await requestLogged(loopbackNetwork(server), { url }).done).toMatchObject({
      data: 'until the end',
    });
  });

  it('bytes behind the answer, which answer no other call', async () => {
    const smuggled = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil';
    const first = `HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood${smuggled}`;
    const stays: faults.Fault = { play: ({ stream }) => void stream.on('data', () => stream.write(first)) };
    const network = loopbackNetwork(await misbehave([stays, faults.answer('well')]));
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'good' });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'well' });
  });
});
