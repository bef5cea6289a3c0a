import { once } from 'node:events';
import type { AddressEvent, DecisionEvent, NetworkOptions, SocketEvent } from '@minigate/network';
import { binance } from '@minigate/policy';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Authority, createAuthority } from '../support/authority.ts';
import { connect, networkFor } from '../support/socket-client.ts';
import { acceptByHand, type SocketServerOptions, startSocketServer } from '../support/socket-server.ts';

const url = 'wss://live.example.test/';
const authority: Authority = await createAuthority();

async function start(
  options: SocketServerOptions = {},
  serve: Parameters<typeof startSocketServer>[0] = () => {},
) {
  const server = await startSocketServer(serve, { authority, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** What the program is told of a socket that never opens: `onError`, then `onClose` with 1006. */
async function failureOf(
  options: SocketServerOptions,
  call: object = {},
  network: Partial<NetworkOptions> = {},
) {
  const server = await start(options);
  const client = connect(networkFor(server, network), { url, ...call });
  const failure = await client.failed;
  expect(await client.closed).toEqual({ code: 1006, reason: '' });
  expect(await client.accepted).toEqual({ errMsg: 'connectSocket:ok' });
  return failure;
}

describe('a handshake that fails', () => {
  test.each([
    ['403 Forbidden', '', 403],
    ['200 OK', 'Content-Length: 2\r\n\r\nhi', 200],
    ['302 Found', 'Location: https://live.example.test/else\r\nContent-Length: 0\r\n', 302],
    ['500 Oops', 'Transfer-Encoding: chunked\r\n', 500],
  ])('because the answer is %s', async (status, rest, number) => {
    const failure = await failureOf({
      handshake: (_, stream) => stream.write(`HTTP/1.1 ${status}\r\n${rest}\r\n`),
    });
    expect(failure).toEqual({ errMsg: `connectSocket:fail Invalid HTTP status ${number}`, errno: 605103 });
  });

  test('leaves no connection when the answer is not 101', async () => {
    const server = await start({ handshake: (_, stream) => stream.write('HTTP/1.1 403 No\r\n\r\n') });
    await connect(networkFor(server), { url }).closed;
    await server.disconnected();
    expect(server.open()).toBe(0);
  });

  test.each([
    [
      'a wrong key',
      (stream: NodeJS.WritableStream) => {
        stream.write(
          'HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: nonsense\r\n\r\n',
        );
      },
    ],
    [
      'another protocol',
      (stream: NodeJS.WritableStream) => {
        stream.write('HTTP/1.1 101 OK\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n');
      },
    ],
  ])('because the answer has %s', async (_what, play) => {
    const failure = await failureOf({ handshake: (_, stream) => play(stream) });
    expect(failure).toEqual({ errMsg: 'connectSocket:fail WebSocket connect is fail', errno: 605103 });
  });

  test.each([
    [['a'], []],
    [['a'], ['Sec-WebSocket-Protocol: b']],
    [[], ['Sec-WebSocket-Protocol: b']],
    [[], ['Sec-WebSocket-Extensions: permessage-deflate']],
  ])('because %j was offered and the server answered %j', async (protocols, lines) => {
    const failure = await failureOf(
      { handshake: (message, stream) => acceptByHand(message, stream, lines) },
      { protocols },
    );
    expect(failure.errMsg).toBe('connectSocket:fail WebSocket connect is fail');
  });

  test('because the answer is not HTTP', async () => {
    const failure = await failureOf({
      handshake: (_, stream) => stream.write('220 smtp.example.test\r\n\r\n'),
    });
    expect(failure.errMsg).toBe('connectSocket:fail -320:net::ERR_INVALID_RESPONSE');
  });

  test('because the answer’s headers never end', async () => {
    const failure = await failureOf({
      handshake: (_, stream) =>
        stream.write(`HTTP/1.1 101 OK\r\n${`X: ${'x'.repeat(1000)}\r\n`.repeat(400)}`),
    });
    expect(failure.errMsg).toBe('connectSocket:fail -325:net::ERR_RESPONSE_HEADERS_TOO_BIG');
  });

  test('because the server hangs up without an answer', async () => {
    const failure = await failureOf({ handshake: (_, stream) => stream.destroy() });
    expect(failure.errMsg).toMatch(
      /^connectSocket:fail (-324:net::ERR_EMPTY_RESPONSE|-101:net::ERR_CONNECTION_RESET)$/,
    );
  });

  test('because the server never answers, after `timeout`', async () => {
    const failure = await failureOf({ handshake: () => {} }, { timeout: 50 });
    expect(failure).toEqual({ errMsg: 'connectSocket:fail timeout', errno: 5 });
  });

  test('because nothing listens there', async () => {
    const server = await startSocketServer(() => {}, { authority });
    await server.close();
    const client = connect(networkFor(server), { url });
    expect(await client.failed).toMatchObject({
      errMsg: 'connectSocket:fail -102:net::ERR_CONNECTION_REFUSED',
    });
    await client.closed;
  });

  test.each([
    [
      'is signed by itself',
      { selfSigned: true, names: ['live.example.test'] },
      '-202:net::ERR_CERT_AUTHORITY_INVALID',
    ],
    ['is for another name', { names: ['other.example.test'] }, '-200:net::ERR_CERT_COMMON_NAME_INVALID'],
    [
      'has expired',
      { names: ['live.example.test'], notAfter: new Date(Date.now() - 60_000) },
      '-201:net::ERR_CERT_DATE_INVALID',
    ],
  ])('because the certificate %s, debugging included', async (_what, request, text) => {
    const certificate = await authority.issue(request);
    for (const debugging of [false, true]) {
      const server = await start({ certificate });
      const client = connect(networkFor(server, { debugging }), { url });
      expect((await client.failed).errMsg).toBe(`connectSocket:fail ${text}`);
      expect(server.handshakes).toEqual([]);
    }
  });
});

describe('what never reaches a server', () => {
  test('a URL that the list does not cover', async () => {
    const server = await start();
    const network = networkFor(server);
    const decisions: DecisionEvent[] = [];
    network.on('decision', (event) => decisions.push(event));
    const refused = [
      'wss://live.example.test:443/',
      'ws://live.example.test/',
      'https://live.example.test/',
      `${server.origin()}/`,
    ];
    for (const denied of refused) {
      expect((await connect(network, { url: denied }).accepted).errMsg).toMatch(
        /^connectSocket:fail (url not in domain list|invalid url)/,
      );
    }
    expect(decisions.map(({ decision }) => decision.verdict)).toEqual(refused.map(() => 'deny'));
    expect(server.accepted()).toBe(0);
  });

  test('a name that leads to a private address', async () => {
    const server = await start();
    const network = networkFor(server, { allowAddresses: [] });
    const addresses: AddressEvent[] = [];
    network.on('address', (event) => addresses.push(event));
    const client = connect(network, { url });
    expect(await client.failed).toMatchObject({
      errMsg: 'connectSocket:fail url validate error',
      errno: 600011,
    });
    expect(addresses).toMatchObject([{ address: '127.0.0.1', verdict: 'deny', enforced: true }]);
    expect(server.accepted()).toBe(0);
  });

  test('a socket that was closed while it was dialled', async () => {
    const server = await start();
    const client = connect(networkFor(server), { url });
    await client.accepted;
    await client.close();
    expect(await client.closed).toEqual({ code: 1000, reason: '' });
    expect(server.sockets).toEqual([]);
  });
});

describe('an open socket that fails', () => {
  test('closes with 1006 when the server dies', async () => {
    const server = await start({}, (socket) => socket.terminate());
    expect(await connect(networkFor(server), { url }).closed).toEqual({ code: 1006, reason: '' });
  });

  test.each([
    [
      'a message that is too large',
      Buffer.concat([Buffer.from([0x82, 126, 0x04, 0x01]), Buffer.alloc(1025)]),
      1009,
      'message exceed max size',
    ],
    [
      'pieces that are too large together',
      Buffer.concat([
        Buffer.from([0x02, 126, 0x02, 0x01]),
        Buffer.alloc(513),
        Buffer.from([0x80, 126, 0x02, 0x01]),
        Buffer.alloc(513),
      ]),
      1009,
      'message exceed max size',
    ],
    ['text that is not UTF-8', Buffer.from([0x81, 2, 0xc3, 0x28]), 1007, 'invalid WebSocket frame'],
    ['a masked frame', Buffer.from([0x81, 0x81, 1, 2, 3, 4, 5]), 1002, 'invalid WebSocket frame'],
    ['an unknown kind of frame', Buffer.from([0x83, 0]), 1002, 'invalid WebSocket frame'],
    ['compression that was not agreed on', Buffer.from([0xc1, 1, 0]), 1002, 'invalid WebSocket frame'],
    [
      'a closing code that nobody may send',
      Buffer.from([0x88, 2, 0x03, 0xee]),
      1002,
      'invalid WebSocket frame',
    ],
  ])('tells of %s, and closes with its code on both sides', async (_what, frame, code, text) => {
    const answers: Promise<Buffer[]>[] = [];
    const server = await start({
      handshake(message, stream) {
        answers.push(once(stream, 'data') as Promise<Buffer[]>);
        acceptByHand(message, stream);
        stream.write(frame);
      },
    });
    const profile = { ...binance, sockets: { ...binance.sockets, messageBytes: 1024 } };
    const client = connect(networkFor(server, { profile }), { url });
    expect(await client.failed).toMatchObject({ errMsg: `connectSocket:fail ${text}` });
    expect(await client.closed).toEqual({ code, reason: '' });
    expect(client.messages).toEqual([]);
    const [answer] = (await answers[0]) ?? [];
    expect(closeCodeOf(answer ?? Buffer.alloc(0))).toBe(code);
  });

  test('does not inflate a message beyond the limit', async () => {
    const server = await start({ ws: { perMessageDeflate: true } }, (socket) =>
      socket.send(Buffer.alloc(64 * 1024 * 1024)),
    );
    const client = connect(networkFor(server), { url, perMessageDeflate: true });
    expect(await client.failed).toMatchObject({ errMsg: 'connectSocket:fail message exceed max size' });
    expect(await client.closed).toEqual({ code: 1009, reason: '' });
    expect(client.messages).toEqual([]);
  });

  test('frees its place at once, also where the server keeps the connection', async () => {
    const server = await start({
      handshake(message, stream) {
        acceptByHand(message, stream);
        stream.write(Buffer.from([0x83, 0]));
      },
    });
    const profile = { ...binance, sockets: { ...binance.sockets, size: 1 } };
    const network = networkFor(server, { profile });
    await connect(network, { url }).closed;
    expect((await connect(network, { url }).accepted).errMsg).toBe('connectSocket:ok');
    await network.close();
    await server.disconnected();
  });

  test('does not wait longer than the profile says for the server’s part of the closing', async () => {
    const server = await start({ handshake: (message, stream) => acceptByHand(message, stream) });
    const profile = { ...binance, sockets: { ...binance.sockets, closeTimeout: 50 } };
    const client = connect(networkFor(server, { profile }), { url });
    await client.opened;
    await client.close({ code: 3000, reason: 'bye' });
    expect(await client.closed).toEqual({ code: 3000, reason: 'bye' });
    await server.disconnected();
  });

  test('is told to those who watch, with what exactly happened', async () => {
    const server = await start({
      handshake(message, stream) {
        acceptByHand(message, stream);
        stream.write(Buffer.from([0x81, 2, 0xc3, 0x28]));
      },
    });
    const network = networkFor(server);
    const events: SocketEvent[] = [];
    network.on('socket', (event) => events.push(event));
    await connect(network, { url }).closed;
    expect(events.map(({ kind }) => kind)).toEqual(['handshake', 'open', 'close']);
    expect(events.at(-1)).toMatchObject({
      code: 1007,
      error: { code: 'INVALID_MESSAGE', detail: expect.stringContaining('live.example.test') },
    });
  });
});

/** The code of a client's closing frame. */
function closeCodeOf(frame: Buffer): number {
  const mask = frame.subarray(2, 6);
  return (((frame[6] ?? 0) ^ (mask[0] ?? 0)) << 8) | ((frame[7] ?? 0) ^ (mask[1] ?? 0));
}
