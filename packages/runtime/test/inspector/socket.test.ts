import { NetworkError, type SocketEvent } from '@minigate/network';
import { afterAll, describe, expect, it } from 'vitest';
import { startSocketServer } from '../../../../test/support/socket-server.ts';
import { isRefused } from '../../src/inspector/protocol.ts';
import { toHar } from '../../src/inspector/har.ts';
import { createRecorder } from '../../src/inspector/recorder.ts';
import { live, startSocketProgram } from '../support/socket-program.ts';
import { allowed, begin, timing } from './calls.ts';
import { harFaults } from './har-schema.ts';
import { ScriptedNetwork } from './scripted-network.ts';

const url = 'wss://api.example.com/live';
const creator = { name: 'minigate', version: '1.2.3' };

type Happening = SocketEvent extends infer E ? (E extends unknown ? Omit<E, 'id' | 'time'> : never) : never;

function happen(network: ScriptedNetwork, id: number, after: number, event: Happening): void {
  network.emit('socket', { ...event, id, time: begin + after });
}

/** The call is accepted and the socket is dialled. */
function connect(network: ScriptedNetwork, id = 1): void {
  network.emit('call', { id, api: 'connectSocket', url, method: 'GET', time: begin });
  network.emit('decision', { id, hop: 0, url, decision: allowed, time: begin });
  const result = { errMsg: 'connectSocket:ok' };
  network.emit('settle', {
    id,
    api: 'connectSocket',
    outcome: 'success',
    result,
    bodyBytes: 0,
    time: begin + 1,
  });
  happen(network, id, 2, { kind: 'handshake', url, headers: ['Cookie', 'a=secret'] });
}

function open(network: ScriptedNetwork, id = 1): void {
  const headers = ['Upgrade', 'websocket'];
  network.emit('answer', { id, hop: 0, status: 101, headers, protocol: 'http1.1', time: begin + 41 });
  happen(network, id, 42, { kind: 'open', headers });
}

const say = (
  network: ScriptedNetwork,
  direction: 'in' | 'out',
  data: string | ArrayBuffer,
  after = 50,
  id = 1,
) =>
  happen(network, id, after, {
    kind: 'message',
    direction,
    data,
    bytes: typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength,
  });

function close(
  network: ScriptedNetwork,
  more: { code?: number; reason?: string; error?: NetworkError } = {},
  id = 1,
): void {
  network.emit('hop', { id, hop: 0, timing: timing(begin), time: begin + 100 });
  happen(network, id, 100, { kind: 'close', code: 1000, reason: '', ...more });
}

describe('the entry of a socket', () => {
  it('is running until the socket is closed, and counts what goes over it', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    connect(network);
    open(network);
    expect(recorder.entries[0]).toMatchObject({ state: 'running', socket: { openedAt: begin + 42 } });
    expect(recorder.entries[0]).not.toHaveProperty('outcome');
    say(network, 'out', 'grüße');
    say(network, 'in', 'hello', 60);
    say(network, 'in', new Uint8Array([0, 255]).buffer, 61);
    close(network, { code: 4001, reason: 'enough' });
    expect(recorder.entries[0]).toMatchObject({
      state: 'settled',
      outcome: 'success',
      errMsg: 'connectSocket:ok',
      settledAt: begin + 100,
      bodyBytes: 7,
      socket: {
        sent: { messages: 1, bytes: 7 },
        received: { messages: 2, bytes: 7 },
        close: { code: 4001, reason: 'enough' },
      },
    });
  });

  it('says why a handshake failed, and what to do', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    connect(network);
    close(network, {
      code: 1006,
      error: new NetworkError('HANDSHAKE_REFUSED', { detail: 'It answered 403.' }),
    });
    const { errMsg = '', error } = recorder.entries[0] ?? {};
    expect(recorder.entries[0]).toMatchObject({ state: 'settled', outcome: 'fail' });
    expect(errMsg).toMatch(/^connectSocket:fail /);
    expect(error).toMatchObject({ code: 'HANDSHAKE_REFUSED', detail: 'It answered 403.' });
    expect(error?.fix).not.toBe('');
  });

  it('keeps the first messages and the beginning of long ones, whatever comes', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network, { messages: 10, body: 100, bodies: 550, entries: 2 });
    for (const id of [1, 2, 3]) {
      connect(network, id);
      open(network, id);
      for (let n = 0; n < 50; n += 1) say(network, 'in', `${n} `.repeat(100), 50, id);
    }
    // None of them has ended, so none of them makes room.
    expect(recorder.entries).toHaveLength(3);
    const kept = recorder.entries.flatMap(({ socket }) => socket?.messages ?? []);
    expect(kept).toHaveLength(30);
    expect(Math.max(...kept.map(({ data }) => data.content.length))).toBe(100);
    expect(kept.reduce((sum, { data }) => sum + data.content.length, 0)).toBe(550);
    expect(recorder.entries[0]?.socket?.received.messages).toBe(50);
    close(network);
    expect(recorder.entries).toHaveLength(2);
    expect(recorder.dropped).toBe(1);
  });
});

