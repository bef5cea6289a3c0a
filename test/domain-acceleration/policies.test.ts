import { createPolicyFeed } from '@minigate/network';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acceleratedNetwork, acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import { requestLogged } from '../support/calls.ts';
import { day, startPolicyServer } from '../support/policy-server.ts';
import { serve } from '../support/servers.ts';

const url = `${origin}/`;
const good = (name: string) =>
  serve((_request, response) => void response.end(name), { names: [`${name}.example.test`] });
const three = () => Promise.all([good('fast'), good('slow'), good('www')]);
const data = async (call: ReturnType<typeof requestLogged>) => (await call.done).data;

describe('Rule 25: another policy counts at once', () => {
  it('and a call that is under way keeps the route that it began with', async () => {
    let answer = () => {};
    const fast = await serve((_request, response) => void (answer = () => response.end('fast')), {
      names: ['fast.example.test'],
    });
    const { network } = acceleratedNetwork(
      [fast, await good('slow')],
      acceleratedPolicy({ candidates: candidates('fast') }),
    );
    const call = requestLogged(network, { url });
    await fast.received(1);
    network.updatePolicy(acceleratedPolicy({ candidates: candidates('slow') }));
    expect(await data(requestLogged(network, { url }))).toBe('slow');
    answer();
    expect(await data(call)).toBe('fast');
  });

  it('also one that accelerates nothing', async () => {
    const servers = await three();
    const policy = acceleratedPolicy({ candidates: candidates('fast') });
    const { network, clock, news } = acceleratedNetwork(servers, policy, { probes: true });
    expect(await data(requestLogged(network, { url }))).toBe('fast');
    network.updatePolicy({ ...policy, firstParty: false });
    const { length } = news;
    expect(await data(requestLogged(network, { url }))).toBe('www');
    await clock.advance(600_000);
    expect(news.slice(length)).toEqual([]);
    network.updatePolicy(policy);
    expect(await data(requestLogged(network, { url }))).toBe('fast');
  });

  it('and what was measured of a candidate that stays is not forgotten', async () => {
    const servers = await three();
    const { network } = acceleratedNetwork(servers, acceleratedPolicy({ candidates: candidates('fast') }));
    await requestLogged(network, { url }).done;
    network.updatePolicy(acceleratedPolicy({ candidates: candidates('slow', 'fast') }));
    expect(network.acceleration?.candidates).toMatchObject([
      { age: undefined },
      { age: expect.any(Number), chosen: true },
    ]);
  });
});

describe('Rule 25: the policy that a platform signed', () => {
  it('accelerates as a document does, and no longer when it has expired', async () => {
    const servers = await three();
    let now = Date.now();
    const platform = await startPolicyServer();
    onTestFinished(() => platform.close());
    await platform.publish(acceleratedPolicy({ candidates: candidates('fast', 'slow') }));
    const { issuer, key, resolve } = platform;
    const feed = createPolicyFeed({
      ...{
        issuer,
        resolve,
        appId: 'demo',
        thumbprint: key.publicKey.kid,
        tls: { ca: platform.authority.pem },
      },
      announcements: false,
      now: () => now,
    });
    onTestFinished(() => feed.close());
    await feed.ready;
    const { network, clock, news } = acceleratedNetwork(servers, feed, { probes: true });
    expect(await data(requestLogged(network, { url }))).toBe('fast');
    now += 8 * day;
    const { length } = news;
    await clock.advance(600_000);
    expect(news.slice(length)).toEqual([]);
    expect(await requestLogged(network, { url }).done).toMatchObject({
      errMsg: 'request:fail url not in domain list',
    });
  });
});

describe('a hostile acceleration policy is harmless', () => {
  const named = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ origin: `https://c${n}.example.test` }));

  it.each([
    ['ten thousand candidates', named(10_000)],
    ['seventeen candidates', named(17)],
    ['one twice', [...named(1), ...named(1)]],
    ['one twice, once with its port', [...named(1), { origin: 'https://c0.example.test:443' }]],
    ['an address', [{ origin: 'https://10.0.0.1' }]],
    ['this machine', [{ origin: 'https://localhost' }]],
    ['a banned host', [{ origin: 'https://api.binance.com' }]],
    ['http', [{ origin: 'http://fast.example.test' }]],
    ['a path', [{ origin: 'https://fast.example.test/path' }]],
    ['no text', [{ origin: 7 }]],
    ['nobody', []],
  ])('with %s accelerates nothing', async (_what, list) => {
    const servers = await three();
    const policy = acceleratedPolicy({ candidates: list as never });
    const { network, clock, news } = acceleratedNetwork(servers, policy, { probes: true });
    expect(network.acceleration).toBeUndefined();
    expect(await data(requestLogged(network, { url }))).toBe('www');
    await clock.advance(60_000);
    expect(news).toEqual([]);
  });

  it('with names that lead to private, link-local and metadata addresses reaches none of them', async () => {
    const www = await good('www');
    const leads = ['10.0.0.1', '169.254.169.254', '192.168.1.1', '0.0.0.0', '100.64.0.1'];
    const resolve = Object.fromEntries(leads.map((address, n) => [`c${n}.example.test`, address]));
    const policy = acceleratedPolicy({ candidates: named(leads.length) });
    const { network, clock, news } = acceleratedNetwork([www, { resolve }], policy, { probes: true });
    expect(await data(requestLogged(network, { url, method: 'POST' }))).toBe('www');
    await clock.advance(60_000);
    const failures = news.filter((one) => one.kind === 'failure');
    expect(failures.length).toBeGreaterThan(leads.length);
    expect(new Set(failures.map((one) => one.error?.code))).toEqual(new Set(['ADDRESS_REFUSED']));
    expect(await data(requestLogged(network, { url }))).toBe('www');
  });

  it('with a candidate whose name has parts of a pattern hides just that name', async () => {
    const odd = await serve(
      (_request, response) =>
        void response.writeHead(200, { 'X-A': 'a-b.example.test axb.example.test' }).end(),
      { names: ['a-b.example.test'] },
    );
    const policy = acceleratedPolicy({ candidates: [{ origin: 'https://a-b.example.test' }] });
    const { network } = acceleratedNetwork([odd], policy);
    const { header } = await requestLogged(network, { url }).done;
    expect(header).toMatchObject({ 'X-A': 'www.example.test axb.example.test' });
  });

  it('with sixteen candidates that are all down answers from the origin', async () => {
    const www = await good('www');
    const resolve = Object.fromEntries(named(16).map((_one, n) => [`c${n}.example.test`, '127.0.0.1:1']));
    const { network } = acceleratedNetwork([www, { resolve }], acceleratedPolicy({ candidates: named(16) }));
    for (let n = 0; n < 5; n += 1) expect(await data(requestLogged(network, { url }))).toBe('www');
    expect(network.acceleration?.panic).toBe(true);
  });
});
