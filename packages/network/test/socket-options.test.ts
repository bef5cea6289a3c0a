import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scriptedNetwork } from './support/scripted-network.ts';
import { type SocketLog, socketLogged } from './support/sockets.ts';

const url = 'wss://api.example.com/live';
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** One value of every JavaScript type, and the odd ones of each. */
const values: [string, unknown][] = [
  ['Undefined', undefined],
  ['Null', null],
  ['Boolean', true],
  ['Number', 7],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['BigInt', 7n],
  ['String', 'text'],
  ['empty String', ''],
  ['lone surrogate', '\ud800'],
  ['huge String', 'x'.repeat(2 ** 20)],
  ['Symbol', Symbol('s')],
  ['Function', () => 1],
  ['Object', {}],
  ['null-prototype Object', Object.create(null)],
  ['Array', ['a']],
  ['sparse Array', new Array(4_000_000_000)],
  ['Array of Numbers', [1]],
  ['Date', new Date(0)],
  ['ArrayBuffer', new ArrayBuffer(2)],
  ['detached ArrayBuffer', detached()],
  ['Uint8Array', Uint8Array.of(1)],
  ['view of a detached buffer', detachedView()],
  ['DataView', new DataView(new ArrayBuffer(2))],
  ['Proxy that throws', new Proxy({}, throwing())],
  ['Proxy of an Array that throws', new Proxy([], throwing())],
  ['revoked Proxy', revoked()],
  ['object that cannot be text', { toString: boom, valueOf: boom }],
];

function boom(): never {
  throw new Error('boom');
}

