import { describe, expect, it } from 'vitest';
import type { Echo } from './support/answers.ts';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Lab, type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle("export { default as Fly } from 'flyio/dist/npm/wx'");

interface Answer<Data> {
  data: Data;
  status: number;
  headers: Record<string, unknown>;
}

interface FlyError {
  status: number;
  message: string;
  response?: Answer<unknown>;
}

interface Fly {
  config: { baseURL: string; timeout: number };
  interceptors: {
    request: { use(handler: (request: { headers: Record<string, string> }) => unknown): void };
  };
  get<Data>(url: string, data?: unknown, options?: { timeout?: number }): Promise<Answer<Data>>;
  post<Data>(url: string, data: unknown): Promise<Answer<Data>>;
  put<Data>(url: string, data: unknown): Promise<Answer<Data>>;
  delete<Data>(url: string): Promise<Answer<Data>>;
  all<T>(promises: Promise<T>[]): Promise<T[]>;
}

function client({ wx, origin }: Lab): Fly {
  const { Fly } = load<{ Fly: new () => Fly }>(code, { wx });
  const fly = new Fly();
  fly.config.baseURL = origin;
  fly.config.timeout = 60_000;
  return fly;
}

async function open(mode: Mode) {
  const lab = await openLab(mode);
  return { ...lab, fly: client(lab) };
}

describe.each(modes)('flyio, %s', (mode) => {
  it('sends an object as the query of a GET', async () => {
    const { fly } = await open(mode);
    const { status, data } = await fly.get<Echo>('/echo', { a: 1, b: 'x y' });
    expect(status).toBe(200);
    expect(data.query).toEqual({ a: '1', b: 'x y' });
  });

  it('finds the headers of the answer', async () => {
    const { fly } = await open(mode);
    const { headers } = await fly.get('/json');
    const name = Object.keys(headers).find((key) => key.toLowerCase() === 'x-mixed-case') ?? '';
    expect(String(headers[name])).toBe('Kept');
  });

  it('posts an object as JSON', async () => {
    const { fly } = await open(mode);
    const { data } = await fly.post<Echo>('/echo', { a: { b: 1 } });
    expect(JSON.parse(data.body)).toEqual({ a: { b: 1 } });
    expect(data.headers['content-type']).toMatch(/^application\/json/i);
  });

  it('posts text as a form', async () => {
    const { fly } = await open(mode);
    const { data } = await fly.post<Echo>('/echo', 'a=1&b=2');
    expect(data.body).toBe('a=1&b=2');
    expect(data.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/i);
  });

  it('sends PUT and DELETE', async () => {
    const { fly } = await open(mode);
    expect((await fly.put<Echo>('/echo', { a: 1 })).data.method).toBe('PUT');
    expect((await fly.delete<Echo>('/echo')).data.method).toBe('DELETE');
  });

  it('rejects status 404 with the answer', async () => {
    const { fly } = await open(mode);
    const failure = await failureOf<FlyError>(fly.get('/status/404'));
    expect(failure).toMatchObject({ status: 404, response: { data: { status: 404 } } });
  });

  it('rejects with status 0 when the connection is cut', async () => {
    const { fly } = await open(mode);
    expect((await failureOf<FlyError>(fly.get('/cut'))).status).toBe(0);
  });

  it('rejects with status 1 when time is up', async () => {
    const { fly } = await open(mode);
    expect((await failureOf<FlyError>(fly.get('/hang', null, { timeout: 100 }))).status).toBe(1);
  });

  it('sends what its interceptors add', async () => {
    const { fly } = await open(mode);
    fly.interceptors.request.use((request) => {
      request.headers['X-Tag'] = 'fly';
      return request;
    });
    expect((await fly.get<Echo>('/echo')).data.headers['x-tag']).toBe('fly');
  });

  it('makes fifteen requests at once, and all are answered', async () => {
    const { fly } = await open(mode);
    const all = await fly.all(Array.from({ length: 15 }, (_, i) => fly.get<Echo>(`/echo?i=${i}`)));
    expect(all.map(({ data }) => Number(data.query.i))).toEqual(Array.from({ length: 15 }, (_, i) => i));
  });
});

it('rejects a domain outside the list with status 0 and our sentence, and nothing is sent', async () => {
  const lab = await openListedLab();
  const { status, message } = await failureOf<FlyError>(client(lab).get(unlisted));
  expect({ status, message }).toEqual({
    status: 0,
    message: expect.stringContaining('url not in domain list'),
  });
  expect(lab.server.requests).toEqual([]);
});
