import { NetworkError, type RequestOptions } from '@minigate/network';
import { describe, expect, test, vi } from 'vitest';
import { downloadLogged, requestLogged } from '../../../test/support/calls.ts';
import { scriptedNetwork } from './support/scripted-network.ts';

const url = 'https://api.example.com/';

const names = (events: { callback: string }[]) => events.map(({ callback }) => callback);

describe('Rule 14: every call ends once', () => {
  test('calls success and then complete with the same object', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    transport.last.answer(200, '{}');
    await call.done;
    expect(names(call.events)).toEqual(['success', 'complete']);
    expect(call.events[0]?.result).toBe(call.events[1]?.result);
  });

  test('calls fail and then complete with the same object', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    transport.last.error(new NetworkError('CONNECTION_REFUSED'));
    await call.done;
    expect(names(call.events)).toEqual(['fail', 'complete']);
    expect(call.events[0]?.result).toBe(call.events[1]?.result);
    expect(call.events[0]?.result).toMatchObject({
      errMsg: 'request:fail -102:net::ERR_CONNECTION_REFUSED',
      errno: 600001,
    });
  });

  test.each([
    ['a refused URL', { url: 'https://evil.example/' }],
    ['a malformed URL', { url: 'not a url' }],
    ['options of the wrong type', undefined],
  ] as [string, RequestOptions | undefined][])(
    'returns the task before the callbacks of %s',
    async (_, options) => {
      const { network } = scriptedNetwork();
      let returned = false;
      await new Promise<void>((resolve) => {
        const complete = () => {
          expect(returned).toBe(true);
          resolve();
        };
        const task = network.api.request({ ...(options ?? { url: 5 as never }), complete });
        returned = true;
        expect(task.abort).toBeTypeOf('function');
      });
    },
  );

  test.each([undefined, null, 5, 'text', [], () => undefined])(
    'throws nothing at a caller who passes %s, and tells those who watch',
    async (options) => {
      const { network } = scriptedNetwork();
      const settled = new Promise((resolve) => network.on('settle', resolve));
      network.api.request(options as never);
      expect(await settled).toMatchObject({ outcome: 'fail', result: { errno: 1001 } });
    },
  );

  test('calls complete although success throws, frees the slot, and reports the error', async () => {
    const { network, transport } = scriptedNetwork();
    const thrown: unknown[] = [];
    network.on('callbackError', ({ callback, error }) => thrown.push([callback, (error as Error).message]));
    const completed = new Promise((resolve) => {
      network.api.request({
        url,
        success() {
          throw new Error('in success');
        },
        complete: resolve,
      });
    });
    transport.last.answer(200);
    expect(await completed).toMatchObject({ statusCode: 200 });
    expect(thrown).toEqual([['success', 'in success']]);
    for (let n = 0; n < 10; n += 1) requestLogged(network, { url });
    expect(transport.open).toHaveLength(10);
  });

  test('aborts a call on the wire once, however often abort is called', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    call.task.abort();
    call.task.abort();
    transport.last.answer(200);
    expect(await call.done).toMatchObject({ errMsg: 'request:fail abort' });
    expect(names(call.events)).toEqual(['fail', 'complete']);
    expect(transport.last.ending).toBe('cancelled');
  });

  test('ignores abort after the answer', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    transport.last.answer(200);
    call.task.abort();
    await call.done;
    call.task.abort();
    await new Promise((resolve) => setImmediate(resolve));
    expect(names(call.events)).toEqual(['success', 'complete']);
  });

  test('can abort from onHeadersReceived', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    call.task.onHeadersReceived(() => call.task.abort());
    transport.last.answer(200, 'text');
    expect(await call.done).toMatchObject({ errMsg: 'request:fail abort' });
  });

  test('hands the head to every listener before the ending, and to none that was removed', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    const heard: unknown[] = [];
    const removed = vi.fn();
    call.task.onHeadersReceived((event) => heard.push(event, call.events.length));
    call.task.onHeadersReceived(removed);
    call.task.offHeadersReceived(removed);
    transport.last.answer(201, '', ['X-A', '1', 'Set-Cookie', 'a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT']);
    await call.done;
    expect(heard).toEqual([
      {
        statusCode: 201,
        header: { 'X-A': '1', 'Set-Cookie': 'a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT' },
        cookies: ['a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT'],
      },
      0,
    ]);
    expect(removed).not.toHaveBeenCalled();
  });

  test('settles every call with `interrupted` when the network is closed, and every call made afterwards', async () => {
    const { network, transport } = scriptedNetwork();
    const running = requestLogged(network, { url });
    const download = downloadLogged(network, { url });
    const waiting = Array.from({ length: 10 }, () => requestLogged(network, { url })).at(-1);
    await network.close();
    const late = requestLogged(network, { url });
    expect(await running.done).toMatchObject({ errMsg: 'request:fail interrupted', errno: 600003 });
    expect(await download.done).toMatchObject({ errMsg: 'downloadFile:fail interrupted', errno: 600003 });
    expect(await waiting?.done).toMatchObject({ errMsg: 'request:fail interrupted' });
    expect(await late.done).toMatchObject({ errMsg: 'request:fail interrupted' });
    expect(transport.open).toEqual([]);
    expect(transport.closed).toBe(true);
  });

  test('leaves the event loop its turn when a program calls again and again from its own fail', async () => {
    const { network } = scriptedNetwork();
    let calls = 0;
    const again = () => {
      calls += 1;
      network.api.request({ url: 'https://evil.example/', fail: again });
    };
    again();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await network.close();
    expect(calls).toBeGreaterThan(0);
  });

  test('gives tasks that a library may extend and whose methods work unbound', async () => {
    const { network } = scriptedNetwork();
    const { request } = network.api;
    const task = request({ url });
    const { abort } = task;
    Object.assign(task, { extra: 1 });
    abort();
    expect(Object.keys(task)).toEqual(
      expect.arrayContaining(['abort', 'onHeadersReceived', 'offHeadersReceived', 'extra']),
    );
  });
});

describe('Rule 13: any status is success', () => {
  test.each([200, 201, 204, 301, 304, 400, 404, 500, 503, 599])(
    'hands over status %d in success',
    async (status) => {
      const { network, transport } = scriptedNetwork();
      const call = requestLogged(network, { url });
      transport.last.answer(status, status === 204 || status === 304 ? '' : '{"ok":false}');
      expect(await call.done).toMatchObject({ statusCode: status, errMsg: 'request:ok' });
      expect(names(call.events)).toEqual(['success', 'complete']);
    },
  );

  test('parses a JSON body, and leaves one that does not parse as text', async () => {
    const { network, transport } = scriptedNetwork();
    const good = requestLogged(network, { url });
    transport.last.answer(200, '{"a":[1,2]}');
    const bad = requestLogged(network, { url });
    transport.last.answer(200, '{"a":[1,2');
    expect(await good.done).toMatchObject({ data: { a: [1, 2] } });
    expect(await bad.done).toMatchObject({ data: '{"a":[1,2' });
  });

  test('leaves JSON as text where another dataType is asked for', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url, dataType: 'text' });
    transport.last.answer(200, '{"a":1}');
    expect(await call.done).toMatchObject({ data: '{"a":1}' });
  });

  test('hands over bytes untouched, the byte order mark included, where responseType is arraybuffer', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url, responseType: 'arraybuffer' });
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d, 0xff, 0);
    transport.last.answer(200, bytes);
    const { data } = await call.done;
    expect(data).toBeInstanceOf(ArrayBuffer);
    expect(new Uint8Array(data as ArrayBuffer)).toEqual(bytes);
  });
});