function throwing(): ProxyHandler<object> {
  return { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom, getOwnPropertyDescriptor: boom };
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(2);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

function detachedView(): Uint8Array {
  const view = Uint8Array.of(1, 2);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}

/** Each call was settled once, `complete` last. */
function expectSettledOnce(socket: SocketLog, call: string): void {
  const mine = socket.names().filter((name) => name.startsWith(call));
  expect([
    [`${call} success`, `${call} complete`],
    [`${call} fail`, `${call} complete`],
  ]).toContainEqual(mine);
}

describe('Rule 18: options of connectSocket', () => {
  describe.each([
    'url',
    'header',
    'protocols',
    'timeout',
    'tcpNoDelay',
    'perMessageDeflate',
    'forceCellularNetwork',
  ])('%s', (name) => {
    test.each(values)('of the type %s neither throws nor hangs', async (_type, value) => {
      const { network } = scriptedNetwork();
      const socket = socketLogged(network, { url, [name]: value });
      await nextTurn();
      expectSettledOnce(socket, 'connect');
      for (const failure of socket.of('connect fail')) {
        expect(failure).toMatchObject({
          errMsg: expect.stringMatching(/^connectSocket:fail (parameter error: |invalid url )/),
        });
      }
    });
  });

  test.each(values)('options of the type %s neither throw nor hang', async (_type, value) => {
    const { network, transport } = scriptedNetwork();
    const task = network.api.connectSocket(value as never);
    await nextTurn();
    expect(task.readyState).toBe(3);
    expect(task.errMsg).toMatch(/^connectSocket:fail parameter error: /);
    expect(transport.sockets).toEqual([]);
  });

  test.each(['url', 'header', 'protocols', 'timeout', 'success', 'fail', 'complete'])(
    'a getter of %s that throws is a failure, not an exception',
    async (name) => {
      const { network, transport } = scriptedNetwork();
      const options = Object.defineProperty({ url }, name, { get: boom });
      const task = network.api.connectSocket(options);
      await nextTurn();
      const callback = ['success', 'fail', 'complete'].includes(name);
      expect(transport.sockets).toHaveLength(callback ? 1 : 0);
      expect(task.readyState).toBe(callback ? 0 : 3);
    },
  );

  test.each([
    [{ url: 5 }, 'parameter.url should be String instead of Number;'],
    [{ url, protocols: 'mqtt' }, 'parameter.protocols should be Array instead of String;'],
    [{ url, protocols: ['a', 5] }, 'parameter.protocols[1] should be String instead of Number;'],
    [{ url, protocols: ['a b'] }, 'parameter.protocols[0] is no name of a sub-protocol;'],
    [{ url, protocols: [''] }, 'parameter.protocols[0] is no name of a sub-protocol;'],
    [{ url, protocols: ['a\r\nX: y'] }, 'parameter.protocols[0] is no name of a sub-protocol;'],
    [{ url, protocols: ['a', 'a'] }, 'parameter.protocols[1] is there twice;'],
    [
      { url, protocols: Array.from({ length: 65 }, (_, n) => `p${n}`) },
      'parameter.protocols should have at most 64 elements;',
    ],
    [{ url, header: { 'a b': 'c' } }, 'parameter.header["a b"] is no header name;'],
    [
      { url, header: { a: 'b\r\nc: d' } },
      'parameter.header["a"] has a character that a header cannot carry;',
    ],
    [{ url, timeout: '5' }, 'parameter.timeout should be Number instead of String;'],
    [{ url, perMessageDeflate: 1 }, 'parameter.perMessageDeflate should be Boolean instead of Number;'],
  ])('%j: %s', async (options, complaint) => {
    const { network } = scriptedNetwork();
    const socket = socketLogged(network, options);
    await nextTurn();
    expect(socket.of('connect fail')).toMatchObject([
      { errMsg: `connectSocket:fail parameter error: ${complaint}`, errno: 1001 },
    ]);
  });

  test('a header named __proto__ is a header like any other', async () => {
    const { network, transport } = scriptedNetwork();
    socketLogged(network, { url, header: JSON.parse('{"__proto__":"x"}') });
    await nextTurn();
    expect(transport.lastSocket.request.headers.slice(0, 2)).toEqual(['__proto__', 'x']);
  });
});

describe('Rule 18: options of send and close', () => {
  async function opened() {
    const { network, transport } = scriptedNetwork();
    const socket = socketLogged(network, { url });
    await nextTurn();
    transport.lastSocket.open();
    return { socket, wire: transport.lastSocket };
  }

  test.each(values)('data of the type %s neither throws nor hangs', async (_type, value) => {
    const { socket, wire } = await opened();
    socket.send(value);
    wire.take();
    await nextTurn();
    expectSettledOnce(socket, 'send');
    expect(wire.sent.length).toBe(socket.of('send success').length);
  });

  test.each(values)(
    'send, close and listeners that are of the type %s neither throw nor hang',
    async (_type, value) => {
      const { socket } = await opened();
      expect(() => socket.task.send(value as never)).not.toThrow();
      expect(() => socket.task.close(value as never)).not.toThrow();
      for (const listen of [
        socket.task.onOpen,
        socket.task.onMessage,
        socket.task.onError,
        socket.task.onClose,
      ]) {
        expect(() => listen(value as never)).not.toThrow();
      }
    },
  );

  test.each([
    [undefined, 'parameter.data should be String or ArrayBuffer instead of Undefined;'],
    [{ a: 1 }, 'parameter.data should be String or ArrayBuffer instead of Object;'],
    [5, 'parameter.data should be String or ArrayBuffer instead of Number;'],
  ])('send of %j: %s', async (data, complaint) => {
    const { socket } = await opened();
    socket.send(data);
    await nextTurn();
    expect(socket.of('send fail')).toMatchObject([
      { errMsg: `sendSocketMessage:fail parameter error: ${complaint}` },
    ]);
  });

  test('text with a lone surrogate and a buffer that was given away cannot be sent', async () => {
    const { socket, wire } = await opened();
    socket.send('a\ud800b');
    socket.send(detached());
    await nextTurn();
    const invalid = expect.objectContaining({
      errMsg: 'sendSocketMessage:fail invalid request data',
      errno: 600010,
    });
    expect(socket.of('send fail')).toEqual([invalid, invalid]);
    expect(wire.sent).toEqual([]);
  });

  test.each([999, 1001, 1005, 1006, 2999, 5000, 3000.5, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'close with %s says which codes there are',
    async (code) => {
      const { socket, wire } = await opened();
      socket.close({ code });
      await nextTurn();
      const errMsg = 'closeSocket:fail parameter error: parameter.code should be 1000 or from 3000 to 4999;';
      expect(socket.of('closing fail')).toMatchObject([{ errMsg, errno: 1001 }]);
      expect([socket.task.readyState, wire.closing]).toEqual([1, undefined]);
    },
  );

  test.each([undefined, 1000, 3000, 4999])('close with %s', async (code) => {
    const { socket, wire } = await opened();
    socket.close(code === undefined ? {} : { code });
    expect(wire.closing).toEqual({ code: code ?? 1000, reason: '' });
  });

  test('a reason may have 123 bytes of UTF-8', async () => {
    const { socket, wire } = await opened();
    socket.close({ reason: `${'ü'.repeat(61)}xx` });
    socket.close({ reason: 'x'.repeat(124) });
    socket.close({ reason: '\udc00' });
    await nextTurn();
    expect(socket.of('closing fail')).toHaveLength(3);
    socket.close({ reason: `${'ü'.repeat(61)}x` });
    expect(wire.closing?.reason).toHaveLength(62);
  });

  test('whatever is sent, the kind and the bytes are those that were given', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array(), fc.float64Array()), {
          maxLength: 10,
        }),
        async (messages) => {
          const { socket, wire } = await opened();
          for (const data of messages) socket.send(data);
          const expected = messages.map((data) =>
            typeof data === 'string'
              ? { kind: 'text', data: Buffer.from(data) }
              : { kind: 'bytes', data: Buffer.from(data.buffer, data.byteOffset, data.byteLength) },
          );
          expect(wire.sent).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});
