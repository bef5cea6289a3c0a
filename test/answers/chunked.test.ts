import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';
import type { ChunkEvent } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { requestLogged } from '../support/calls.ts';
import { loopbackNetwork } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const url = 'https://api.example.test/';

/** A server that says piece after piece when it is told to. */
async function speaker(headers: Record<string, string> = {}) {
  let speak: (response: ServerResponse) => void = () => {};
  const asked = new Promise<ServerResponse>((resolve) => (speak = resolve));
  const server = await serve((_request, response) => {
    response.writeHead(200, headers);
    response.flushHeaders();
    speak(response);
  });
  return { server, asked };
}

/** The pieces of a call as text, and a wait for the next one. */
function piecesOf(task: { onChunkReceived(listener: (event: ChunkEvent) => unknown): void }) {
  const pieces: string[] = [];
  let tell = () => {};
  task.onChunkReceived(({ data }) => {
    pieces.push(Buffer.from(data).toString());
    tell();
  });
  return {
    pieces,
    async until(count: number) {
      while (pieces.length < count) await new Promise<void>((resolve) => (tell = resolve));
    },
  };
}

describe('Rule 19: an answer in pieces', () => {
  it('tells each piece while the answer goes on, and leaves `data` empty', async () => {
    const { server, asked } = await speaker();
    const call = requestLogged(loopbackNetwork(server), { url, enableChunked: true });
    const { pieces, until } = piecesOf(call.task);
    const response = await asked;
    response.write('first');
    await until(1);
    expect(pieces).toEqual(['first']);
    expect(call.events).toEqual([]);
    response.end('second');
    expect(await call.done).toMatchObject({ errMsg: 'request:ok', data: '', statusCode: 200 });
    expect(pieces).toEqual(['first', 'second']);
  });

  it("gives true ArrayBuffers that are the program's own", async () => {
    const { server, asked } = await speaker();
    const call = requestLogged(loopbackNetwork(server), { url, enableChunked: true });
    const buffers: ArrayBuffer[] = [];
    call.task.onChunkReceived(({ data }) => buffers.push(data));
    (await asked).end('bytes');
    await call.done;
    expect(buffers).toHaveLength(1);
    expect(Object.getPrototypeOf(buffers[0])).toBe(ArrayBuffer.prototype);
    expect(buffers[0]?.byteLength).toBe(5);
  });

  it('gives an empty ArrayBuffer as `data` where bytes were asked for', async () => {
    const { server, asked } = await speaker();
    const call = requestLogged(loopbackNetwork(server), {
      url,
      enableChunked: true,
      responseType: 'arraybuffer',
    });
    (await asked).end('bytes');
    expect(await call.done).toMatchObject({ data: new ArrayBuffer(0) });
  });

  it('decodes the content coding of each piece as it comes', async () => {
    const { server, asked } = await speaker({ 'content-encoding': 'gzip' });
    const call = requestLogged(loopbackNetwork(server), { url, enableChunked: true });
    const { pieces, until } = piecesOf(call.task);
    const gzip = createGzip();
    gzip.pipe(await asked);
    gzip.write('first');
    gzip.flush();
    await until(1);
    gzip.end('second');
    await call.done;
    expect(pieces.join()).toBe('first,second');
  });

  it('makes the server wait while a listener is not done', async () => {
    let ask: (response: ServerResponse) => void = () => {};
    const asked = new Promise<ServerResponse>((resolve) => (ask = resolve));
    const server = await serve((request, response) => {
      if (request.url === '/') ask(response);
      else response.end();
    });
    const network = loopbackNetwork(server);
    const call = requestLogged(network, { url, enableChunked: true });
    let goOn = () => {};
    let received = 0;
    let tellFirst = () => {};
    const first = new Promise<void>((resolve) => (tellFirst = resolve));
    call.task.onChunkReceived(({ data }) => {
      const isFirst = received === 0;
      received += data.byteLength;
      if (!isFirst) return undefined;
      tellFirst();
      return new Promise<void>((resolve) => (goOn = resolve));
    });
    const response = await asked;
    // More than every buffer on the way can hold: the rest waits in the server.
    const total = 128 * 1024 * 1024;
    const drained = once(response, 'drain');
    response.write(Buffer.alloc(total));
    await first;
    const held = received;
    await requestLogged(network, { url: `${url}other` }).done;
    expect(response.writableNeedDrain).toBe(true);
    expect(received).toBe(held);
    goOn();
    await drained;
    response.end();
    await call.done;
    expect(received).toBe(total);
  });

  it('ends a call whose server stops in the middle of a piece with `fail`, after the pieces that came', async () => {
    const { server, asked } = await speaker({ 'content-length': '100' });
    const call = requestLogged(loopbackNetwork(server), { url, enableChunked: true });
    const { pieces, until } = piecesOf(call.task);
    const response = await asked;
    response.write('first');
    await until(1);
    response.destroy();
    expect((await call.done).errMsg).toMatch(/^request:fail /);
    expect(pieces).toEqual(['first']);
  });

  it('tells nothing after abort, and nothing to a listener that was removed', async () => {
    const { server, asked } = await speaker();
    const call = requestLogged(loopbackNetwork(server), { url, enableChunked: true });
    const removed: unknown[] = [];
    const listener = (event: unknown) => removed.push(event);
    call.task.onChunkReceived(listener);
    call.task.offChunkReceived(listener);
    const { pieces, until } = piecesOf(call.task);
    const response = await asked;
    response.write('first');
    await until(1);
    call.task.abort();
    response.end('second');
    expect(await call.done).toMatchObject({ errMsg: 'request:fail abort' });
    expect(pieces).toEqual(['first']);
    expect(removed).toEqual([]);
  });

  it('reports a listener that throws or rejects, and goes on', async () => {
    const { server, asked } = await speaker();
    const network = loopbackNetwork(server);
    const errors: unknown[] = [];
    network.on('callbackError', ({ callback, error }) => errors.push(`${callback}: ${String(error)}`));
    const call = requestLogged(network, { url, enableChunked: true });
    call.task.onChunkReceived(() => {
      throw new Error('thrown');
    });
    call.task.onChunkReceived(() => Promise.reject(new Error('rejected')));
    (await asked).end('piece');
    expect(await call.done).toMatchObject({ errMsg: 'request:ok' });
    expect(errors).toEqual(['onChunkReceived: Error: thrown', 'onChunkReceived: Error: rejected']);
  });

  it('tells no piece of an answer to a call that did not ask for pieces', async () => {
    const { server, asked } = await speaker();
    const call = requestLogged(loopbackNetwork(server), { url });
    const { pieces } = piecesOf(call.task);
    (await asked).end('whole');
    expect(await call.done).toMatchObject({ data: 'whole' });
    expect(pieces).toEqual([]);
  });
});
