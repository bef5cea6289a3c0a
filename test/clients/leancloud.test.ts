import type * as Weapp from '@leancloud/platform-adapters-weapp';
import { describe, expect, it } from 'vitest';
import type { Echo, UploadReceipt } from './support/answers.ts';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type LabOptions, type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle("export * from '@leancloud/platform-adapters-weapp'");

/** The adapters' socket, which keeps to the interface of browsers. */
interface Socket {
  readyState: number;
  addEventListener(type: string, listener: (event: never) => void): void;
  send(data: string | ArrayBuffer): void;
  close(): void;
}

async function open(mode: Mode, options?: LabOptions) {
  const lab = await openLab(mode, options);
  const { WebSocket, ...adapters } = load<typeof Weapp>(code, { wx: lab.wx });
  const connect = (path: string, protocols?: string[]) =>
    new WebSocket(`${lab.socketOrigin}${path}`, protocols) as unknown as Socket;
  return { ...lab, adapters, connect };
}

function next<Event>(socket: Socket, type: string): Promise<Event> {
  return new Promise((resolve) => socket.addEventListener(type, (event: Event) => resolve(event)));
}

const opened = (socket: Socket) => next(socket, 'open');
const message = async (socket: Socket) => (await next<{ data: unknown }>(socket, 'message')).data;
const closed = (socket: Socket) => next<{ code: number; reason: string }>(socket, 'close');

describe.each(modes)("LeanCloud's adapters for mini programs, %s", (mode) => {
  it('sends data and headers, and tells that the answer is fine', async () => {
    const { adapters, origin } = await open(mode);
    const options = { method: 'POST' as const, data: { a: '1' }, headers: { 'X-K': 'v' } };
    const { ok, status, data } = await adapters.request(`${origin}/echo`, options);
    expect({ ok, status }).toEqual({ ok: true, status: 200 });
    const { body, headers } = data as unknown as Echo;
    expect(JSON.parse(body)).toEqual({ a: '1' });
    expect(headers['x-k']).toBe('v');
  });

  it('keeps the promise for status 404, and tells that it is not fine', async () => {
    const { adapters, origin } = await open(mode);
    expect(await adapters.request(`${origin}/status/404`)).toMatchObject({ ok: false, status: 404 });
  });

  it('rejects with our sentence when the connection is cut', async () => {
    const { adapters, origin } = await open(mode);
    expect((await failureOf(adapters.request(`${origin}/cut`))).message).toMatch(/^request:fail /);
  });

  it('aborts by a signal, and the server sees the connection end', async () => {
    const { adapters, origin, server, abandoned } = await open(mode);
    const controller = new AbortController();
    const call = failureOf(adapters.request(`${origin}/hang`, { signal: controller.signal }));
    await server.received(1);
    controller.abort();
    expect((await call).name).toBe('AbortError');
    await abandoned;
  });

  it('uploads a file with fields and tells the progress', async () => {
    const { adapters, origin, file } = await open(mode);
    const events: { loaded: number; total: number; percent: number }[] = [];
    const { ok, data } = await adapters.upload(
      `${origin}/upload`,
      { field: 'file', name: 'lc.bin', data: { uri: file('lc.bin', 130_000) } },
      { data: { token: 't1' }, onprogress: (event) => events.push(event as (typeof events)[0]) },
    );
    const { file: stored, fields } = data as unknown as UploadReceipt;
    expect({ ok, stored, fields }).toEqual({
      ok: true,
      stored: { field: 'file', name: 'lc.bin', size: 130_000 },
      fields: { token: 't1' },
    });
    const last = events.at(-1);
    expect(last?.percent).toBe(100);
    expect(last?.loaded).toBe(last?.total);
  });

  it('opens a socket, gets its text back, and closes with 1000', async () => {
    const { connect } = await open(mode);
    const socket = connect('/');
    await opened(socket);
    expect(socket.readyState).toBe(1);
    const echo = message(socket);
    socket.send('héllo');
    expect(await echo).toBe('héllo');
    const close = closed(socket);
    socket.close();
    expect((await close).code).toBe(1000);
  });

  it('gets bytes back as an ArrayBuffer', async () => {
    const { connect } = await open(mode);
    const socket = connect('/');
    await opened(socket);
    const echo = message(socket);
    socket.send(Uint8Array.from([1, 2, 255]).buffer);
    expect(await echo).toStrictEqual(Uint8Array.from([1, 2, 255]).buffer);
  });

  it('asks for sub-protocols, and the server chooses', async () => {
    const { connect, sockets } = await open(mode, { sockets: { ws: { handleProtocols: () => 'chosen' } } });
    await opened(connect('/', ['other', 'chosen']));
    expect(sockets.handshakes[0]?.headers['sec-websocket-protocol']?.split(/, */)).toEqual([
      'other',
      'chosen',
    ]);
    expect(sockets.sockets[0]?.protocol).toBe('chosen');
  });

  it("tells the server's close code and reason", async () => {
    const { connect } = await open(mode, { onSocket: (socket) => socket.close(4001, 'bye') });
    expect(await closed(connect('/'))).toMatchObject({ code: 4001, reason: 'bye' });
  });

  it('tells an error when the server answers the handshake with status 403', async () => {
    const { connect } = await open(mode, {
      sockets: {
        handshake: (_, stream) => stream.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
      },
    });
    const socket = connect('/');
    expect(await next(socket, 'error')).toMatchObject({ type: 'error' });
  });
});

it("rejects LeanCloud's calls to a domain outside the list with our sentence, and nothing is sent", async () => {
  const lab = await openListedLab();
  const adapters = load<typeof Weapp>(code, { wx: lab.wx });
  const uri = lab.file('a.txt', 3);
  expect((await failureOf(adapters.request(unlisted))).message).toBe('request:fail url not in domain list');
  const upload = adapters.upload(unlisted, { field: 'file', name: 'a.txt', data: { uri } });
  expect((await failureOf(upload)).message).toBe('uploadFile:fail url not in domain list');
  expect(lab.server.requests).toEqual([]);
});
