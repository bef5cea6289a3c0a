import { createHmac } from 'node:crypto';
import { createPolicyFeed } from '@minigate/network';
import { generatePolicyKey, signPolicy } from '@minigate/policy';
import { describe, expect, it, onTestFinished } from 'vitest';
import { day, keysPath, policyPath } from '../support/policy-server.ts';
import { servePlain } from '../support/servers.ts';
import { follow, platform, stoppedClock } from './feeds.ts';

const other = await generatePolicyKey();
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('Rule 24: a policy feed takes the policy that its platform signed', () => {
  it('and is ready when it has it', async () => {
    const server = await platform();
    await server.publish({ version: 3 });
    const { feed, taken, codes } = follow(server);
    expect([feed.policy, feed.fault?.code]).toEqual([undefined, 'NOTHING_YET']);
    await feed.ready;
    expect(feed.policy).toMatchObject({
      appId: 'demo',
      version: 3,
      serverDomains: ['https://api.example.test'],
    });
    expect(feed.fault).toBeUndefined();
    expect(taken).toEqual([{ policy: feed.policy, ignored: [], source: 'platform' }]);
    expect(codes()).toEqual([]);
  });

  it('asks with what it has, and takes 304 as an answer', async () => {
    const server = await platform();
    await server.publish();
    const { feed, taken } = follow(server);
    await feed.ready;
    await feed.refresh();
    const asked = server.requests.filter(({ url }) => url === policyPath);
    expect(asked.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      expect.stringMatching(/^".+"$/),
    ]);
    expect(asked[0]?.headers).toMatchObject({ accept: 'application/jose', host: 'platform.example.test' });
    expect(asked[1]?.headers['cache-control']).toBe('no-cache');
    expect(feed.fault).toBeUndefined();
    expect(taken).toHaveLength(1);
  });

  it('asks again when max-age is over, and not before', async () => {
    const server = await platform();
    await server.publish();
    const clock = stoppedClock();
    const { feed, next } = follow(server, { clock });
    await feed.ready;
    await server.publish({ version: 2 });
    await clock.advance(50_000);
    expect(server.requests.filter(({ url }) => url === policyPath)).toHaveLength(1);
    const second = next('policy');
    await clock.advance(10_000);
    expect((await second).policy.version).toBe(2);
  });

  it.each([
    ['max-age=0', 10_000],
    ['max-age=999999', 3_600_000],
    ['no-store', 300_000],
    ['max-age=120', 120_000],
  ])('keeps within bounds with Cache-Control %s', async (cacheControl, due) => {
    const server = await platform();
    server.serve(await server.publish(), { 'cache-control': cacheControl });
    const clock = stoppedClock();
    const { feed } = follow(server, { clock });
    await feed.ready;
    await clock.advance(due * 0.89);
    expect(server.requests).toHaveLength(2);
    const asked = server.received(3);
    await clock.advance(due * 0.12);
    await asked;
  });

  it('takes the same version signed anew, and so lives on', async () => {
    const server = await platform();
    const time = Date.now();
    await server.publish({ issuedAt: time - 6 * day, expiresAt: time + day });
    const { feed, taken } = follow(server);
    await feed.ready;
    await server.publish({ issuedAt: time, expiresAt: time + 7 * day });
    await feed.refresh();
    expect(feed.policy?.expiresAt).toBe(time + 7 * day);
    expect(taken).toHaveLength(2);
  });
});

