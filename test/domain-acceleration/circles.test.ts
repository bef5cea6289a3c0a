import type { RequestOptions } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { acceleratedNetwork, acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import { requestLogged } from '../support/calls.ts';
import { serve } from '../support/servers.ts';

const policy = acceleratedPolicy({ candidates: candidates('fast', 'slow') });

/** A server that says who it is, or redirects: by the path and method of each request. */
function server(
  name: string,
  locationOf: (path: string, method: string) => string | undefined = () => undefined,
  { status = 307, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
) {
  return serve(
    ({ url: path, method }, response) => {
      const location = locationOf(path, method);
      if (location === undefined) response.end(name);
      else response.writeHead(status, { ...headers, Location: location }).end();
    },
    { names: [`${name}.example.test`] },
  );
}

const toItself = (path: string) => `${origin}${path}`;

describe('Rule 25: a candidate whose redirects lead a call in a circle is asked no more by it', () => {
  it.each<Pick<RequestOptions, 'method' | 'data'>>([{ method: 'GET' }, { method: 'POST', data: 'buy=1' }])(
    '$method, where it redirects to the very name of the origin',
    async (options) => {
      const [fast, slow] = [await server('fast', toItself), await server('slow')];
      const { network, news } = acceleratedNetwork([fast, slow], policy);
      const call = requestLogged(network, { url: `${origin}/x`, ...options });
      expect(await call.done).toMatchObject({ statusCode: 200, data: 'slow' });
      expect([fast.requests.length, slow.requests.length]).toEqual([1, 1]);
      const [request] = slow.requests;
      expect([request?.method, request?.body.toString()]).toEqual([options.method, options.data ?? '']);
      const [failure, ...others] = news.filter(({ kind }) => kind === 'failure');
      expect(others).toEqual([]);
      expect(failure).toMatchObject({ candidate: 'https://fast.example.test', why: 'unavailable', hop: 0 });
    },
  );

  it('and soon by no other one', async () => {
    const [fast, slow] = [await server('fast', toItself), await server('slow')];
    const { network } = acceleratedNetwork([fast, slow], policy);
    for (let n = 0; n < 20; n += 1) {
      const call = requestLogged(network, { url: `${origin}/${n}` });
      expect(await call.done).toMatchObject({ data: 'slow' });
    }
    expect(fast.requests.length).toBeLessThan(10);
    expect(network.acceleration?.candidates[1]).toMatchObject({ chosen: true });
  });

  it('where the origin is all that is left', async () => {
    const [fast, www] = [await server('fast', toItself), await server('www')];
    const { network } = acceleratedNetwork(
      [fast, www],
      acceleratedPolicy({ candidates: candidates('fast') }),
    );
    expect(await requestLogged(network, { url: origin }).done).toMatchObject({ data: 'www' });
    expect(fast.requests).toHaveLength(1);
  });

  it('where the circle is longer', async () => {
    const next: Readonly<Record<string, string>> = { '/a': '/b', '/b': `${origin}/c`, '/c': '/a' };
    const fast = await server('fast', (path) => next[path]);
    const slow = await server('slow');
    const { network } = acceleratedNetwork([fast, slow], policy);
    expect(await requestLogged(network, { url: `${origin}/a` }).done).toMatchObject({ data: 'slow' });
    expect(fast.requests.map(({ url }) => url)).toEqual(['/a', '/b', '/c']);
    expect(slow.requests.map(({ url }) => url)).toEqual(['/a']);
  });

  it('where its redirect is kept', async () => {
    const headers = { 'Cache-Control': 'max-age=600' };
    const fast = await server('fast', toItself, { status: 301, headers });
    const slow = await server('slow');
    const { network } = acceleratedNetwork([fast, slow], policy);
    for (let n = 0; n < 3; n += 1) {
      const call = requestLogged(network, { url: `${origin}/x`, enableCache: true });
      expect(await call.done).toMatchObject({ data: 'slow' });
    }
  });

  it('but a form that is answered by a way to its own page is no circle', async () => {
    const fast = await server('fast', (path, method) => (method === 'POST' ? path : undefined), {
      status: 303,
    });
    const { network, news } = acceleratedNetwork([fast, await server('slow')], policy);
    const call = requestLogged(network, { url: `${origin}/form`, method: 'POST', data: 'a=1' });
    expect(await call.done).toMatchObject({ data: 'fast' });
    expect(fast.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(news.filter(({ kind }) => kind === 'failure')).toEqual([]);
  });

  it('and nobody is blamed for a circle that all of them lead', async () => {
    const servers = await Promise.all(['fast', 'slow', 'www'].map((name) => server(name, toItself)));
    const { network, news } = acceleratedNetwork(servers, policy);
    const call = requestLogged(network, { url: `${origin}/x` });
    expect(await call.done).toMatchObject({ errMsg: 'request:fail network reach the max redirect count' });
    expect(servers.reduce((sum, { requests }) => sum + requests.length, 0)).toBe(21);
    for (const { requests } of servers) expect(requests.length).toBeGreaterThan(0);
    expect(news.filter(({ kind }) => kind === 'failure')).toEqual([]);
  });
});
