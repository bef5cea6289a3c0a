import { statSync } from 'node:fs';
import type { HttpError, HttpRequestAbstract, HttpRequestConfig, HttpResponse } from 'luch-request';
import type { UploadTask } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import type { Echo, UploadReceipt } from './support/answers.ts';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Lab, type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';
import { createUni } from './support/uni.ts';

const code = await bundle("export { default as Request } from 'luch-request'");

interface Downloaded {
  statusCode: number;
  tempFilePath: string;
}

type Make = new (config: HttpRequestConfig) => HttpRequestAbstract;

function client({ wx, origin }: Lab) {
  const { Request } = load<{ Request: Make }>(code, { uni: createUni(wx) });
  return new Request({ baseURL: origin, timeout: 60_000 });
}

async function open(mode: Mode) {
  const lab = await openLab(mode);
  return { ...lab, http: client(lab) };
}

describe.each(modes)("luch-request on uni-app's runtime, %s", (mode) => {
  it('sends parameters and reads the answer', async () => {
    const { http } = await open(mode);
    const { statusCode, data, errMsg } = await http.get<Echo>('/echo', { params: { a: 1, b: 'x y' } });
    expect({ statusCode, errMsg }).toEqual({ statusCode: 200, errMsg: 'request:ok' });
    expect(data.query).toEqual({ a: '1', b: 'x y' });
  });

  it('posts an object as JSON', async () => {
    const { http } = await open(mode);
    const { data } = await http.post<Echo>('/echo', { a: 'é', n: [1] });
    expect(JSON.parse(data.body)).toEqual({ a: 'é', n: [1] });
  });

  it('posts an object as a form when its header says so', async () => {
    const { http } = await open(mode);
    const header = { 'content-type': 'application/x-www-form-urlencoded' };
    const { data } = await http.post<Echo>('/echo', { a: '1 2', b: '你' }, { header });
    expect(Object.fromEntries(new URLSearchParams(data.body))).toEqual({ a: '1 2', b: '你' });
  });

  it('sends PUT, DELETE, HEAD and OPTIONS', async () => {
    const { http } = await open(mode);
    expect((await http.put<Echo>('/echo', { a: 1 })).data.method).toBe('PUT');
    expect((await http.delete<Echo>('/echo', { a: 1 })).data.method).toBe('DELETE');
    expect((await http.options<Echo>('/echo')).data.method).toBe('OPTIONS');
    expect((await http.head('/json')).statusCode).toBe(200);
  });

  it('rejects status 404 with the whole answer', async () => {
    const { http } = await open(mode);
    expect(await failureOf<HttpError>(http.get('/status/404'))).toMatchObject({
      statusCode: 404,
      data: { status: 404 },
    });
  });

  it('shows requests and answers to its interceptors', async () => {
    const { http, server } = await open(mode);
    const seen: HttpResponse[] = [];
    http.interceptors.request.use((config) => ({ ...config, header: { ...config.header, 'X-Tag': '1' } }));
    http.interceptors.response.use((response) => {
      seen.push(response);
      return response;
    });
    const { cookies } = await http.get('/cookies');
    expect(cookies).toHaveLength(2);
    expect(seen[0]?.header).toMatchObject({ 'X-Mixed-Case': 'Kept' });
    expect(server.requests[0]?.headers).toMatchObject({ 'x-tag': '1' });
  });

  it('rejects with our sentence when time is up', async () => {
    const { http } = await open(mode);
    const { errMsg } = await failureOf<HttpError>(http.get('/hang', { timeout: 100 }));
    expect(errMsg).toBe('request:fail timeout');
  });

  it('rejects with our sentence when the connection is cut', async () => {
    const { http } = await open(mode);
    const { errMsg } = await failureOf<HttpError>(http.get('/cut'));
    expect(errMsg).toMatch(/^request:fail /);
  });

  it('hands out a task that aborts, and the server sees the connection end', async () => {
    const { http, server, abandoned } = await open(mode);
    const call = failureOf<HttpError>(
      http.get('/hang', { getTask: (task) => void server.received(1).then(() => task.abort()) }),
    );
    expect((await call).errMsg).toBe('request:fail abort');
    await abandoned;
  });

  it('gives bytes as an ArrayBuffer', async () => {
    const { http } = await open(mode);
    const { data } = await http.get<ArrayBuffer>('/bytes/9', { responseType: 'arraybuffer' });
    expect(data).toStrictEqual(Uint8Array.from({ length: 9 }, (_, i) => i).buffer);
  });

  it('uploads a form whose content-type no header of the caller can break', async () => {
    const { http, file } = await open(mode);
    const progress: number[] = [];
    const { data } = await http.upload<UploadReceipt>('/upload', {
      filePath: file('b.bin', 1000),
      name: 'file',
      formData: { z: '中文' },
      header: { 'content-type': 'application/json' },
      getTask: (task) => (task as UploadTask).onProgressUpdate((event) => progress.push(event.progress)),
    });
    expect(data.file).toEqual({ field: 'file', name: 'b.bin', size: 1000 });
    expect(data.fields).toEqual({ z: '中文' });
    expect(data.contentType).toMatch(/^multipart\/form-data; *boundary=/);
    expect(progress.at(-1)).toBe(100);
  });

  it('downloads to a temporary file', async () => {
    const { http } = await open(mode);
    const { statusCode, tempFilePath } = await http.download<never, Downloaded>('/bytes/3000');
    expect(statusCode).toBe(200);
    expect(statSync(tempFilePath).size).toBe(3000);
  });

  it('makes twenty requests at once, and all are answered', async () => {
    const { http } = await open(mode);
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => http.get<Echo>(`/echo?i=${i}`)));
    expect(all.map(({ data }) => Number(data.query.i))).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });
});

describe("luch-request on uni-app's runtime, to a domain outside the list", () => {
  it('rejects each call with its own `errMsg`, and nothing is sent', async () => {
    const lab = await openListedLab();
    const http = client(lab);
    const failures = await Promise.all([
      failureOf<HttpError>(http.get(unlisted)),
      failureOf<HttpError>(http.download(unlisted)),
      failureOf<HttpError>(http.upload(unlisted, { filePath: lab.file('a.txt', 3), name: 'file' })),
    ]);
    expect(failures.map(({ errMsg }) => errMsg)).toEqual([
      'request:fail url not in domain list',
      'downloadFile:fail url not in domain list',
      'uploadFile:fail url not in domain list',
    ]);
    expect(lab.server.requests).toEqual([]);
  });
});