describe('Rule 24: a policy feed refuses', () => {
  const issuedAt = Date.now() - 8 * day;

  it.each([
    ['an expired policy', 'EXPIRED', { issuedAt, expiresAt: issuedAt + 7 * day }, {}],
    [
      'a policy from the future',
      'ISSUED_IN_FUTURE',
      { issuedAt: Date.now() + day, expiresAt: Date.now() + 2 * day },
      {},
    ],
    ['a policy of another mini program', 'WRONG_APP_ID', { appId: 'other' }, {}],
    ['a policy of another platform', 'WRONG_ISSUER', {}, { issuer: 'https://other.example.test' }],
    ['a policy that a key signed which nobody trusts', 'UNTRUSTED_KEY', {}, { key: other }],
  ])('%s', async (_, code, policy, signing) => {
    const server = await platform();
    server.keys = [server.key.publicKey, other.publicKey];
    await server.publish(policy, signing);
    const { feed, codes } = follow(server);
    await feed.ready;
    expect(feed.policy).toBeUndefined();
    expect(codes()).toEqual([code]);
    expect(feed.fault?.code).toBe(code);
  });

  it('an older version than the one that it has, and keeps that one', async () => {
    const server = await platform();
    await server.publish({ version: 5 });
    const { feed, codes } = follow(server);
    await feed.ready;
    await server.publish({ version: 4 });
    await feed.refresh();
    expect([feed.policy?.version, feed.fault?.code, codes()]).toEqual([
      5,
      'OLDER_VERSION',
      ['OLDER_VERSION'],
    ]);
  });

  it('a policy that was changed after it was signed', async () => {
    const server = await platform();
    const [header, , signature] = (await server.publish()).split('.');
    server.serve([header, part({ iss: server.issuer, policy: {} }), signature].join('.'));
    const { feed, codes } = follow(server);
    await feed.ready;
    expect([feed.policy, codes()]).toEqual([undefined, ['BAD_SIGNATURE']]);
  });

  it.each(['none', 'HS256'])('the algorithm %s', async (alg) => {
    const server = await platform();
    const [, payload] = (await server.publish()).split('.');
    const input = `${part({ alg, kid: server.key.thumbprint, typ: 'minigate-policy+jws' })}.${payload}`;
    const mac = createHmac('sha256', server.key.publicKey.x).update(input).digest('base64url');
    server.serve(`${input}.${alg === 'none' ? '' : mac}`);
    const { feed, codes } = follow(server);
    await feed.ready;
    expect([feed.policy, codes()]).toEqual([undefined, ['WRONG_ALGORITHM']]);
  });

  it('a redirect, which it does not follow', async () => {
    const server = await platform();
    await server.publish();
    server.override = (request, response) => {
      response.writeHead(request.url === policyPath ? 302 : 200, { location: '/elsewhere' }).end();
    };
    const { feed, codes } = follow(server);
    await feed.ready;
    expect(codes()).toEqual(['PLATFORM_REDIRECTS']);
    expect(server.requests.map(({ url }) => url)).toEqual([policyPath]);
  });

  it.each([
    [404, 'application/json', 'NO_SUCH_PROGRAM'],
    [500, 'application/jose', 'PLATFORM_REFUSES'],
    [304, 'application/jose', 'PLATFORM_REFUSES'],
    [200, 'text/html', 'NOT_A_POLICY'],
  ])('status %i with type %s', async (status, type, code) => {
    const server = await platform();
    server.override = (_, response) => void response.writeHead(status, { 'content-type': type }).end();
    const { feed, codes } = follow(server);
    await feed.ready;
    expect(codes()).toEqual([code]);
  });

  it('a body without end, of which it reads 1 MiB', async () => {
    const server = await platform();
    server.override = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/jose' });
      const more = () => {
        while (response.write(Buffer.alloc(65_536, 'a')));
        response.once('drain', more);
      };
      more();
    };
    const { feed, codes } = follow(server);
    await feed.ready;
    expect(codes()).toEqual(['ANSWER_TOO_LARGE']);
    await server.disconnected();
  });

  it('an answer that drips, after 15 s', async () => {
    const server = await platform();
    const clock = stoppedClock();
    const dripping = new Promise<void>((resolve) => {
      server.override = (_, response) => {
        response.writeHead(200, { 'content-type': 'application/jose' }).write('e');
        resolve();
      };
    });
    const { feed, codes } = follow(server, { clock });
    await dripping;
    await clock.advance(14_999);
    expect(codes()).toEqual([]);
    await clock.advance(1);
    await feed.ready;
    expect(codes()).toEqual(['PLATFORM_TOO_SLOW']);
    await server.disconnected();
  });

  it('a platform that it cannot reach, and asks it again after a while', async () => {
    const server = await platform();
    await server.publish();
    let down = true;
    server.override = (_, response) => {
      if (down) response.destroy();
      else response.writeHead(200, { 'content-type': 'application/jose' }).end();
    };
    const clock = stoppedClock();
    const { feed, codes, next } = follow(server, { clock });
    await feed.ready;
    expect(codes()).toEqual(['PLATFORM_UNREACHABLE']);
    const again = next('fault');
    await clock.advance(1000);
    await again;
    down = false;
    server.override = undefined;
    const taken = next('policy');
    await clock.advance(2000);
    await taken;
    expect(feed.fault).toBeUndefined();
  });

  it('a platform whose certificate nobody vouches for', async () => {
    const server = await platform();
    await server.publish();
    const { feed, troubles } = follow(server, { tls: {} });
    await feed.ready;
    expect(troubles.map(({ fault }) => fault)).toEqual([
      {
        code: 'PLATFORM_UNREACHABLE',
        message: expect.stringContaining('the authority is not trusted') as string,
        suggestion: expect.any(String) as string,
      },
    ]);
  });

  it('waits as long as Retry-After asks', async () => {
    const server = await platform();
    server.override = (_, response) => void response.writeHead(503, { 'retry-after': '60' }).end();
    const clock = stoppedClock();
    const { feed } = follow(server, { clock });
    await feed.ready;
    await clock.advance(59_000);
    expect(server.requests).toHaveLength(1);
    const asked = server.received(2);
    await clock.advance(1000);
    await asked;
  });
});

