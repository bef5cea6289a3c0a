import { createNetwork, createPolicyFeed, type NetworkOptions } from '@minigate/network';
import { describe, expect, it, onTestFinished } from 'vitest';
import { downloadLogged, requestLogged } from '../support/calls.ts';
import { authority, serve } from '../support/servers.ts';
import { publicPlatform } from './support/public-platform.ts';

/** The engine of a mini program that follows a real platform, and may call one server of its own. */
async function engine(more: Partial<NetworkOptions> = {}) {
  const here = await publicPlatform();
  const { issuer, front, program, thumbprint } = here;
  const server = await serve(({ url }, response) => {
    if (url === '/') response.end('hello');
    else response.writeHead(302, { location: `${issuer}/open-api/v1/access-token` }).end();
  });
  await here.allow('https://api.example.test');
  const resolve = { ...front.resolve, ...server.resolve };
  const tls = { ca: authority.pem };
  const feed = createPolicyFeed({
    issuer,
    appId: program.appId,
    thumbprint,
    resolve,
    tls,
    announcements: false,
  });
  onTestFinished(() => feed.close());
  await feed.ready;
  const network = createNetwork({ policy: feed, resolve, tls, allowAddresses: ['127.0.0.0/8'], ...more });
  onTestFinished(() => network.close());
  const reached = front.requests.length;
  return { ...here, network, knocks: () => front.requests.slice(reached).map(({ url }) => url) };
}

describe.each([{ debugging: false }, { debugging: true }])('a mini program, %o', (mode) => {
  it.each(['https://platform.example.test/', 'https://platform.example.test:443/open-api/v1/access-token'])(
    'cannot call the platform that signs its policy: %s',
    async (url) => {
      const { network, knocks } = await engine(mode);
      expect(await requestLogged(network, { url: 'https://api.example.test/' }).done).toMatchObject({
        data: 'hello',
      });
      const refusals = [
        requestLogged(network, { url }).done,
        requestLogged(network, { url, method: 'POST', data: { app_id: 'any', app_secret: 'any' } }).done,
        downloadLogged(network, { url }).done,
      ];
      for (const { errMsg } of await Promise.all(refusals)) expect(errMsg).toMatch(/:fail /);
      expect(knocks()).toEqual([]);
    },
  );

  it('is not led there by a redirect either', async () => {
    const { network, knocks } = await engine(mode);
    const { errMsg } = await requestLogged(network, { url: 'https://api.example.test/away' }).done;
    expect(errMsg).toMatch(/^request:fail /);
    expect(knocks()).toEqual([]);
  });
});

it('a developer cannot list the platform as a server domain', async () => {
  const { issuer, platform, program } = await publicPlatform();
  const path = `${program.path}/server-domains`;
  const answer = await program.owner.call('PUT', path, { version: 1, serverDomains: [issuer] });
  expect(answer).toMatchObject({ status: 422, body: { error: { code: 'INVALID_SERVER_DOMAINS' } } });
  expect(JSON.stringify(answer.body)).toContain('BANNED_ORIGIN');
  const signed = await platform.services.policies.signed(program.appId);
  expect(signed.version).toBe(1);
});
