import { describe, expect, it } from 'vitest';
import { acceleratedNetwork, acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import { downloadLogged, requestLogged, uploadLogged } from '../support/calls.ts';
import { serve } from '../support/servers.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Servers that say who they are; the last one is the origin itself. */
function three() {
  const named = (name: string) =>
    serve((_request, response) => void response.end(name), { names: [`${name}.example.test`] });
  return Promise.all([named('fast'), named('slow'), named('www')]);
}

const both = acceleratedPolicy({ candidates: candidates('fast', 'slow') });

describe('Rule 25.1: only programs that the platform marked first-party are accelerated', () => {
  it('sends the calls of the others to the origin, and probes nobody for them', async () => {
    const [fast, slow, www] = await three();
    const policies = [
      { ...both, firstParty: false },
      { appId: 'demo', version: 1, serverDomains: [origin], acceleration: both.acceleration },
    ];
    for (const policy of policies) {
      const { network, clock, news } = acceleratedNetwork([fast, slow, www], policy, { probes: true });
      expect(await requestLogged(network, { url: `${origin}/` }).done).toMatchObject({ data: 'www' });
      await clock.advance(60_000);
      expect(news).toEqual([]);
      expect(network.acceleration).toBeUndefined();
    }
    expect([fast.accepted(), slow.accepted()]).toEqual([0, 0]);
  });

  it('does not heed what the program says of itself', async () => {
    const [fast, slow, www] = await three();
    const { network } = acceleratedNetwork([fast, slow, www], { ...both, firstParty: false });
    const call = { url: `${origin}/`, firstParty: true, acceleration: both.acceleration };
    expect(await requestLogged(network, call).done).toMatchObject({ data: 'www' });
  });
});

describe('Rule 25.2: only the exact origin is, over https and written without a port', () => {
  it.each([
    ['a name under it', 'https://sub.www.example.test/'],
    ['its port written', 'https://www.example.test:443/'],
    ['another port', 'https://www.example.test:8443/'],
  ])('not with %s', async (_what, url) => {
    const [fast, slow, www] = await three();
    const servers = [fast, slow, www, { resolve: { 'sub.www.example.test': `127.0.0.1:${www.port}` } }];
    const policy = { ...both, serverDomains: [origin, url.slice(0, -1)] };
    const { network, news } = acceleratedNetwork(servers, policy);
    await requestLogged(network, { url }).done;
    expect(news).toEqual([]);
    expect([fast.accepted(), slow.accepted()]).toEqual([0, 0]);
  });

  it('refuses it like every other where it is no server domain, and dials nobody', async () => {
    const servers = await three();
    const policy = { ...both, serverDomains: ['https://fast.example.test'] };
    const { network } = acceleratedNetwork(servers, policy);
    const refused = { errMsg: 'request:fail url not in domain list' };
    expect(await requestLogged(network, { url: `${origin}/` }).done).toMatchObject(refused);
    expect(servers.map((server) => server.accepted())).toEqual([0, 0, 0]);
  });

  it('goes to the origin itself where only debugging mode lets the call pass', async () => {
    const servers = await three();
    const policy = { ...both, serverDomains: [] };
    const { network } = acceleratedNetwork(servers, policy, { debugging: true });
    expect(await requestLogged(network, { url: `${origin}/` }).done).toMatchObject({ data: 'www' });
  });

  it('is accelerated in every letter case', async () => {
    const { network } = acceleratedNetwork(await three(), both);
    const call = requestLogged(network, { url: 'HTTPS://WWW.Example.TEST/a' });
    expect(await call.done).toMatchObject({ data: 'fast' });
  });

  it('leaves a candidate alone that the program calls by its own name', async () => {
    const servers = await three();
    const policy = { ...both, serverDomains: [origin, 'https://slow.example.test'] };
    const { network, news } = acceleratedNetwork(servers, policy);
    const call = requestLogged(network, { url: 'https://slow.example.test/' });
    expect(await call.done).toMatchObject({ data: 'slow' });
    expect(news).toEqual([]);
    const refused = requestLogged(network, { url: 'https://fast.example.test/' });
    expect(await refused.done).toMatchObject({ errMsg: 'request:fail url not in domain list' });
  });
});

describe('Rule 25.3: only the host and port that are dialled change', () => {
  it('keeps path, query, method, body, headers and Referer, and names the candidate in Host', async () => {
    const [fast, slow, www] = await three();
    const { network } = acceleratedNetwork([fast, slow, www], both);
    const url = `${origin}/a/b?c=d%20e`;
    const header = { Authorization: 'Bearer of the program', 'X-Own': 'yes' };
    const call = requestLogged(network, { url, method: 'POST', header, data: '{"a":1}' });
    expect(await call.done).toMatchObject({ statusCode: 200, data: 'fast' });
    const [received] = fast.requests;
    expect(received).toMatchObject({ method: 'POST', url: '/a/b?c=d%20e' });
    expect(received?.headers).toMatchObject({
      host: 'fast.example.test',
      referer: 'https://www.binance.com',
      authorization: 'Bearer of the program',
      'x-own': 'yes',
    });
    expect(received?.body.toString()).toBe('{"a":1}');
    expect([slow.requests.length, www.requests.length]).toEqual([0, 0]);
  });

  it('names the port of a candidate in Host where it has one', async () => {
    const fast = await serve((_request, response) => void response.end('fast'), {
      names: ['fast.example.test'],
    });
    const resolve = { 'fast.example.test': '127.0.0.1' };
    const policy = acceleratedPolicy({ candidates: [{ origin: fast.origin() }] });
    const { network } = acceleratedNetwork([{ resolve }], policy);
    expect(await requestLogged(network, { url: `${origin}/` }).done).toMatchObject({ data: 'fast' });
    expect(fast.requests[0]?.headers.host).toBe(`fast.example.test:${fast.port}`);
  });

  it('asks the candidate for its own certificate, by its own name', async () => {
    const names: (string | undefined)[] = [];
    const fast = await serve((_request, response) => void response.end('fast'), {
      names: ['fast.example.test'],
      tls: {
        SNICallback: (name, done) => {
          names.push(name);
          done(null);
        },
      },
    });
    const { network } = acceleratedNetwork([fast], acceleratedPolicy({ candidates: candidates('fast') }));
    expect(await requestLogged(network, { url: `${origin}/` }).done).toMatchObject({ data: 'fast' });
    expect(names).toEqual(['fast.example.test']);
  });

  it('does so for downloadFile and uploadFile', async () => {
    const servers = await three();
    const { network } = acceleratedNetwork(servers, both);
    const download = await downloadLogged(network, { url: `${origin}/file` }).done;
    expect(readFileSync(download.tempFilePath ?? '', 'utf8')).toBe('fast');
    const filePath = join(network.userDirectory, 'note.txt');
    writeFileSync(filePath, 'what is uploaded');
    const upload = uploadLogged(network, { url: `${origin}/up`, filePath, name: 'note' });
    expect(await upload.done).toMatchObject({ statusCode: 200, data: 'fast' });
    expect(servers[0].requests[1]?.body.toString()).toContain('what is uploaded');
  });

  it('gives a kept answer whichever server gave it, and forgets it after a call that changes something', async () => {
    let version = 1;
    const answer = (name: string) =>
      serve(
        (request, response) => {
          if (request.method === 'POST') version += 1;
          response.writeHead(200, { 'Cache-Control': 'max-age=600', Connection: 'close' }).end(`${version}`);
        },
        { names: [`${name}.example.test`] },
      );
    const [fast, slow] = [await answer('fast'), await answer('slow')];
    const { network } = acceleratedNetwork([fast, slow], both);
    const get = () => requestLogged(network, { url: `${origin}/v`, enableCache: true }).done;
    expect(await get()).toMatchObject({ data: 1 });
    await fast.close();
    expect(await get()).toMatchObject({ data: 1 });
    expect(await requestLogged(network, { url: `${origin}/v`, method: 'POST' }).done).toMatchObject({
      data: 2,
    });
    expect(slow.requests.map(({ method }) => method)).toEqual(['POST']);
    expect(await get()).toMatchObject({ data: 2 });
  });

  it('gives a kept answer also where another server is chosen meanwhile', async () => {
    const fast = await serve(
      ({ method }, response) =>
        void response
          .writeHead(method === 'POST' ? 503 : 200, { 'Cache-Control': 'max-age=600' })
          .end('kept'),
      { names: ['fast.example.test'] },
    );
    const slow = await serve((_request, response) => void response.end('slow'), {
      names: ['slow.example.test'],
    });
    const { network } = acceleratedNetwork([fast, slow], both);
    const get = () => requestLogged(network, { url: `${origin}/v`, enableCache: true }).done;
    expect(await get()).toMatchObject({ data: 'kept' });
    for (let n = 0; n < 3; n += 1) await requestLogged(network, { url: `${origin}/`, method: 'POST' }).done;
    expect(await requestLogged(network, { url: `${origin}/` }).done).toMatchObject({ data: 'slow' });
    expect(await get()).toMatchObject({ data: 'kept' });
    expect(slow.requests).toHaveLength(1);
  });

  it('gives a kept answer without a connection, also where what was measured is old', async () => {
    const kept = { 'Cache-Control': 'max-age=600', Connection: 'close' };
    const fast = await serve((_request, response) => void response.writeHead(200, kept).end('kept'), {
      names: ['fast.example.test'],
    });
    const { network, clock } = acceleratedNetwork([fast], both);
    const get = () => requestLogged(network, { url: `${origin}/v`, enableCache: true }).done;
    expect(await get()).toMatchObject({ data: 'kept' });
    await clock.advance(600_000);
    await fast.close();
    expect(await get()).toMatchObject({ data: 'kept', profile: { port: 443 } });
    expect(network.acceleration?.counts).toMatchObject({ calls: 2, races: 0, repeats: 0 });
  });
});
