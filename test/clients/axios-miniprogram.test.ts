import { statSync } from 'node:fs';
import type Package from 'axios-miniprogram';
import { describe, expect, it } from 'vitest';
import type { Echo, UploadReceipt } from './support/answers.ts';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Lab, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle("export { default as axios } from 'axios-miniprogram'");

interface Refused {
  message: string;
  response: { status: number; data: { errMsg: string; status: number } };
}

function client({ wx, origin }: Lab) {
  const { axios } = load<{ axios: typeof Package.default }>(code, { wx });
  return { axios, api: axios.create({ baseURL: origin, timeout: 60_000 }) };
}

async function open(mode: (typeof modes)[number]) {
  const lab = await openLab(mode);
  return { ...lab, ...client(lab) };
}

describe.each(modes)('axios-miniprogram, %s', (mode) => {
  it('reads JSON, the status and the headers', async () => {
    const { api } = await open(mode);
    const { status, statusText, data, headers } = await api.get('/json');
    expect({ status, statusText, data }).toEqual({
      status: 200,
      statusText: 'OK',
      data: { hello: 'world', n: 1 },
    });
    expect(headers).toMatchObject({ 'X-Mixed-Case': 'Kept' });
  });

  it('puts parameters into the path and into the query', async () => {
    const { api } = await open(mode);
    const { data } = await api.get<Echo>('/echo/:id', { id: 7, q: 'a b' });
    expect(data).toMatchObject({ path: '/echo/7', query: { q: 'a b' } });
  });

  it('posts an object as JSON', async () => {
    const { api } = await open(mode);
    const { data } = await api.post<Echo>('/echo', { a: { b: [1] } });
    expect(JSON.parse(data.body)).toEqual({ a: { b: [1] } });
  });

  it('sends PUT, DELETE and OPTIONS, and HEAD has no body', async () => {
    const { api } = await open(mode);
    expect((await api.put<Echo>('/echo', { a: 1 })).data.method).toBe('PUT');
    expect((await api.delete<Echo>('/echo')).data.method).toBe('DELETE');
    expect((await api.options<Echo>('/echo')).data.method).toBe('OPTIONS');
    expect(await api.head('/json')).toMatchObject({ status: 200, data: '' });
  });

  it('sends its own headers and those of the caller', async () => {
    const { api } = await open(mode);
    const { data } = await api.get<Echo>('/echo', {}, { headers: { 'X-Token': 'abc' } });
    expect(data.headers).toMatchObject({
      'x-token': 'abc',
      accept: expect.stringContaining('application/json'),
    });
  });

  it('rejects a status that it does not like, with the answer', async () => {
    const { api, axios } = await open(mode);
    const failure = await failureOf<Refused>(api.get('/status/404'));
    expect(axios.isAxiosError(failure)).toBe(true);
    expect(failure).toMatchObject({
      message: 'validate status error',
      response: { status: 404, data: { status: 404 } },
    });
  });

  it('rejects with our sentence when time is up', async () => {
    const { api } = await open(mode);
    const failure = await failureOf<Refused>(api.get('/hang', {}, { timeout: 100 }));
    expect(failure).toMatchObject({
      message: 'request fail',
      response: { data: { errMsg: 'request:fail timeout' } },
    });
  });

  it('rejects with our sentence when the connection is cut', async () => {
    const { api } = await open(mode);
    const failure = await failureOf<Refused>(api.get('/cut'));
    expect(failure.response.data.errMsg).toMatch(/^request:fail /);
  });

  it('gives bytes as an ArrayBuffer', async () => {
    const { api } = await open(mode);
    const { data } = await api.get<ArrayBuffer>('/bytes/64', {}, { responseType: 'arraybuffer' });
    expect(data).toStrictEqual(Uint8Array.from({ length: 64 }, (_, i) => i).buffer);
  });

  it('leaves JSON as text when another dataType is asked for', async () => {
    const { api } = await open(mode);
    const { data } = await api.get<string>('/json', {}, { dataType: 'text' });
    expect(data).toBe('{"hello":"world","n":1}');
  });

  it('downloads to a temporary file and tells the progress', async () => {
    const { api } = await open(mode);
    const events: object[] = [];
    const { data } = await api.get<{ tempFilePath: string }>(
      '/bytes/40000',
      {},
      { download: true, onDownloadProgress: (event) => events.push(event) },
    );
    expect(statSync(data.tempFilePath).size).toBe(40_000);
    expect(events.at(-1)).toMatchObject({
      progress: 100,
      totalBytesWritten: 40_000,
      totalBytesExpectedToWrite: 40_000,
    });
  });

  it('uploads a file with fields, reads the JSON answer and tells the progress', async () => {
    const { api, file } = await open(mode);
    const events: { progress: number; totalBytesSent: number; totalBytesExpectedToSend: number }[] = [];
    const { data } = await api.post<UploadReceipt>(
      '/upload',
      { name: 'image', filePath: file('pic.png', 200_000), user: '张三', n: '1' },
      { upload: true, onUploadProgress: (event) => events.push(event) },
    );
    expect(data.file).toEqual({ field: 'image', name: 'pic.png', size: 200_000 });
    expect(data.fields).toEqual({ user: '张三', n: '1' });
    const last = events.at(-1);
    expect(last?.progress).toBe(100);
    expect(last?.totalBytesSent).toBe(last?.totalBytesExpectedToSend);
  });

  it('aborts by its cancel token, and the server sees the connection end', async () => {
    const { api, axios, server, abandoned } = await open(mode);
    const source = axios.CancelToken.source();
    const call = failureOf(api.get('/hang', {}, { cancelToken: source.token }));
    await server.received(1);
    source.cancel('no longer wanted');
    expect(axios.isCancel(await call)).toBe(true);
    await abandoned;
  });
});

describe('axios-miniprogram, to a domain outside the list', () => {
  it.each(['request', 'downloadFile', 'uploadFile'])(
    'rejects with what %s says, and nothing is sent',
    async (name) => {
      const lab = await openListedLab();
      const { api } = client(lab);
      const data = { name: 'file', filePath: lab.file('a.txt', 3) };
      const call =
        name === 'uploadFile'
          ? api.post(unlisted, data, { upload: true })
          : api.get(unlisted, {}, { download: name === 'downloadFile' });
      const failure = await failureOf<Refused>(call);
      expect(failure.response.data.errMsg).toBe(`${name}:fail url not in domain list`);
      expect(lab.server.requests).toEqual([]);
    },
  );
});
