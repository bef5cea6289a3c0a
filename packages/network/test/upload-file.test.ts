import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NetworkError, type UploadFileOptions } from '@minigate/network';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestLogged, uploadLogged } from '../../../test/support/calls.ts';
import { scriptedNetwork } from './support/scripted-network.ts';
import { fileIn, take } from './support/upload-body.ts';

const url = 'https://api.example.com/upload';
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the file of an upload', () => {
  it('goes through two buffers of 256 KiB, however large it is', async () => {
    const { network, transport } = scriptedNetwork();
    const size = 64 * 1024 ** 2 + 1;
    uploadLogged(network, { url, filePath: fileIn(network, size), name: 'file' });
    const { request } = transport.last;
    const pieces = await take(request);
    const [head, tail] = [pieces.shift(), pieces.pop()];
    expect(head?.byteLength).toBeLessThan(1024);
    expect(tail?.byteLength).toBeLessThan(1024);
    expect(pieces.reduce((sum, piece) => sum + piece.byteLength, 0)).toBe(size);
    const buffers = new Set(pieces.map((piece) => piece.buffer));
    expect([...buffers].map(({ byteLength }) => byteLength)).toEqual([256 * 1024, 256 * 1024]);
  });

  it.runIf(process.platform === 'linux')('is not open while its call waits for a slot', () => {
    const { network, transport } = scriptedNetwork();
    const filePath = fileIn(network);
    const openFiles = () =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`) === filePath;
        } catch {
          return false;
        }
      }).length;
    for (let n = 0; n < 30; n += 1) uploadLogged(network, { url, filePath, name: 'file' });
    expect(transport.exchanges).toHaveLength(10);
    return vi.waitFor(() => expect(openFiles()).toBe(10));
  });

  it('has its bytes told from the first one again for each opening of the body', async () => {
    const { network, transport } = scriptedNetwork();
    uploadLogged(network, { url, filePath: fileIn(network, 3_000_000), name: 'file' });
    const { request } = transport.last;
    await take(request, 2);
    const first = (await take(request)).map((piece) => Buffer.from(piece).byteLength);
    expect(first.reduce((sum, bytes) => sum + bytes)).toBe((request.body as { length: number }).length);
  });

  it('that is missing fails at once, also when every slot is taken', async () => {
    const { network } = scriptedNetwork();
    for (let n = 0; n < 10; n += 1) requestLogged(network, { url });
    const call = uploadLogged(network, { url, filePath: join(network.userDirectory, 'none'), name: 'file' });
    expect(await call.done).toMatchObject({ errMsg: 'uploadFile:fail file not found', errno: 1300002 });
  });

  it('that is removed while the call waits fails it when its turn comes, and frees the slot', async () => {
    const { network, transport } = scriptedNetwork();
    for (let n = 0; n < 10; n += 1) requestLogged(network, { url });
    const filePath = fileIn(network);
    const upload = uploadLogged(network, { url, filePath, name: 'file' });
    const next = requestLogged(network, { url });
    rmSync(filePath);
    transport.exchanges[0]?.answer(200);
    expect(await upload.done).toMatchObject({ errMsg: 'uploadFile:fail file not found' });
    expect(transport.exchanges).toHaveLength(11);
    transport.last.answer(200);
    expect(await next.done).toMatchObject({ statusCode: 200 });
  });
});

describe('the life of an upload', () => {
  const uploading = () => {
    const { network, transport } = scriptedNetwork();
    return {
      network,
      transport,
      call: uploadLogged(network, { url, filePath: fileIn(network), name: 'file' }),
    };
  };
  const names = (events: { callback: string }[]) => events.map(({ callback }) => callback);

  it('ends with success and complete, with the same object, whose data is text', async () => {
    const { transport, call } = uploading();
    transport.last.answer(500, '\uFEFF{"a":1}', ['Content-Type', 'application/json', 'Set-Cookie', 'a=1']);
    expect(await call.done).toMatchObject({
      data: '{"a":1}',
      statusCode: 500,
      header: { 'Content-Type': 'application/json' },
      cookies: ['a=1'],
      exception: { retryCount: 0, reasons: [] },
      useHttpDNS: false,
      errMsg: 'uploadFile:ok',
    });
    expect(names(call.events)).toEqual(['success', 'complete']);
    expect(call.events[0]?.result).toBe(call.events[1]?.result);
    expect(call.events[0]?.result).toHaveProperty('profile.queueEnd');
  });

  it('tells the headers before its end, and not to listeners that were taken off', async () => {
    const { transport, call } = uploading();
    const heard: unknown[] = [];
    const off = vi.fn();
    call.task.onHeadersReceived(off);
    call.task.onHeadersReceived((event) => heard.push(event, call.events.length));
    call.task.offHeadersReceived(off);
    transport.last.answer(201, '', ['A', 'b']);
    await call.done;
    expect(heard).toEqual([{ header: { A: 'b' }, statusCode: 201, cookies: [] }, 0]);
    expect(off).not.toHaveBeenCalled();
  });

  it('tells progress to each listener until it is taken off, and survives one that throws', async () => {
    const { network, transport, call } = uploading();
    const thrown: unknown[] = [];
    network.on('callbackError', ({ callback }) => thrown.push(callback));
    const heard: number[] = [];
    const off = vi.fn();
    call.task.onProgressUpdate(() => {
      throw new Error('theirs');
    });
    call.task.onProgressUpdate(({ progress }) => heard.push(progress));
    call.task.onProgressUpdate(off);
    call.task.offProgressUpdate(off);
    call.task.onProgressUpdate('no function' as never);
    await take(transport.last.request);
    expect(heard.at(-1)).toBe(100);
    expect(thrown).toContain('onProgressUpdate');
    expect(off).not.toHaveBeenCalled();
    call.task.offProgressUpdate();
  });

  it('tells no progress after its end', async () => {
    const { transport, call } = uploading();
    const heard: number[] = [];
    call.task.onProgressUpdate(({ progress }) => {
      heard.push(progress);
      call.task.abort();
    });
    await take(transport.last.request).catch(() => undefined);
    expect(await call.done).toMatchObject({ errMsg: 'uploadFile:fail abort', errno: 1 });
    expect(heard).toHaveLength(1);
    expect(transport.last.ending).toBe('cancelled');
  });

  it('is refused by the list like a request', async () => {
    const { network, transport } = scriptedNetwork();
    const call = uploadLogged(network, {
      url: 'https://evil.example/',
      filePath: fileIn(network),
      name: 'f',
    });
    expect(await call.done).toMatchObject({
      errMsg: 'uploadFile:fail url not in domain list',
      errno: 600002,
    });
    expect(transport.exchanges).toEqual([]);
  });

  it('is judged by its own list where the policy has one', async () => {
    const { network } = scriptedNetwork({
      policy: {
        appId: 'demo',
        version: 1,
        serverDomains: { request: ['https://api.example.com'], uploadFile: ['https://up.example.com'] },
      },
    });
    const filePath = fileIn(network);
    const refused = uploadLogged(network, { url, filePath, name: 'f' });
    expect(await refused.done).toMatchObject({ errno: 600002 });
    const allowed = uploadLogged(network, { url: 'https://up.example.com/', filePath, name: 'f' });
    allowed.task.abort();
    expect(await allowed.done).toMatchObject({ errno: 1 });
  });

  it('takes one of the ten slots that requests take', () => {
    const { network, transport } = scriptedNetwork();
    const filePath = fileIn(network);
    for (let n = 0; n < 6; n += 1) requestLogged(network, { url });
    for (let n = 0; n < 6; n += 1) uploadLogged(network, { url, filePath, name: 'file' });
    expect(transport.exchanges).toHaveLength(10);
  });

  it('fails with the transport’s error', async () => {
    const { transport, call } = uploading();
    transport.last.error(new NetworkError('CONNECTION_RESET'));
    expect(await call.done).toMatchObject({ errMsg: 'uploadFile:fail -101:net::ERR_CONNECTION_RESET' });
    expect(names(call.events)).toEqual(['fail', 'complete']);
  });

  it('ends with the network', async () => {
    const { network, call } = uploading();
    await network.close();
    expect(await call.done).toMatchObject({ errMsg: 'uploadFile:fail interrupted', errno: 600003 });
  });

  it('tells those who watch how much is sent, and not what', async () => {
    const { network, transport } = scriptedNetwork();
    const sends: unknown[] = [];
    const calls: unknown[] = [];
    network.on('send', (event) => sends.push(event));
    network.on('call', (event) => calls.push(event));
    const call = uploadLogged(network, { url, filePath: fileIn(network), name: 'file' });
    const { length } = transport.last.request.body as { length: number };
    transport.last.redirect(307, '/again');
    transport.last.redirect(303, '/end');
    transport.last.answer(200);
    await call.done;
    expect(calls).toMatchObject([{ api: 'uploadFile', url, method: 'POST' }]);
    expect(sends).toMatchObject([
      { hop: 0, method: 'POST', body: null, streamedBytes: length },
      { hop: 1, method: 'POST', body: null, streamedBytes: length },
      { hop: 2, method: 'GET', body: null },
    ]);
    expect(sends[2]).not.toHaveProperty('streamedBytes');
  });
});

describe('an upload and time', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  const uploading = (options: Partial<UploadFileOptions> = {}, settings = {}) => {
    const { network, transport } = scriptedNetwork(settings);
    const call = uploadLogged(network, { url, filePath: fileIn(network), name: 'file', ...options });
    return { network, transport, call };
  };

  it.each([
    ['its own timeout', { timeout: 1500 }, {}, 1500],
    ['the program’s networkTimeout', {}, { networkTimeout: { uploadFile: 2500 } }, 2500],
    ['60 s', {}, { networkTimeout: { request: 5 } }, 60_000],
  ])('ends after %s', async (_, options, settings, milliseconds) => {
    const { call, transport } = uploading(options, settings);
    await vi.advanceTimersByTimeAsync(milliseconds - 1);
    expect(call.events).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await call.done).toMatchObject({ errMsg: 'uploadFile:fail timeout', errno: 5 });
    expect(transport.last.ending).toBe('cancelled');
  });

  it('fails with `fail interrupted` when it outlives 5 s in the background', async () => {
    const { call, network } = uploading();
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(call.events).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await call.done).toMatchObject({ errMsg: 'uploadFile:fail interrupted', errno: 600003 });
  });

  it('is not begun in the background', async () => {
    const { network, transport } = scriptedNetwork();
    const filePath = fileIn(network);
    network.enterBackground();
    const call = uploadLogged(network, { url, filePath, name: 'file' });
    await turn();
    expect(await call.done).toMatchObject({ errMsg: 'uploadFile:fail interrupted', errno: 600003 });
    expect(transport.exchanges).toEqual([]);
  });
});
