import type { Failure, RequestSuccess } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import type { Echo } from './support/answers.ts';
import { bundle } from './support/bundle.ts';
import { failureOf } from './support/failure.ts';
import { type Mode, modes, openLab, openListedLab, unlisted } from './support/lab.ts';
import { load } from './support/load.ts';

const code = await bundle("export { $http } from '@escook/request-miniprogram'");

type Verb = (url: string, data?: object) => Promise<RequestSuccess & { data: Echo }>;

interface Client {
  baseUrl: string;
  beforeRequest: ((options: { header: Record<string, string> }) => void) | undefined;
  afterRequest: (() => void) | undefined;
  readonly get: Verb;
  readonly post: Verb;
  readonly put: Verb;
  readonly delete: Verb;
}

function clientOf(wx: object, baseUrl: string): Client {
  const { $http } = load<{ $http: Client }>(code, { wx });
  $http.baseUrl = baseUrl;
  return $http;
}

async function open(mode: Mode) {
  const lab = await openLab(mode);
  return clientOf(lab.wx, lab.origin);
}

describe.each(modes)('@escook/request-miniprogram, %s', (mode) => {
  it.each(['get', 'post', 'put', 'delete'] as const)('sends %s below its base URL', async (verb) => {
    const client = await open(mode);
    const { statusCode, data } = await client[verb]('/echo', { city: '北京 1' });
    expect([statusCode, data.method, data.path]).toEqual([200, verb.toUpperCase(), '/echo']);
    expect(verb === 'get' ? data.query : JSON.parse(data.body)).toEqual({ city: '北京 1' });
  });

  it('keeps its promise for status 404 too', async () => {
    const client = await open(mode);
    expect((await client.get('/status/404')).statusCode).toBe(404);
  });

  it('calls its hooks before and after, and sends the header that one of them sets', async () => {
    const client = await open(mode);
    const called: string[] = [];
    client.beforeRequest = ({ header }) => {
      called.push('before');
      header['X-Token'] = 'set by a hook';
    };
    client.afterRequest = () => void called.push('after');
    const { data } = await client.get('/echo');
    expect(data.headers['x-token']).toBe('set by a hook');
    expect(called).toEqual(['before', 'after']);
  });

  it('rejects with `errMsg` when the connection is cut', async () => {
    const client = await open(mode);
    expect((await failureOf<Failure>(client.get('/cut'))).errMsg).toMatch(/^request:fail /);
  });
});

it('@escook/request-miniprogram is refused a domain that is not listed', async () => {
  const { wx } = await openListedLab();
  const client = clientOf(wx, unlisted);
  expect((await failureOf<Failure>(client.get('/echo'))).errMsg).toBe('request:fail url not in domain list');
});