describe('createPolicyFeed', () => {
  const good = { issuer: 'https://platform.example.test', appId: 'demo', thumbprint: 'a'.repeat(43) };

  it.each([
    [{ issuer: 'https://platform.example.test/' }, /origin/],
    [{ issuer: 'https://Platform.example.test' }, /origin/],
    [{ issuer: 'https://platform.example.test:443' }, /origin/],
    [{ issuer: 'ftp://platform.example.test' }, /origin/],
    [{ issuer: 'http://platform.example.test' }, /by https/],
    [{ issuer: 7 }, /origin/],
    [{ appId: '' }, /appId/],
    [{ thumbprint: 'short' }, /thumbprint/],
    [{ directory: '' }, /directory/],
    [{ apply: 'later' }, /apply/],
    [{ refreshInterval: Number.NaN }, /refreshInterval/],
  ])('refuses %o', (wrong, message) => {
    expect(() => createPolicyFeed({ ...good, ...(wrong as object) })).toThrow(message);
    expect(() => createPolicyFeed({ ...good, ...(wrong as object) })).toThrow(TypeError);
  });

  it('asks a platform on this machine without TLS', async () => {
    const { privateKey, publicKey, thumbprint } = other;
    const answers = new Map<string, [type: string, text: string]>();
    const server = await servePlain((request, response) => {
      const [type, text] = answers.get(request.url) ?? ['text/plain', ''];
      response.writeHead(200, { 'content-type': type }).end(text);
    });
    const issuer = `http://127.0.0.1:${server.port}`;
    const issuedAt = Date.now();
    const document = { appId: 'demo', version: 1, serverDomains: [], issuedAt, expiresAt: issuedAt + day };
    answers.set(policyPath, ['application/jose', await signPolicy({ issuer, document }, privateKey)]);
    answers.set(keysPath, ['application/json', JSON.stringify({ keys: [publicKey] })]);
    const feed = createPolicyFeed({ issuer, appId: 'demo', thumbprint, announcements: false });
    onTestFinished(() => feed.close());
    await feed.ready;
    expect(feed.policy?.version).toBe(1);
  });

  it('ends its connections when it is closed, whatever is under way', async () => {
    const server = await platform();
    server.override = () => {};
    const { feed } = follow(server, { announcements: true });
    await server.received(1);
    await feed.close();
    await server.disconnected();
    await feed.refresh();
    expect(server.requests).toHaveLength(1);
  });
});
