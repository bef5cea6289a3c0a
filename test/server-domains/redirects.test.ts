import type { RequestMethod } from '@minigate/network';
import { binance } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { callbackNames, downloadLogged, requestLogged } from '../support/calls.ts';
import { eventsOf, loopbackNetwork, policyFor } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

/** `/to?<status>,<location>` redirects; every other path answers with itself. */
async function redirector(...names: string[]) {
  return serve(
    (request, response) => {
      const [, status, location] = /^\/to\?(\d+),(.*)$/.exec(request.url) ?? [];
      if (status === undefined) response.end(`${request.method} ${request.headers.host}${request.url}`);
      else response.writeHead(Number(status), { location: decodeURIComponent(location ?? '') }).end('moved');
    },
    { names: ['api.example.test', ...names] },
  );
}

const to = (location: string, status = 302) =>
  `https://api.example.test/to?${status},${encodeURIComponent(location)}`;

describe('Rule 6: every redirect hop is judged again', () => {
  it('follows to a listed host, and the answer is that of the last hop', async () => {
    const server = await redirector('other.example.test');
    const network = loopbackNetwork(server);
    const call = requestLogged(network, { url: to(to('https://other.example.test/end')) });
    expect(await call.done).toMatchObject({ data: 'GET other.example.test/end', statusCode: 200 });
    const download = downloadLogged(network, { url: to('/file') });
    expect(await download.done).toMatchObject({ statusCode: 200 });
    expect(server.requests).toHaveLength(5);
  });

  it.each([
    ['a host that is not listed', 'https://unlisted.example.test/'],
    ['the banned host', 'https://api.binance.com/'],
    ['a subdomain', 'https://www.api.example.test/'],
    ['a written port that no entry has', 'https://api.example.test:443/'],
    ['http', 'http://api.example.test/'],
    ['a host without a scheme', '//unlisted.example.test/'],
    ['an IP address', 'https://127.0.0.1/'],
    ['userinfo', 'https://user@api.example.test/'],
    ['a scheme that is none', 'javascript:alert(1)'],
    ['a backslash', '\\\\unlisted.example.test\\'],
  ])('refuses a redirect to %s, and the target is not dialled', async (_where, location) => {
    const server = await redirector('unlisted.example.test', 'www.api.example.test', 'api.binance.com');
    const network = loopbackNetwork(server, { policy: policyFor('https://api.example.test') });
    const headers: unknown[] = [];
    const call = requestLogged(network, { url: to(location) });
    call.task.onHeadersReceived((event) => headers.push(event));
    expect(await call.done).toMatchObject({ errMsg: 'request:fail url not in domain list', errno: 600002 });
    const download = downloadLogged(network, { url: to(location) });
    expect(await download.done).toMatchObject({ errno: 600002 });
    expect([server.requests.length, server.accepted()]).toEqual([2, 2]);
    expect(headers).toEqual([]);
  });

  it('refuses to leave the list of downloadFile for that of request', async () => {
    const server = await redirector('other.example.test');
    const network = loopbackNetwork(server, {
      policy: {
        ...policyFor(),
        serverDomains: {
          request: ['https://api.example.test', 'https://other.example.test'],
          downloadFile: ['https://api.example.test'],
        },
      },
    });
    const url = to('https://other.example.test/');
    expect(await downloadLogged(network, { url }).done).toMatchObject({ errno: 600002 });
    expect(await requestLogged(network, { url }).done).toMatchObject({ statusCode: 200 });
  });

  it('keeps the written authority of its hop where the Location has none', async () => {
    const server = await redirector();
    const network = loopbackNetwork(server, { policy: policyFor('https://api.example.test:443') });
    const targets = eventsOf(network, 'decision');
    const start = `https://api.example.test:443/deep/to?302,end`;
    const relative = requestLogged(network, { url: start.replace('/deep', '') });
    expect(await relative.done).toMatchObject({ data: 'GET api.example.test/end' });
    expect(targets.map(({ decision }) => decision.target?.authority)).toEqual([
      'api.example.test:443',
      'api.example.test:443',
    ]);
    const without = 'https://api.example.test:443/to?302,https%3A%2F%2Fapi.example.test%2F';
    expect(await requestLogged(network, { url: without }).done).toMatchObject({ errno: 600002 });
  });

  it.each([
    ['POST', 301, 'GET'],
    ['POST', 302, 'GET'],
    ['POST', 303, 'GET'],
    ['PUT', 303, 'GET'],
    ['DELETE', 303, 'GET'],
    ['HEAD', 303, 'HEAD'],
    ['PUT', 302, 'PUT'],
    ['POST', 307, 'POST'],
    ['POST', 308, 'POST'],
  ] as [RequestMethod, number, string][])(
    'sends after %s and %d a %s, with the body only where the method stays',
    async (method, status, next) => {
      const server = await redirector();
      const network = loopbackNetwork(server);
      const data = method === 'HEAD' ? undefined : { a: 1 };
      const call = requestLogged(network, { url: to('/end', status), method, data });
      expect((await call.done).statusCode).toBe(200);
      const [first, second] = server.requests;
      expect(first?.method).toBe(method);
      expect(second?.method).toBe(next);
      const stays = next === method && method !== 'HEAD';
      expect(second?.body.toString()).toBe(stays ? '{"a":1}' : '');
      expect(second?.headers['content-length']).toBe(stays ? '7' : undefined);
      if (next !== method) expect(second?.headers['content-type']).toBeUndefined();
    },
  );

  it('leaves credentials behind when it goes to another host, and does not take them up again', async () => {
    const server = await redirector('other.example.test');
    const network = loopbackNetwork(server);
    const header = {
      Authorization: 'Bearer secret',
      cookie: 'session=secret',
      'X-Api-Key': 'secret',
      'X-Auth-Token': 'secret',
      'X-Page': '7',
    };
    const back = `https://other.example.test/to?302,${encodeURIComponent('https://api.example.test/end')}`;
    await requestLogged(network, { url: to(`/to?302,${encodeURIComponent(back)}`), header }).done;
    const sent = server.requests.map(
      ({ rawHeaders }) => rawHeaders.filter((text) => /secret/.test(text)).length,
    );
    expect(sent).toEqual([4, 4, 0, 0]);
    expect(server.requests.map(({ headers }) => headers['x-page'])).toEqual(['7', '7', '7', '7']);
  });

  it('fails with errno 600008 where the server redirects in a loop', async () => {
    const server = await serve((request, response) => {
      response.writeHead(302, { location: request.url }).end();
    });
    const network = loopbackNetwork(server);
    const url = 'https://api.example.test/loop';
    for (const call of [requestLogged(network, { url }), downloadLogged(network, { url })]) {
      expect(await call.done).toMatchObject({ errno: 600008 });
      expect(callbackNames(call)).toEqual(['fail', 'complete']);
    }
    expect(server.requests).toHaveLength(2 * (binance.limits.redirects + 1));
  });

  it('hands a redirect over as the answer where `redirect` is manual', async () => {
    const server = await redirector();
    const network = loopbackNetwork(server);
    const heads: unknown[] = [];
    const call = requestLogged(network, {
      url: to('https://unlisted.example.test/'),
      redirect: 'manual',
      dataType: 'text',
    });
    call.task.onHeadersReceived(({ statusCode, header }) => heads.push(statusCode, header['location']));
    expect(await call.done).toMatchObject({ statusCode: 302, data: 'moved', errMsg: 'request:ok' });
    expect(heads).toEqual([302, 'https://unlisted.example.test/']);
    expect(server.requests).toHaveLength(1);
  });

  it('takes a redirect without a Location, and one that is no redirect, as the answer', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/bare') response.writeHead(302).end('bare');
      else response.writeHead(300, { location: '/elsewhere' }).end('choices');
    });
    const network = loopbackNetwork(server);
    const [bare, choices] = ['/bare', '/300'].map((path) =>
      requestLogged(network, { url: `https://api.example.test${path}` }),
    );
    expect(await bare?.done).toMatchObject({ statusCode: 302, data: 'bare' });
    expect(await choices?.done).toMatchObject({ statusCode: 300, data: 'choices' });
  });

  it('does not wait for the body of a redirect that never ends', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/end') response.end('end');
      else response.writeHead(302, { location: '/end' }).write(Buffer.alloc(64 * 1024));
    });
    const call = requestLogged(loopbackNetwork(server), { url: 'https://api.example.test/start' });
    expect(await call.done).toMatchObject({ data: 'end' });
  });
});
