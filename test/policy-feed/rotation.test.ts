import { generatePolicyKey, type PolicyKeyPair, signHandover } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { handedOver, keysPath, type PolicyServer } from '../support/policy-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { follow, platform } from './feeds.ts';

const [second, third] = await Promise.all([generatePolicyKey(), generatePolicyKey()]);

const askedForKeys = (server: PolicyServer) => server.requests.filter(({ url }) => url === keysPath).length;

/** The platform signs with a key, and publishes those before it with their handovers. */
async function signWith(
  server: PolicyServer,
  keys: readonly PolicyKeyPair[],
  version: number,
): Promise<void> {
  server.keys = await handedOver(server.issuer, keys);
  const key = keys.at(-1) ?? server.key;
  await server.publish({ version }, { key });
}

describe('Rule 24: a key is replaced', () => {
  it('by the one that a policy announced, without another question', async () => {
    const server = await platform();
    await server.publish({ version: 1 }, { nextKey: second.publicKey });
    const { feed, codes } = follow(server);
    await feed.ready;
    expect(askedForKeys(server)).toBe(1);
    server.keys = [];
    await server.publish({ version: 2 }, { key: second });
    await feed.refresh();
    expect([feed.policy?.version, codes(), askedForKeys(server)]).toEqual([2, [], 1]);
  });

  it('and announced again and again, as long as the old one signs', async () => {
    const server = await platform();
    const { feed, codes } = follow(server);
    await feed.ready;
    for (const version of [1, 2, 3]) {
      await server.publish({ version }, { nextKey: second.publicKey });
      await feed.refresh();
    }
    await server.publish({ version: 4 }, { key: second, nextKey: third.publicKey });
    await feed.refresh();
    await server.publish({ version: 5 }, { key: third });
    await feed.refresh();
    expect([feed.policy?.version, codes()]).toEqual([5, ['NO_SUCH_PROGRAM']]);
  });

  it('while the client was away: it catches up by the handovers beside the published keys', async () => {
    const server = await platform();
    const directory = temporaryFolder();
    await server.publish({ version: 1 });
    const before = follow(server, { directory });
    await before.feed.ready;
    await before.feed.close();
    await signWith(server, [server.key, second, third], 7);
    const after = follow(server, { directory });
    await after.feed.ready;
    await after.feed.refresh();
    expect([after.feed.policy?.version, after.codes()]).toEqual([7, []]);
  });

  it('before a client is installed that has the first one pinned', async () => {
    const server = await platform();
    await signWith(server, [server.key, second, third], 7);
    const { feed, codes } = follow(server);
    await feed.ready;
    expect([feed.policy?.version, codes()]).toEqual([7, []]);
  });

  it('and from then on the old one does not count, in no later process either', async () => {
    const server = await platform();
    const directory = temporaryFolder();
    await server.publish({ version: 1 }, { nextKey: second.publicKey });
    const before = follow(server, { directory });
    await before.feed.ready;
    await server.publish({ version: 2 }, { key: second });
    await before.feed.refresh();
    await server.publish({ version: 3 });
    await before.feed.refresh();
    expect([before.feed.policy?.version, before.codes()]).toEqual([2, ['UNTRUSTED_KEY']]);
    await before.feed.close();

    const after = follow(server, { directory });
    await after.feed.ready;
    await after.feed.refresh();
    expect(after.feed.policy?.version).toBe(2);
    expect(new Set(after.codes())).toEqual(new Set(['UNTRUSTED_KEY']));
  });

  it('and who has stolen the old one cannot hand over to a key of his own', async () => {
    const server = await platform();
    await signWith(server, [server.key, second], 2);
    const { feed, codes } = follow(server);
    await feed.ready;
    const stolen = await signHandover(
      { issuer: server.issuer, nextKey: third.publicKey },
      server.key.privateKey,
    );
    server.keys = [...server.keys, { ...third.publicKey, handover: stolen }];
    await server.publish({ version: 3 }, { key: third });
    await feed.refresh();
    expect([feed.policy?.version, codes()]).toEqual([2, ['UNTRUSTED_KEY']]);
  });

  it('but not by a key that nobody hands over to, nor where a link is missing', async () => {
    const server = await platform();
    const keys = await handedOver(server.issuer, [server.key, second, third]);
    server.keys = keys.filter(({ kid }) => kid !== second.thumbprint);
    await server.publish({ version: 2 }, { key: third });
    const { feed, codes } = follow(server);
    await feed.ready;
    expect([feed.policy, codes()]).toEqual([undefined, ['UNTRUSTED_KEY']]);
  });

  it('what the published keys lack is looked for again with the next question', async () => {
    const server = await platform();
    server.keys = [];
    await server.publish();
    const { feed, codes } = follow(server);
    await feed.ready;
    expect([feed.policy, codes()]).toEqual([undefined, ['UNKNOWN_KEY']]);
    server.keys = [server.key.publicKey];
    await feed.refresh();
    expect(feed.policy?.version).toBe(1);
  });

  it('keys that cannot be fetched are the reason that is told', async () => {
    const server = await platform();
    const text = await server.publish();
    server.override = (request, response) => {
      const type = request.url === keysPath ? 'text/html' : 'application/jose';
      response.writeHead(200, { 'content-type': type }).end(text);
    };
    const { feed, codes } = follow(server);
    await feed.ready;
    expect([feed.policy, codes()]).toEqual([undefined, ['NOT_A_POLICY']]);
  });
});
