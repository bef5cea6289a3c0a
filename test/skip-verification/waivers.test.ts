import { reasons } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { downloadLogged, requestLogged } from '../support/calls.ts';
import type { Handler } from '../support/https-server.ts';
import { eventsOf, loopbackNetwork, policyFor } from '../support/loopback-network.ts';
import { authority, serve, servePlain } from '../support/servers.ts';

const hello: Handler = (_request, response) => void response.end('hello');

/** A server for these names beside 127.0.0.1, and a network whose only server domain is another one. */
async function unlisted(...names: string[]) {
  const server = await serve(hello, {
    names,
    certificate: await authority.issue({ names: [...names, '127.0.0.1', 'localhost'] }),
  });
  const network = loopbackNetwork(server, {
    policy: policyFor('https://listed.example.test', 'https://port.example.test:8080'),
    debugging: true,
  });
  return { server, network };
}

describe('Rule 8: debugging mode reports instead of enforcing', () => {
  it.each([
    ['HOST_NOT_LISTED', 'https://api.example.test/'],
    ['PORT_NOT_PERMITTED', 'https://listed.example.test:443/'],
    ['PORT_MISSING', 'https://port.example.test/'],
    ['PORT_DIFFERENT', 'https://port.example.test:9091/'],
    ['LOCALHOST', 'https://localhost/'],
    ['LOCALHOST', 'https://api.localhost/'],
  ])('%s: %s goes through, and is reported', async (reason, url) => {
    const names = [
      'api.example.test',
      'listed.example.test',
      'port.example.test',
      'localhost',
      'api.localhost',
    ];
    const { network } = await unlisted(...names);
    const decisions = eventsOf(network, 'decision');
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'hello' });
    expect((await downloadLogged(network, { url }).done).statusCode).toBe(200);
    const wouldFail = { decision: { verdict: 'deny', enforced: false, reason } };
    expect(decisions).toMatchObject([wouldFail, wouldFail]);
    expect(decisions.every(({ decision }) => decision.suggestion !== undefined)).toBe(true);

    network.setDebugging(false);
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600002 });
    expect(decisions.at(-1)).toMatchObject({ decision: { verdict: 'deny', enforced: true, reason } });
  });

  it('a program without any server domain can be tried out', async () => {
    const { network } = await unlisted('api.example.test');
    network.updatePolicy(policyFor());
    const decisions = eventsOf(network, 'decision');
    const { done } = requestLogged(network, { url: 'https://api.example.test/' });
    expect(await done).toMatchObject({ data: 'hello' });
    expect(decisions).toMatchObject([{ decision: { enforced: false, reason: 'NO_SERVER_DOMAINS' } }]);
  });

  it.each([
    ['IP_ADDRESS or PRIVATE_ADDRESS', (port: number) => `https://127.0.0.1:${port}/`],
    ['the same as one number', (port: number) => `https://2130706433:${port}/`],
    ['the same within IPv6', (port: number) => `https://[::ffff:127.0.0.1]:${port}/`],
  ])('%s: an address goes through, and is reported twice: as URL and as dialled', async (_name, urlOf) => {
    const { server, network } = await unlisted('api.example.test');
    const [decisions, addresses] = [eventsOf(network, 'decision'), eventsOf(network, 'address')];
    const url = urlOf(server.port);
    if (!url.includes('['))
      expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'hello' });
    else expect((await requestLogged(network, { url }).done).errMsg).toContain('-200:net::ERR_CERT');
    expect(decisions).toMatchObject([{ decision: { verdict: 'deny', enforced: false } }]);
    expect(addresses.every(({ enforced }) => !enforced)).toBe(true);
    network.setDebugging(false);
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600002 });
  });

  it('INSECURE_SCHEME: http goes through, and is reported', async () => {
    const plain = await servePlain(hello, { names: ['plain.example.test'] });
    const network = loopbackNetwork(plain, {
      policy: policyFor('https://plain.example.test'),
      debugging: true,
    });
    const decisions = eventsOf(network, 'decision');
    const call = requestLogged(network, { url: 'http://plain.example.test/' });
    expect(await call.done).toMatchObject({ data: 'hello', profile: { SSLconnectionStart: 0 } });
    expect(decisions).toMatchObject([{ decision: { enforced: false, reason: 'INSECURE_SCHEME' } }]);
    expect(plain.requests[0]?.headers.referer).toBe('https://www.binance.com');
  });

  it('REDIRECT_TO_HTTP: a redirect to http is followed, and reported', async () => {
    const plain = await servePlain(hello, { names: ['plain.example.test'] });
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://plain.example.test/' }).end();
    });
    const network = loopbackNetwork([server, plain], { debugging: true });
    const decisions = eventsOf(network, 'decision');
    const url = 'https://api.example.test/';
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'hello' });
    expect(decisions).toMatchObject([
      { decision: { reason: 'LISTED' } },
      { hop: 1, decision: { enforced: false, reason: 'REDIRECT_TO_HTTP' } },
    ]);
    network.setDebugging(false);
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600002 });
  });

  it('private addresses behind a name go through, and are reported', async () => {
    const server = await serve(hello);
    const network = loopbackNetwork(server, { allowAddresses: [], debugging: true });
    const addresses = eventsOf(network, 'address');
    const url = 'https://api.example.test/';
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'hello' });
    expect(addresses).toMatchObject([{ addressClass: 'loopback', verdict: 'deny', enforced: false }]);
    network.setDebugging(false);
    expect(await requestLogged(network, { url }).done).toMatchObject({
      errMsg: 'request:fail url validate error',
      errno: 600011,
    });
    expect(addresses[1]).toMatchObject({ verdict: 'deny', enforced: true });
  });
});

