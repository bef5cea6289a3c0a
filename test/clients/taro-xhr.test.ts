import type { AxiosError, AxiosStatic } from 'axios';
import { describe, expect, it } from 'vitest';
import type { Echo } from './support/answers.ts';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Lab, type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';
import { loadTaro, type Xhr } from './support/taro.ts';

const axiosCode = await bundle("export { default as axios } from 'axios'");

/**
 * Taro's XMLHttpRequest leaves the promise of a failed request alone. On a device such a rejection is a line of the
 * console; here it would end the tests, so every promise that Taro makes has one who listens.
 */
class HeardPromise<T> extends Promise<T> {
  static #listening = false;

  static override get [Symbol.species](): PromiseConstructor {
    return HeardPromise.#listening ? Promise : HeardPromise;
  }

  constructor(run: ConstructorParameters<typeof Promise<T>>[0]) {
    super(run);
    HeardPromise.#listening = true;
    void this.then(undefined, () => undefined);
    HeardPromise.#listening = false;
  }
}

interface Call {
  body?: string;
  headers?: Record<string, string>;
  responseType?: string;
  timeout?: number;
}

function client({ wx }: Lab) {
  const { XMLHttpRequest } = loadTaro(wx, { Promise: HeardPromise });
  return {
    XMLHttpRequest,
    /** Resolves after `load`, and rejects with the name of another ending. */
    send(method: string, url: string, call: Call = {}, onSend: (xhr: Xhr) => void = () => {}): Promise<Xhr> {
      const xhr = new XMLHttpRequest();
      xhr.open(method, url);
      for (const [name, value] of Object.entries(call.headers ?? {})) xhr.setRequestHeader(name, value);
      xhr.responseType = call.responseType ?? '';
      xhr.timeout = call.timeout ?? 60_000;
      return new Promise((resolve, reject) => {
        Object.assign(xhr, {
          onload: () => resolve(xhr),
          onerror: () => reject(new Error('error')),
          ontimeout: () => reject(new Error('timeout')),
          onabort: () => reject(new Error('abort')),
        });
        xhr.send(call.body);
        onSend(xhr);
      });
    },
  };
}

async function open(mode: Mode) {
  const lab = await openLab(mode);
  return { ...lab, ...client(lab) };
}

describe.each(modes)("Taro's XMLHttpRequest, %s", (mode) => {
  it('gets JSON as text', async () => {
    const { send, origin } = await open(mode);
    const { status, responseText } = await send('GET', `${origin}/json`);
    expect({ status, responseText }).toEqual({ status: 200, responseText: '{"hello":"world","n":1}' });
  });

  it('finds a header whatever its letter case', async () => {
    const { send, origin } = await open(mode);
    const xhr = await send('GET', `${origin}/json`);
    expect(xhr.getResponseHeader('X-MIXED-case')).toBe('Kept');
    expect(xhr.getAllResponseHeaders()).toMatch(/^x-mixed-case: Kept/im);
  });

  it('gets an object and an ArrayBuffer when the response type says so', async () => {
    const { send, origin } = await open(mode);
    const json = await send('GET', `${origin}/json`, { responseType: 'json' });
    expect(json.response).toEqual({ hello: 'world', n: 1 });
    const bytes = await send('GET', `${origin}/bytes/3`, { responseType: 'arraybuffer' });
    expect(bytes.response).toStrictEqual(Uint8Array.from([0, 1, 2]).buffer);
  });

  it('posts text with its content type', async () => {
    const { send, origin } = await open(mode);
    const headers = { 'Content-Type': 'application/json' };
    const { responseText } = await send('POST', `${origin}/echo`, { body: '{"a":1}', headers });
    const echo = JSON.parse(responseText) as Echo;
    expect(echo.body).toBe('{"a":1}');
    expect(echo.headers['content-type']).toBe('application/json');
  });

  it('loads the answer of a 404', async () => {
    const { send, origin } = await open(mode);
    expect((await send('GET', `${origin}/status/404`)).status).toBe(404);
  });

  it('tells an error when the connection is cut', async () => {
    const { send, origin } = await open(mode);
    expect((await failureOf(send('GET', `${origin}/cut`))).message).toBe('error');
  });

  it('tells when time is up, and the server sees the connection end', async () => {
    const { send, origin, abandoned } = await open(mode);
    const failure = await failureOf(send('GET', `${origin}/hang`, { timeout: 500 }));
    expect(failure.message).toBe('timeout');
    await abandoned;
  });

  it('aborts, and the server sees the connection end', async () => {
    const { send, origin, server, abandoned } = await open(mode);
    const call = send('GET', `${origin}/hang`, {}, (xhr) => void server.received(1).then(() => xhr.abort()));
    expect((await failureOf(call)).message).toBe('abort');
    await abandoned;
  });

  it('gives two cookies as one text that can be split', async () => {
    const { send, origin } = await open(mode);
    const cookies = (await send('GET', `${origin}/cookies`)).getResponseHeader('set-cookie');
    expect(cookies?.split(/,(?=\s*\w+=)/).map((cookie) => cookie.trim().slice(0, 3))).toEqual(['a=1', 'b=2']);
  });

  it('carries the axios of browsers', async () => {
    const { XMLHttpRequest, origin } = await open(mode);
    const { axios } = load<{ axios: AxiosStatic }>(axiosCode, { XMLHttpRequest });
    const api = axios.create({ baseURL: origin, adapter: 'xhr', timeout: 60_000 });
    const { data, headers } = await api.get('/json');
    expect(data).toEqual({ hello: 'world', n: 1 });
    expect(headers['x-mixed-case']).toBe('Kept');
    expect(JSON.parse((await api.post<Echo>('/echo', { z: 1 })).data.body)).toEqual({ z: 1 });
    const { response } = await failureOf<AxiosError>(api.get('/status/500'));
    expect(response).toMatchObject({ status: 500, data: { status: 500 } });
  });
});

it("tells an error of Taro's XMLHttpRequest for a domain outside the list, and nothing is sent", async () => {
  const lab = await openListedLab();
  expect((await failureOf(client(lab).send('GET', unlisted))).message).toBe('error');
  expect(lab.server.requests).toEqual([]);
});
