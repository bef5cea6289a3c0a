import { fileURLToPath } from 'node:url';
import type { AxiosError, AxiosStatic } from 'axios';
import { describe, expect, it } from 'vitest';
import type { Echo } from './support/answers.ts';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Lab, type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';

const entry =
  "export { default as axios } from 'axios'; export { default as adapter } from 'axios-miniprogram-adapter'";
const adapterFolder = fileURLToPath(
  new URL('../../node_modules/axios-miniprogram-adapter/', import.meta.url),
);

/** The axios that the adapter brings along, and the axios of today. */
const codes = {
  'its own axios': await bundle(entry, { from: adapterFolder }),
  'axios 1': await bundle(entry),
};

type Pair = keyof typeof codes;
const pairs = Object.keys(codes) as Pair[];

function client(pair: Pair, { wx, origin }: Lab) {
  const { axios, adapter } = load<{ axios: AxiosStatic; adapter: () => never }>(codes[pair], { wx });
  return { axios, api: axios.create({ baseURL: origin, timeout: 60_000, adapter }) };
}

async function open(pair: Pair, mode: Mode) {
  const lab = await openLab(mode);
  return { ...lab, ...client(pair, lab) };
}

describe.each(pairs.flatMap((pair) => modes.map((mode) => [pair, mode] as const)))(
  'axios-miniprogram-adapter with %s, %s',
  (pair, mode) => {
    it('reads JSON and sends parameters and headers', async () => {
      const { api } = await open(pair, mode);
      const { status, data } = await api.get<Echo>('/echo', {
        params: { q: 'a b' },
        headers: { 'X-Token': 'abc' },
      });
      expect(status).toBe(200);
      expect(data).toMatchObject({ query: { q: 'a b' }, headers: { 'x-token': 'abc' } });
    });

    it('posts an object as JSON', async () => {
      const { api } = await open(pair, mode);
      const { data } = await api.post<Echo>('/echo', { a: { b: ['é'] } });
      expect(JSON.parse(data.body)).toEqual({ a: { b: ['é'] } });
      expect(data.headers['content-type']).toMatch(/^application\/json/);
    });

    it('sends the name and password of `auth`', async () => {
      const { api } = await open(pair, mode);
      const { data } = await api.get<Echo>('/echo', { auth: { username: 'me', password: 'secret' } });
      expect(data.headers.authorization).toBe(`Basic ${btoa('me:secret')}`);
    });

    it('gives bytes as an ArrayBuffer', async () => {
      const { api } = await open(pair, mode);
      const { data } = await api.get<ArrayBuffer>('/bytes/9', { responseType: 'arraybuffer' });
      expect(data).toStrictEqual(Uint8Array.from({ length: 9 }, (_, i) => i).buffer);
    });

    it('rejects status 404 with the answer', async () => {
      const { api } = await open(pair, mode);
      const { message, response } = await failureOf<AxiosError>(api.get('/status/404'));
      expect(message).toBe('Request failed with status code 404');
      expect(response).toMatchObject({ status: 404, data: { status: 404 } });
    });

    it('rejects with ECONNABORTED when time is up', async () => {
      const { api } = await open(pair, mode);
      const { code, message } = await failureOf<AxiosError>(api.get('/hang', { timeout: 100 }));
      expect({ code, message }).toEqual({ code: 'ECONNABORTED', message: 'timeout of 100ms exceeded' });
    });

    it('rejects with "Network Error" when the connection is cut', async () => {
      const { api } = await open(pair, mode);
      expect((await failureOf(api.get('/cut'))).message).toBe('Network Error');
    });

    it('aborts by its cancel token, and the server sees the connection end', async () => {
      const { api, axios, server, abandoned } = await open(pair, mode);
      const source = axios.CancelToken.source();
      const call = failureOf(api.get('/hang', { cancelToken: source.token }));
      await server.received(1);
      source.cancel('no longer wanted');
      expect(axios.isCancel(await call)).toBe(true);
      await abandoned;
    });
  },
);

it.each(pairs)('rejects with "Network Error" for a domain outside the list, with %s', async (pair) => {
  const lab = await openListedLab();
  const { api } = client(pair, lab);
  expect((await failureOf(api.get(unlisted))).message).toBe('Network Error');
  expect(lab.server.requests).toEqual([]);
});