describe('Rule 8: what debugging mode never waives', () => {
  it.each([
    ['BANNED_HOST', 'https://api.binance.com/', 600002],
    ['LINK_LOCAL_ADDRESS', 'https://169.254.1.1/', 600002],
    ['LINK_LOCAL_ADDRESS', 'https://[fe80::1]/', 600002],
    ['METADATA_ADDRESS', 'http://169.254.169.254/latest/meta-data/', 600002],
    ['METADATA_ADDRESS', 'http://[::ffff:a9fe:a9fe]/', 600002],
    ['METADATA_ADDRESS', 'http://2852039166/', 600002],
    ['USERINFO', 'https://a@api.example.test/', 600009],
    ['BACKSLASH', 'https://api.example.test\\', 600009],
    ['TRAILING_DOT', 'https://api.example.test./', 600009],
    ['LEADING_ZERO_PORT', 'https://api.example.test:0443/', 600009],
    ['UNSUPPORTED_SCHEME', 'wss://api.example.test/', 600009],
  ])('%s: %s', async (reason, url, errno) => {
    const { server, network } = await unlisted('api.example.test', 'api.binance.com');
    const decisions = eventsOf(network, 'decision');
    expect((await requestLogged(network, { url }).done).errno).toBe(errno);
    expect(decisions).toMatchObject([{ decision: { verdict: 'deny', enforced: true, reason } }]);
    expect(server.accepted()).toBe(0);
  });

  it('BANNED_ORIGIN: an origin that the policy bans, as that of the platform', async () => {
    const { server, network } = await unlisted('api.example.test');
    network.updatePolicy({ ...policyFor(), bannedOrigins: ['https://api.example.test'] });
    const decisions = eventsOf(network, 'decision');
    const { done } = requestLogged(network, { url: 'https://api.example.test:443/' });
    expect((await done).errno).toBe(600002);
    expect(decisions).toMatchObject([{ decision: { enforced: true, reason: 'BANNED_ORIGIN' } }]);
    expect(server.accepted()).toBe(0);
  });

  it('the table agrees', () => {
    const never = Object.entries(reasons).filter(([, row]) => row.kind === 'refused' && !row.waived);
    expect(never.map(([code]) => code)).toEqual([
      'BANNED_HOST',
      'BANNED_ORIGIN',
      'LINK_LOCAL_ADDRESS',
      'METADATA_ADDRESS',
    ]);
    expect(Object.values(reasons).some((row) => row.kind === 'malformed' && row.waived)).toBe(false);
  });

  it('link-local and metadata addresses behind a name', async () => {
    for (const address of [
      '169.254.169.254',
      '169.254.1.1',
      'fe80::1',
      'fd00:ec2::254',
      '64:ff9b::a9fe:a9fe',
    ]) {
      const network = loopbackNetwork({ resolve: { 'api.example.test': address } }, { debugging: true });
      const call = requestLogged(network, { url: 'https://api.example.test/' });
      expect(await call.done).toMatchObject({ errno: 600011 });
    }
  });

  it.each([
    ['expired', { names: ['api.example.test'], notAfter: new Date(Date.now() - 60_000) }, '-201'],
    ['self-signed', { names: ['api.example.test'], selfSigned: true }, '-202'],
    ['for another host', { names: ['other.example.test'] }, '-200'],
  ])('a certificate that is %s', async (_name, wanted, code) => {
    const server = await serve(hello, { certificate: await authority.issue(wanted) });
    const network = loopbackNetwork(server, { debugging: true });
    const call = requestLogged(network, { url: 'https://api.example.test/' });
    expect((await call.done).errMsg).toContain(`${code}:net::ERR_CERT`);
    expect(server.requests).toEqual([]);
  });

  it('the Referer, the slots, the background and the timeout', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/') response.end('hello');
    });
    const network = loopbackNetwork(server, { policy: policyFor(), debugging: true });
    const url = 'https://api.example.test/';
    await requestLogged(network, { url, header: { Referer: 'https://evil.example' } }).done;
    expect(server.requests[0]?.headers.referer).toBe('https://www.binance.com');
    expect(await requestLogged(network, { url: `${url}silent`, timeout: 50 }).done).toMatchObject({
      errno: 5,
    });
    const sent = eventsOf(network, 'send');
    const calls = Array.from({ length: 12 }, () => requestLogged(network, { url: `${url}silent` }));
    expect(sent).toHaveLength(10);
    network.enterBackground();
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600003 });
    await network.close();
    await Promise.all(calls.map(({ done }) => done));
  });
});

describe('Rule 8: debugging is a switch of the host, never of the program', () => {
  it('no option of a call turns it on', async () => {
    const server = await serve(hello);
    const network = loopbackNetwork(server, { policy: policyFor() });
    const options = { url: 'https://api.example.test/', debugging: true, debug: true, urlCheck: false };
    expect(await requestLogged(network, options).done).toMatchObject({ errno: 600002 });
    expect(server.accepted()).toBe(0);
  });

  it('no connection made in it serves a call afterwards, and the other way round', async () => {
    const server = await serve(hello);
    const network = loopbackNetwork(server);
    const url = 'https://api.example.test/';
    for (const [debugging, accepted] of [
      [false, 1],
      [true, 2],
      [true, 2],
      [false, 3],
    ] as const) {
      network.setDebugging(debugging);
      expect((await requestLogged(network, { url }).done).statusCode).toBe(200);
      expect(server.accepted()).toBe(accepted);
    }
  });
});
