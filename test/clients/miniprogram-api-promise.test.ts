import { statSync } from 'node:fs';
import type {
  DownloadFileOptions,
  DownloadFileSuccess,
  Failure,
  RequestOptions,
  RequestSuccess,
  UploadFileOptions,
  UploadFileSuccess,
} from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Lab, type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle("export { promisify, promisifyAll } from 'miniprogram-api-promise'");

interface Promised {
  request(options: RequestOptions): Promise<RequestSuccess>;
  downloadFile(options: DownloadFileOptions): Promise<DownloadFileSuccess>;
  uploadFile(options: UploadFileOptions): Promise<UploadFileSuccess>;
  connectSocket(options: { url: string }): Promise<{ errMsg: string }>;
}

interface Package {
  promisifyAll(wx: object, wxp: object): void;
  promisify<Options, Success>(call: (options: Options) => unknown): (options: Options) => Promise<Success>;
}

function client({ wx }: Lab) {
  const { promisifyAll, promisify } = load<Package>(code, {});
  const wxp = {} as Promised;
  promisifyAll(wx, wxp);
  return { wxp, promisify };
}

async function open(mode: Mode) {
  const lab = await openLab(mode);
  return { ...lab, ...client(lab) };
}

describe.each(modes)('miniprogram-api-promise, %s', (mode) => {
  it('keeps the promise of a request with the whole result', async () => {
    const { wxp, origin } = await open(mode);
    const result = await wxp.request({ url: `${origin}/cookies` });
    expect(result).toMatchObject({
      errMsg: 'request:ok',
      statusCode: 200,
      data: {},
      header: { 'X-Mixed-Case': 'Kept' },
    });
    expect(result.cookies).toHaveLength(2);
  });

  it('rejects with `errMsg` when the connection is cut', async () => {
    const { wxp, origin } = await open(mode);
    expect((await failureOf<Failure>(wxp.request({ url: `${origin}/cut` }))).errMsg).toMatch(
      /^request:fail /,
    );
  });

  it('rejects with `errMsg` when time is up', async () => {
    const { wxp, origin } = await open(mode);
    const failure = await failureOf<Failure>(wxp.request({ url: `${origin}/hang`, timeout: 100 }));
    expect(failure.errMsg).toBe('request:fail timeout');
  });

  it('makes a promise of a single call that it is given unbound', async () => {
    const { promisify, wx, origin } = await open(mode);
    const downloadFile = promisify<DownloadFileOptions, DownloadFileSuccess>(wx.downloadFile);
    const result = await downloadFile({ url: `${origin}/bytes/777` });
    expect(result).toMatchObject({ errMsg: 'downloadFile:ok', statusCode: 200 });
    expect(statSync(result.tempFilePath).size).toBe(777);
  });

  it('leaves the answer of an upload as text', async () => {
    const { wxp, origin, file } = await open(mode);
    const { data, errMsg } = await wxp.uploadFile({
      url: `${origin}/upload`,
      filePath: file('x.txt', 3),
      name: 'f',
    });
    expect(errMsg).toBe('uploadFile:ok');
    expect(JSON.parse(data)).toMatchObject({ file: { field: 'f', name: 'x.txt', size: 3 } });
  });

  it('leaves a call with callbacks as it is', async () => {
    const { wxp, origin } = await open(mode);
    const result = await new Promise<RequestSuccess>((success, fail) => {
      void wxp.request({ url: `${origin}/json`, success, fail });
    });
    expect(result.data).toEqual({ hello: 'world', n: 1 });
  });

  it('keeps the promise of connectSocket, and the socket opens', async () => {
    const { wxp, socketOrigin, sockets } = await open(mode);
    expect((await wxp.connectSocket({ url: socketOrigin })).errMsg).toBe('connectSocket:ok');
    await sockets.opened(1);
  });
});

describe('miniprogram-api-promise, to a domain outside the list', () => {
  it('rejects each call with its own `errMsg`, and nothing is sent', async () => {
    const lab = await openListedLab();
    const { wxp } = client(lab);
    const failures = await Promise.all([
      failureOf<Failure>(wxp.request({ url: unlisted })),
      failureOf<Failure>(wxp.downloadFile({ url: unlisted })),
      failureOf<Failure>(wxp.uploadFile({ url: unlisted, filePath: lab.file('x.txt', 3), name: 'f' })),
      failureOf<Failure>(wxp.connectSocket({ url: 'wss://unlisted.example.test' })),
    ]);
    expect(failures.map(({ errMsg }) => errMsg)).toEqual([
      'request:fail url not in domain list',
      'downloadFile:fail url not in domain list',
      'uploadFile:fail url not in domain list',
      'connectSocket:fail url not in domain list',
    ]);
    expect(lab.server.requests).toEqual([]);
  });
});
