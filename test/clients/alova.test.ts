import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Echo, UploadReceipt } from './support/answers.ts';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Lab, type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';
import { createUni } from './support/uni.ts';

/** Vue is there for pages only. */
const code = await bundle(
  "export { createAlova } from 'alova'; export { default as AdapterUniapp } from '@alova/adapter-uniapp'",
  { absent: ['vue'] },
);

interface Answer<Data> {
  statusCode: number;
  data: Data;
  header: Record<string, string>;
  errMsg: string;
  tempFilePath: string;
}

interface Method<Data> extends Promise<Answer<Data>> {
  abort(): void;
  onUpload(listener: (event: { loaded: number; total: number }) => void): void;
  onDownload(listener: (event: { loaded: number; total: number }) => void): void;
}

interface Alova {
  Get<Data>(url: string, config?: object): Method<Data>;
  Post<Data>(url: string, data: unknown, config?: object): Method<Data>;
}

interface Package {
  AdapterUniapp(): object;
  createAlova(options: object): Alova;
}

function client({ wx, origin }: Lab): Alova {
  const { createAlova, AdapterUniapp } = load<Package>(code, { uni: createUni(wx) });
  return createAlova({ baseURL: origin, timeout: 60_000, cacheFor: null, ...AdapterUniapp() });
}

async function open(mode: Mode) {
  const lab = await openLab(mode);
  return { ...lab, alova: client(lab) };
}

describe.each(modes)("alova with its adapter on uni-app's runtime, %s", (mode) => {
  it('sends parameters and headers and reads the answer', async () => {
    const { alova } = await open(mode);
    const { statusCode, data, header } = await alova.Get<Echo>('/echo', {
      params: { q: 'a b' },
      headers: { 'X-Token': 'abc' },
    });
    expect(statusCode).toBe(200);
    expect(data).toMatchObject({ query: { q: 'a b' }, headers: { 'x-token': 'abc' } });
    expect(header['X-Mixed-Case']).toBe('Kept');
  });

  it('posts an object as JSON', async () => {
    const { alova } = await open(mode);
    const { data } = await alova.Post<Echo>('/echo', { a: { b: ['é'] } });
    expect(JSON.parse(data.body)).toEqual({ a: { b: ['é'] } });
  });

  it('passes on what only the platform knows, such as the response type', async () => {
    const { alova } = await open(mode);
    const { data } = await alova.Get<ArrayBuffer>('/bytes/3', { responseType: 'arraybuffer' });
    expect(data).toStrictEqual(Uint8Array.from([0, 1, 2]).buffer);
  });

  it('keeps the promise for status 404', async () => {
    const { alova } = await open(mode);
    expect(await alova.Get('/status/404')).toMatchObject({ statusCode: 404, data: { status: 404 } });
  });

  it('rejects with our sentence when time is up, and when the connection is cut', async () => {
    const { alova } = await open(mode);
    expect((await failureOf(alova.Get('/hang', { timeout: 100 }))).message).toBe('request:fail timeout');
    expect((await failureOf(alova.Get('/cut'))).message).toMatch(/^request:fail /);
  });

  it('aborts, and the server sees the connection end', async () => {
    const { alova, server, abandoned } = await open(mode);
    const method = alova.Get('/hang');
    const failure = failureOf(method);
    await server.received(1);
    method.abort();
    expect((await failure).message).toBe('request:fail abort');
    await abandoned;
  });

  it('uploads a file with fields and tells the progress', async () => {
    const { alova, file } = await open(mode);
    const events: { loaded: number; total: number }[] = [];
    const form = { name: 'image', filePath: file('pic.png', 200_000), user: '张三' };
    const method = alova.Post<string>('/upload', form, { requestType: 'upload' });
    method.onUpload((event) => events.push(event));
    const receipt = JSON.parse((await method).data) as UploadReceipt;
    expect(receipt.file).toEqual({ field: 'image', name: 'pic.png', size: 200_000 });
    expect(receipt.fields).toEqual({ user: '张三' });
    const last = events.at(-1);
    expect(last?.loaded).toBeGreaterThan(200_000);
    expect(last?.loaded).toBe(last?.total);
  });

  it('downloads to a temporary file and tells the progress', async () => {
    const { alova } = await open(mode);
    const events: { loaded: number; total: number }[] = [];
    const method = alova.Get('/bytes/40000', { requestType: 'download' });
    method.onDownload((event) => events.push(event));
    const { tempFilePath } = await method;
    expect(statSync(tempFilePath).size).toBe(40_000);
    expect(events.at(-1)).toEqual({ loaded: 40_000, total: 40_000 });
  });
});

it('rejects each call of alova to a domain outside the list with our sentence, and nothing is sent', async () => {
  const lab = await openListedLab();
  const alova = client(lab);
  const form = { name: 'file', filePath: lab.file('a.txt', 3) };
  const failures = await Promise.all([
    failureOf(alova.Get(`${unlisted}/data`)),
    failureOf(alova.Get(`${unlisted}/file`, { requestType: 'download' })),
    failureOf(alova.Post(unlisted, form, { requestType: 'upload' })),
  ]);
  expect(failures.map(({ message }) => message)).toEqual([
    'request:fail url not in domain list',
    'downloadFile:fail url not in domain list',
    'uploadFile:fail url not in domain list',
  ]);
  expect(lab.server.requests).toEqual([]);
});
