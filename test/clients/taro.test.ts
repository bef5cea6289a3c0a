import type { SocketTask } from '@minigate/network';
import type TaroPackage from '@tarojs/taro';
import { describe, expect, it } from 'vitest';
import type { UploadReceipt } from './support/answers.ts';
import { failureOf } from './support/failure.ts';
import { type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { loadTaro } from './support/taro.ts';

async function open(mode: Mode) {
  const lab = await openLab(mode);
  return { ...lab, Taro: loadTaro(lab.wx).Taro };
}

type HeadersTask = { onHeadersReceived(listener: (event: { header: Record<string, string> }) => void): void };

describe.each(modes)('Taro, %s', (mode) => {
  it('keeps its promise and calls the callbacks as well', async () => {
    const { Taro, origin } = await open(mode);
    const seen: number[] = [];
    const { data, errMsg } = await Taro.request({
      url: `${origin}/json`,
      success: ({ statusCode }) => seen.push(statusCode),
    });
    expect({ data, errMsg, seen }).toEqual({
      data: { hello: 'world', n: 1 },
      errMsg: 'request:ok',
      seen: [200],
    });
  });

  it('aborts by its promise, and the server sees the connection end', async () => {
    const { Taro, origin, server, abandoned } = await open(mode);
    const call = Taro.request({ url: `${origin}/hang` });
    const failure = failureOf<{ errMsg: string }>(call);
    await server.received(1);
    call.abort();
    expect((await failure).errMsg).toBe('request:fail abort');
    await abandoned;
  });

  it('tells the headers before the answer', async () => {
    const { Taro, origin } = await open(mode);
    const headers: Record<string, string>[] = [];
    const call = Taro.request({ url: `${origin}/json` });
    (call as unknown as HeadersTask).onHeadersReceived(({ header }) => headers.push(header));
    await call;
    expect(headers).toEqual([expect.objectContaining({ 'X-Mixed-Case': 'Kept' })]);
  });

  it('rejects with our sentence when time is up, and when the connection is cut', async () => {
    const { Taro, origin } = await open(mode);
    const late = await failureOf<{ errMsg: string }>(Taro.request({ url: `${origin}/hang`, timeout: 100 }));
    expect(late.errMsg).toBe('request:fail timeout');
    const cut = await failureOf<{ errMsg: string }>(Taro.request({ url: `${origin}/cut` }));
    expect(cut.errMsg).toMatch(/^request:fail /);
  });

  it('downloads a file and tells the progress', async () => {
    const { Taro, origin } = await open(mode);
    const events: number[] = [];
    const call = Taro.downloadFile({ url: `${origin}/bytes/80000` });
    call.progress((event) => events.push(event.totalBytesWritten));
    expect((await call).tempFilePath).not.toBe('');
    expect(events.at(-1)).toBe(80_000);
  });

  it('uploads a file and tells the progress', async () => {
    const { Taro, origin, file } = await open(mode);
    const events: number[] = [];
    const call = Taro.uploadFile({
      url: `${origin}/upload`,
      filePath: file('t.bin', 99_999),
      name: 'file',
      formData: { a: '1' },
    });
    call.progress((event) => events.push(event.progress));
    const receipt = JSON.parse((await call).data) as UploadReceipt;
    expect(receipt.file).toEqual({ field: 'file', name: 't.bin', size: 99_999 });
    expect(receipt.fields).toEqual({ a: '1' });
    expect(events.at(-1)).toBe(100);
  });

  it('opens a socket, gets its text back, and closes it', async () => {
    const { Taro, socketOrigin } = await open(mode);
    const task = (await Taro.connectSocket({ url: socketOrigin })) as unknown as SocketTask;
    await new Promise<void>((resolve) => (task.readyState === 1 ? resolve() : task.onOpen(() => resolve())));
    const echo = new Promise((resolve) => task.onMessage(({ data }) => resolve(data)));
    task.send({ data: 'hi' });
    expect(await echo).toBe('hi');
    const closed = new Promise<{ code: number }>((resolve) => task.onClose(resolve));
    task.close({ code: 1000, reason: 'enough' });
    expect((await closed).code).toBe(1000);
  });

  it('sends what its interceptors add', async () => {
    const { Taro, origin, server } = await open(mode);
    Taro.addInterceptor((chain: TaroPackage.Chain) =>
      chain.proceed({ ...chain.requestParams, header: { 'X-Tag': 'taro' } }),
    );
    await Taro.request({ url: `${origin}/json` });
    expect(server.requests[0]?.headers['x-tag']).toBe('taro');
  });
});

it('rejects each call of Taro to a domain outside the list with our sentence, and nothing is sent', async () => {
  const lab = await openListedLab();
  const { Taro } = loadTaro(lab.wx);
  const filePath = lab.file('a.txt', 3);
  const failures = await Promise.all([
    failureOf<{ errMsg: string }>(Taro.request({ url: unlisted })),
    failureOf<{ errMsg: string }>(Taro.downloadFile({ url: unlisted })),
    failureOf<{ errMsg: string }>(Taro.uploadFile({ url: unlisted, filePath, name: 'file' })),
  ]);
  expect(failures.map(({ errMsg }) => errMsg)).toEqual([
    'request:fail url not in domain list',
    'downloadFile:fail url not in domain list',
    'uploadFile:fail url not in domain list',
  ]);
  expect(lab.server.requests).toEqual([]);
});
