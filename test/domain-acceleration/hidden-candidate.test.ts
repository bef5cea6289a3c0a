import { describe, expect, it } from 'vitest';
import { acceleratedNetwork, acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import { callbackNames, requestLogged } from '../support/calls.ts';
import { resetBeforeHeaders } from '../support/fault.ts';
import { eventsOf } from '../support/loopback-network.ts';
import { misbehave, serve, servePlain } from '../support/servers.ts';

const policy = acceleratedPolicy({ candidates: candidates('fast', 'slow') });

/** A candidate that redirects /go to what it is told, and says of every other path that it was there. */
async function redirecting(location: string | ((port: number) => string), names = ['fast.example.test']) {
  const server = await serve(
    (request, response) => {
      if (request.url !== '/go') response.end(`${request.headers.host} ${request.url}`);
      else
        response
          .writeHead(302, { Location: typeof location === 'string' ? location : location(server.port) })
          .end();
    },
    { names },
  );
  return server;
}

describe('Rule 25: redirects that come back to a candidate are judged under the original name', () => {
  it.each([
    ['its origin', 'https://fast.example.test/next?a=1'],
    ['its origin in capitals', 'HTTPS://Fast.Example.Test/next?a=1'],
    ['its origin with the port of https', 'https://fast.example.test:443/next?a=1'],
    ['that port with a zero before it', 'https://fast.example.test:0443/next?a=1'],
    ['a dot of its name escaped', 'https://fast%2Eexample.test/next?a=1'],
    ['its host alone', '//fast.example.test/next?a=1'],
    ['another candidate', 'https://slow.example.test/next?a=1'],
    ['a path', '/next?a=1'],
    ['the origin', 'https://www.example.test/next?a=1'],
  ])('where the Location has %s', async (_what, location) => {
    const fast = await redirecting(location);
    const { network, news } = acceleratedNetwork([fast], policy);
    const decisions = eventsOf(network, 'decision');
    const sends = eventsOf(network, 'send');
    const header = { Authorization: 'Bearer of the program' };
    const call = requestLogged(network, { url: `${origin}/go`, header });
    expect(await call.done).toMatchObject({ statusCode: 200, data: 'fast.example.test /next?a=1' });
    expect(decisions[1]?.decision).toMatchObject({
      verdict: 'allow',
      target: { hostname: 'www.example.test', explicitPort: undefined },
    });
    expect(sends.map(({ url }) => url)).toEqual([`${origin}/go`, `${origin}/next?a=1`]);
    expect(fast.requests[1]?.headers).toMatchObject({ authorization: 'Bearer of the program' });
    expect(news.filter(({ kind }) => kind === 'choice').map(({ hop }) => hop)).toEqual([0, 1]);
  });

  it('where the candidate has a port, which the Location writes', async () => {
    const fast = await redirecting((port) => `https://fast.example.test:${port}/next`);
    const resolve = { 'fast.example.test': '127.0.0.1' };
    const withPort = acceleratedPolicy({ candidates: [{ origin: fast.origin() }] });
    const { network } = acceleratedNetwork([{ resolve }], withPort);
    const call = requestLogged(network, { url: `${origin}/go` });
    expect(await call.done).toMatchObject({ data: `fast.example.test:${fast.port} /next` });
  });

  it('where it comes back from another server', async () => {
    const elsewhere = await serve(
      (_request, response) =>
        void response.writeHead(302, { Location: 'https://slow.example.test/back' }).end(),
      { names: ['other.example.test'] },
    );
    const fast = await redirecting('https://other.example.test/');
    const { network } = acceleratedNetwork([fast, elsewhere], {
      ...policy,
      serverDomains: [origin, 'https://other.example.test'],
    });
    const call = requestLogged(network, { url: `${origin}/go` });
    expect(await call.done).toMatchObject({ data: 'fast.example.test /back' });
  });

  it.each([
    ['another port of a candidate', 'https://fast.example.test:8443/'],
    ['a name under a candidate', 'https://a.fast.example.test/'],
    ['a name that ends like one', 'https://notfast.example.test/'],
    ['http', 'http://fast.example.test/'],
    ['the written port of the origin', 'https://www.example.test:443/'],
    ['user name and password', 'https://me:secret@fast.example.test/'],
  ])('and refuses %s', async (_what, location) => {
    const fast = await redirecting(location);
    const { network } = acceleratedNetwork([fast], policy);
    const call = requestLogged(network, { url: `${origin}/go` });
    expect(await call.done).toMatchObject({ errMsg: 'request:fail url not in domain list' });
    expect(fast.requests).toHaveLength(1);
  });

  it('and ends a loop among candidates as any other', async () => {
    const names = ['fast.example.test', 'slow.example.test'];
    let turn = 0;
    const loop = await serve(
      (_request, response) => {
        turn += 1;
        response.writeHead(302, { Location: `https://${names[turn % 2]}/` }).end();
      },
      { names },
    );
    const { network } = acceleratedNetwork([loop], policy);
    const call = requestLogged(network, { url: `${origin}/` });
    expect(await call.done).toMatchObject({ errMsg: 'request:fail network reach the max redirect count' });
    expect(loop.requests).toHaveLength(21);
  });
});

describe('Rule 25: neither the answer nor an error shows the candidate to the program', () => {
  const lines = {
    Location: 'https://fast.example.test/next',
    'Content-Location': '//fast.example.test/here',
    'Set-Cookie': ['a=1; Domain=fast.example.test; Secure', 'b=2; Domain=.slow.example.test'],
    'X-Served-By': 'FAST.example.test',
    'X-Login': 'https://other.example.test/?back=https%3A%2F%2Ffast.example.test%2F',
    'X-Quoted': '/?h=%22fast.example.test%22&u=https%3A%2F%2Fslow%2Eexample.test%3A443%2F',
    'X-Other': 'a.fast.example.test fast.example.test.example',
  };

  it('in the headers, the cookies and the profile, whatever the server says', async () => {
    const fast = await serve((_request, response) => void response.writeHead(200, lines).end('{}'), {
      names: ['fast.example.test'],
    });
    const { network } = acceleratedNetwork([fast], policy);
    const answers = eventsOf(network, 'answer');
    const heads: unknown[] = [];
    const call = requestLogged(network, { url: `${origin}/`, redirect: 'manual' });
    call.task.onHeadersReceived((event) => heads.push(event));
    const { header, cookies, profile, ...rest } = await call.done;
    expect(header).toMatchObject({
      Location: `${origin}/next`,
      'Content-Location': '//www.example.test/here',
      'X-Served-By': 'www.example.test',
      'X-Login': 'https://other.example.test/?back=https%3A%2F%2Fwww.example.test%2F',
      'X-Quoted': '/?h=%22www.example.test%22&u=https%3A%2F%2Fwww.example.test%2F',
      'X-Other': 'a.fast.example.test fast.example.test.example',
    });
    expect(cookies).toEqual(['a=1; Domain=www.example.test; Secure', 'b=2; Domain=.www.example.test']);
    expect(profile).toMatchObject({ peerIP: '127.0.0.1', port: 443, socketReused: false });
    expect(heads).toEqual([{ header, cookies, statusCode: 200 }]);
    expect(JSON.stringify(rest)).not.toMatch(/fast|slow/);
    expect(answers[0]?.headers).toContain('https://fast.example.test/next');
  });

  it('in redirects that it is told of', async () => {
    const fast = await redirecting('https://fast.example.test/next');
    const { network } = acceleratedNetwork([fast], policy);
    const call = requestLogged(network, { url: `${origin}/go`, redirect: 'manual' });
    expect(await call.done).toMatchObject({ statusCode: 302, header: { Location: `${origin}/next` } });
  });

  it('leaves the headers of other calls as they are', async () => {
    const fast = await serve((_request, response) => void response.writeHead(200, lines).end('{}'), {
      names: ['other.example.test'],
    });
    const { network } = acceleratedNetwork([fast], {
      ...policy,
      serverDomains: ['https://other.example.test'],
    });
    const call = requestLogged(network, { url: 'https://other.example.test/', redirect: 'manual' });
    expect(await call.done).toMatchObject({ header: { Location: 'https://fast.example.test/next' } });
  });

  it('tells the moments of the connection that was made for the call', async () => {
    const fast = await redirecting('/');
    const { network } = acceleratedNetwork([fast], policy);
    const { profile } = await requestLogged(network, { url: `${origin}/` }).done;
    if (profile === undefined) throw new Error('a success has a profile');
    const { fetchStart, connectStart, SSLconnectionStart, connectEnd, requestStart, responseEnd } = profile;
    const moments = [fetchStart, connectStart, SSLconnectionStart, connectEnd, requestStart, responseEnd];
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    const again = await requestLogged(network, { url: `${origin}/` }).done;
    expect(again.profile).toMatchObject({ socketReused: true });
  });

  it('in errors of candidates, whichever they are', async () => {
    const reset = await misbehave(resetBeforeHeaders(), { names: ['fast.example.test'] });
    const plain = await servePlain((_request, response) => void response.end(), {
      names: ['slow.example.test'],
    });
    const { network, news } = acceleratedNetwork([reset, plain], policy);
    for (const method of ['POST', 'GET'] as const) {
      const call = requestLogged(network, { url: `${origin}/`, method });
      const result = await call.done;
      expect(callbackNames(call)).toEqual(['fail', 'complete']);
      expect(result.errMsg).toMatch(/^request:fail -\d+:net::ERR_\w+$/);
      expect(JSON.stringify(result)).not.toMatch(/fast|slow|example/);
    }
    expect(news.filter(({ kind }) => kind === 'failure')).not.toHaveLength(0);
  });
});
