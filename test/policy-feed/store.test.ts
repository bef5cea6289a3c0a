import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { chmod, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { generatePolicyKey } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { day, handedOver, type PolicyServer } from '../support/policy-server.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { follow, platform } from './feeds.ts';

const other = await generatePolicyKey();
const unreachable = { resolve: { 'platform.example.test': '127.0.0.1:9' } };

/** Leaves a policy of this version in the folder, as a feed does that was there before. */
async function keep(server: PolicyServer, directory: string, version = 1): Promise<string> {
  await server.publish({ version });
  const { feed } = follow(server, { directory });
  await feed.ready;
  await feed.refresh();
  await feed.close();
  const [name = ''] = filesIn(directory).slice(-1);
  return join(directory, name);
}

const filesIn = (directory: string) => readdirSync(directory).toSorted();

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

describe('Rule 24: without a connection', () => {
  it('the policy of the disk is in force', async () => {
    const server = await platform();
    const directory = temporaryFolder();
    await keep(server, directory, 3);
    const { feed, taken, next } = follow(server, { directory, ...unreachable });
    const failed = next('fault');
    await feed.ready;
    expect(feed.policy?.version).toBe(3);
    expect(taken.map(({ source }) => source)).toEqual(['disk']);
    expect((await failed).fault.code).toBe('PLATFORM_UNREACHABLE');
    expect(feed.policy?.version).toBe(3);
  });

  it('until it expires, and then no other', async () => {
    const server = await platform();
    const directory = temporaryFolder();
    await keep(server, directory);
    let time = Date.now();
    const { feed } = follow(server, { directory, ...unreachable, now: () => time });
    await feed.ready;
    time += 7 * day - 60_000;
    expect(feed.policy?.version).toBe(1);
    time += 60_000;
    expect(feed.policy).toBeUndefined();
    await feed.refresh();
    expect(feed.fault).toMatchObject({
      code: 'EXPIRED',
      message: expect.stringMatching(
        /^The policy has expired: at .*\. The platform cannot be reached: /,
      ) as string,
    });
  });

  it('there is none where none was kept', async () => {
    const server = await platform();
    const { feed, codes } = follow(server, { directory: temporaryFolder(), ...unreachable });
    await feed.ready;
    expect([feed.policy, codes()]).toEqual([undefined, ['PLATFORM_UNREACHABLE']]);
  });
});

describe('Rule 24: what is kept on the disk', () => {
  it('is one file for the user alone, with everything that proves it, and no more', async () => {
    const server = await platform();
    const directory = join(temporaryFolder(), 'new', 'folder');
    const path = await keep(server, directory);
    await keep(server, directory, 2);
    expect(filesIn(directory)).toHaveLength(1);
    expect(() => readFileSync(path)).toThrow('ENOENT');
    const latest = await keep(server, directory, 3);
    expect(statSync(latest).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(read(latest)).toEqual({
      policy: expect.stringMatching(/^eyJ/) as string,
      etag: expect.any(String) as string,
      keys: [server.key.publicKey],
    });
  });

  it('is not downloaded again', async () => {
    const server = await platform();
    const directory = temporaryFolder();
    await keep(server, directory);
    const { feed } = follow(server, { directory });
    await feed.ready;
    await feed.refresh();
    expect(server.requests.at(-1)?.headers['if-none-match']).toBe(
      server.requests.at(-2)?.headers['if-none-match'],
    );
    expect(feed.fault).toBeUndefined();
  });

  it('gives no header that a tampered file makes up', async () => {
    const server = await platform();
    const directory = temporaryFolder();
    const path = await keep(server, directory);
    writeFileSync(path, JSON.stringify({ ...read(path), etag: '"x"\r\nevil: 1' }));
    const { feed, codes } = follow(server, { directory });
    await feed.ready;
    await feed.refresh();
    expect([feed.policy?.version, codes()]).toEqual([1, []]);
    expect(server.requests.filter(({ headers }) => headers['evil'] !== undefined)).toEqual([]);
  });

  it('never lets an older version in, though it has expired itself', async () => {
    const server = await platform();
    const directory = temporaryFolder();
    await keep(server, directory, 5);
    const later = Date.now() + 8 * day;
    await server.publish({ version: 4, issuedAt: later, expiresAt: later + day });
    const { feed, codes } = follow(server, { directory, now: () => later });
    await feed.ready;
    expect([feed.policy, codes()]).toEqual([undefined, ['OLDER_VERSION']]);
  });

  it.each<[string, (path: string, server: PolicyServer) => unknown, RegExp]>([
    ['half a file', (path) => writeFileSync(path, readFileSync(path).subarray(0, 200)), /damaged/],
    ['no JSON', (path) => writeFileSync(path, '\0'), /damaged/],
    ['a huge file', (path) => writeFileSync(path, Buffer.alloc(5 * 1024 * 1024, ' ')), /damaged/],
    [
      'another policy under the same signature',
      (path) => {
        const [header, payload = '', signature] = String(read(path)['policy']).split('.');
        const changed = Buffer.from(payload, 'base64url').toString().replace('api.', 'ev.');
        const policy = [header, Buffer.from(changed).toString('base64url'), signature].join('.');
        writeFileSync(path, JSON.stringify({ ...read(path), policy }));
      },
      /does not fit/,
    ],
    [
      'a policy and keys of somebody else',
      async (path, server) => {
        const policy = await server.publish({ version: 1 }, { key: other });
        writeFileSync(path, JSON.stringify({ policy, keys: [other.publicKey] }));
      },
      /not trusted/,
    ],
    [
      'a key that claims to be trusted',
      async (path, server) => {
        const policy = await server.publish({ version: 1 }, { key: other });
        const [, forged] = await handedOver(server.issuer, [other, other]);
        writeFileSync(path, JSON.stringify({ policy, keys: [server.key.publicKey, forged] }));
      },
      /not trusted/,
    ],
    [
      'the name of a newer version',
      (path) => rename(path, path.replace('.1.', '.9.')),
      /name of another version/,
    ],
  ])('is absent and reported where it is %s', async (_, tamper, why) => {
    const server = await platform();
    const directory = temporaryFolder();
    await tamper(await keep(server, directory), server);
    const offline = follow(server, { directory, ...unreachable });
    await offline.feed.ready;
    expect(offline.feed.policy).toBeUndefined();
    expect(offline.codes()).toEqual(['STORED_POLICY_REFUSED', 'PLATFORM_UNREACHABLE']);
    expect(offline.troubles[0]).toMatchObject({
      source: 'disk',
      fault: { message: expect.stringMatching(why) as string },
    });

    await server.publish({ version: 2 });
    const online = follow(server, { directory });
    await online.feed.ready;
    expect([online.feed.policy?.version, online.codes()]).toEqual([2, ['STORED_POLICY_REFUSED']]);
    await online.feed.close();
    expect(filesIn(directory)).toHaveLength(1);
    const again = follow(server, { directory, ...unreachable });
    await again.feed.ready;
    expect(again.feed.policy?.version).toBe(2);
  });

  it('is shared by processes: the newest stays, whoever writes last', async () => {
    const server = await platform();
    const directory = temporaryFolder();
    await server.publish({ version: 1 });
    const slow = follow(server, { directory });
    await slow.feed.ready;
    const quick = follow(server, { directory });
    await quick.feed.ready;
    const two = await server.publish({ version: 2 });
    await quick.feed.refresh();
    const three = await server.publish({ version: 3 });
    await quick.feed.refresh();
    server.serve(two);
    await slow.feed.refresh();
    expect([quick.feed.policy?.version, slow.feed.policy?.version]).toEqual([3, 2]);
    const late = follow(server, { directory, ...unreachable });
    await late.feed.ready;
    expect(late.feed.policy?.version).toBe(3);
    server.serve(three);
    await slow.feed.refresh();
    expect(slow.feed.policy?.version).toBe(3);
  });

  it('is kept apart for each mini program and each platform', async () => {
    const server = await platform();
    const directory = temporaryFolder();
    await keep(server, directory);
    const { feed, codes } = follow(server, { directory, appId: 'other', ...unreachable });
    await feed.ready;
    expect([feed.policy, codes()]).toEqual([undefined, ['PLATFORM_UNREACHABLE']]);
  });

  it('is reported where it cannot be kept, and the policy is in force all the same', async () => {
    const server = await platform();
    await server.publish();
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await chmod(file, 0o600);
    const { feed, codes } = follow(server, { directory: file });
    await feed.ready;
    expect([feed.policy?.version, new Set(codes())]).toEqual([1, new Set(['STORE_FAILED'])]);
  });
});