describe('the HAR of a socket', () => {
  it('lists its messages as Chrome does, and is valid', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network, { messages: 2 });
    connect(network);
    open(network);
    say(network, 'out', 'hello');
    say(network, 'in', new Uint8Array([0, 255]).buffer, 60);
    say(network, 'in', 'not kept', 70);
    close(network);
    const har = toHar(recorder.entries, { creator });
    expect(harFaults(JSON.parse(JSON.stringify(har)))).toEqual([]);
    expect(har.log.entries).toHaveLength(1);
    expect(har.log.entries[0]).toMatchObject({
      comment: 'The first 2 of 3 messages.',
      _resourceType: 'websocket',
      _webSocketMessages: [
        { type: 'send', time: (begin + 50) / 1000, opcode: 1, data: 'hello' },
        { type: 'receive', time: (begin + 60) / 1000, opcode: 2, data: 'AP8=' },
      ],
      request: { url, method: 'GET', headers: [{ name: 'Cookie', value: '[redacted]' }] },
      response: { status: 101, content: { size: 0 } },
      _minigate: {
        outcome: 'success',
        socket: { sent: { messages: 1 }, received: { messages: 2 }, code: 1000 },
      },
    });
  });

  it('has one that is open, and one whose handshake failed, with status 0', () => {
    const network = new ScriptedNetwork();
    const recorder = createRecorder(network);
    connect(network, 1);
    open(network, 1);
    connect(network, 2);
    close(network, { code: 1006, error: new NetworkError('CONNECTION_REFUSED') }, 2);
    const har = toHar(recorder.entries, { creator });
    expect(harFaults(JSON.parse(JSON.stringify(har)))).toEqual([]);
    expect(har.log.entries.map(({ response }) => [response.status, response._error])).toEqual([
      [101, 'unfinished'],
      [0, expect.stringMatching(/^connectSocket:fail /)],
    ]);
  });
});

describe('a real program', async () => {
  const server = await startSocketServer((socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  afterAll(() => server.close());

  it('leaves an entry with the handshake, the messages and the closing of each socket', async () => {
    const { program } = await startSocketProgram(
      server,
      `const task = connect();
       task.onOpen(() => { task.send({ data: 'text' }); task.send({ data: new Uint8Array([7]) }); });
       task.onMessage(({ data }) => { if (data instanceof ArrayBuffer) task.close({ code: 4000, reason: 'done' }); });
       wx.connectSocket({ url: 'wss://other.example.test/' });`,
    );
    const recorder = createRecorder(program.network);
    await program.idle();
    const [first, second] = recorder.entries;
    expect(first).toMatchObject({
      url: `${live}/`,
      outcome: 'success',
      socket: { close: { code: 4000, reason: 'done' } },
    });
    expect(first?.hops[0]?.response?.status).toBe(101);
    expect(first?.hops[0]?.timing?.tlsEnd).toBeGreaterThan(0);
    expect(first?.socket?.messages.map(({ direction, data }) => [direction, data.content])).toEqual([
      ['out', 'text'],
      ['out', new Uint8Array([7])],
      ['in', 'text'],
      ['in', new Uint8Array([7])],
    ]);
    expect(second).toMatchObject({ outcome: 'fail', error: { code: 'NOT_IN_DOMAIN_LIST' } });
    expect(second && isRefused(second)).toBe(true);
    const har = toHar(recorder.entries, { creator });
    expect(harFaults(JSON.parse(JSON.stringify(har)))).toEqual([]);
  });
});
