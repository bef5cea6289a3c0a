import { describe, expect, it } from 'vitest';
import { serve } from '../../../test/support/servers.ts';
import { databaseKinds, emptyDatabase } from './support/databases.ts';
import { newProgram } from './support/programs.ts';
import { startTestPlatform } from './support/test-platform.ts';

const minute = 60_000;

describe.each(databaseKinds)('the domain check of the console, on %s', (kind) => {
  it('examines the server of a saved entry, and tells what it found', async () => {
    const server = await serve((_request, response) => void response.end('{}'));
    const platform = await startTestPlatform(kind, {
      surroundings: { resolve: server.resolve, ca: server.authority.pem, allowAddresses: ['127.0.0.0/8'] },
    });
    const { owner, path } = await newProgram(platform);
    const serverDomains = ['https://api.example.test'];
    await owner.call('PUT', `${path}/server-domains`, { version: 1, serverDomains });

    const check = { domain: 'https://API.example.test', api: 'request' };
    const found = await owner.call('POST', `${path}/domain-check`, check);
    expect(found).toMatchObject({
      status: 200,
      body: {
        remaining: 19,
        diagnosis: {
          target: 'https://api.example.test',
          api: 'request',
          disclosure: 'coarse',
          failures: [],
          addresses: [],
          answer: { status: 200 },
        },
      },
    });
    expect(server.requests.length).toBeGreaterThan(0);
    expect((await owner.call('GET', `${path}/audit?action=domain-check`)).body).toMatchObject({
      entries: [{ outcome: 'done', details: { domain: 'https://api.example.test', api: 'request' } }],
    });
  });

  it('tells of an address inside the network of the platform only that it cannot be reached', async () => {
    const server = await serve((_request, response) => void response.end('{}'));
    const platform = await startTestPlatform(kind, {
      surroundings: { resolve: server.resolve, ca: server.authority.pem },
    });
    const { owner, path } = await newProgram(platform);
    await owner.call('PUT', `${path}/server-domains`, {
      version: 1,
      serverDomains: ['https://api.example.test', 'https://closed.example.test'],
    });
    const found = await owner.call('POST', `${path}/domain-check`, {
      domain: 'https://api.example.test',
      api: 'connectSocket',
    });
    expect(found.body).toMatchObject({ diagnosis: { outcome: 'failure', failures: ['unreachable'] } });
    expect(JSON.stringify(found.body)).not.toContain('127.0.0.1');
    expect(server.requests).toEqual([]);
  });

  it('dials nothing that is not on the saved list of the call', async () => {
    const platform = await startTestPlatform(kind);
    const { owner, teamId, path } = await newProgram(platform);
    const serverDomains = { request: ['https://api.example.test'] };
    await owner.call('PUT', `${path}/server-domains`, { version: 1, serverDomains });
    for (const [domain, api] of [
      ['https://other.example.test', 'request'],
      ['https://api.example.test', 'uploadFile'],
      ['https://api.example.test:8443', 'request'],
      ['api.example.test', 'request'],
    ]) {
      expect(await owner.call('POST', `${path}/domain-check`, { domain, api })).toMatchObject({
        status: 422,
        body: { error: { code: 'NOT_LISTED' } },
      });
    }
    const viewer = await platform.member(teamId, 'viewer');
    const check = { domain: 'https://api.example.test', api: 'request' };
    expect((await viewer.call('POST', `${path}/domain-check`, check)).status).toBe(403);
  });

  it('examines at most 20 times in any hour, on all replicas together', async () => {
    const database = await emptyDatabase(kind);
    const one = await startTestPlatform(kind, { database });
    const others = kind === 'postgres' ? [await startTestPlatform(kind, { database, clock: one.clock })] : [];
    const replicas = [one, ...others];
    const { owner, path, appId } = await newProgram(one);
    await owner.call('PUT', `${path}/server-domains`, {
      version: 1,
      serverDomains: ['https://api.example.test'],
    });
    // A banned host is examined without being dialled, so this takes no time.
    const operator = await one.signIn({ operator: true });
    await operator.call('PUT', '/operator/v1/platform/banned-hosts', {
      revision: 0,
      bannedHosts: ['api.example.test'],
    });
    const origin = {
      requestId: 'test',
      actor: { kind: 'user', id: owner.userId, name: owner.email },
      address: '127.0.0.1',
    } as const;
    const check = { domain: 'https://api.example.test', api: 'request' } as const;
    const outcomes: string[] = [];
    const run = async (index: number) => {
      const { domainChecks } = (replicas[index % replicas.length] ?? one).services;
      const done = await domainChecks.run(origin, appId, check).then(
        () => 'examined',
        (error: { code?: string }) => String(error.code),
      );
      outcomes.push(done);
    };
    for (let index = 0; index < 9; index += 1) await run(index);
    one.clock.advance(30 * minute);
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([0, 1, 2, 3].map(run));
    }
    expect(outcomes.filter((outcome) => outcome === 'examined')).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === 'QUOTA_EXCEEDED')).toHaveLength(9);

    const refused = await owner.call('POST', `${path}/domain-check`, check);
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'QUOTA_EXCEEDED' } } });
    expect(refused.headers.get('retry-after')).toBe(String((30 * minute) / 1000));
    one.clock.advance(30 * minute);
    expect(await owner.call('POST', `${path}/domain-check`, check)).toMatchObject({
      status: 200,
      body: { remaining: 8, diagnosis: { failures: ['not-permitted'] } },
    });
  });

  it('examines no more for a team that has many mini programs', async () => {
    const platform = await startTestPlatform(kind);
    const { teamId, owner } = await platform.team();
    const operator = await platform.signIn({ operator: true });
    const domain = 'https://api.example.test';
    const paths: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      const made = await owner.call('POST', `/console/v1/teams/${teamId}/mini-programs`, {
        name: `Program ${count}`,
      });
      const path = `/console/v1/mini-programs/${(made.body as { appId: string }).appId}`;
      await owner.call('PUT', `${path}/server-domains`, { version: 1, serverDomains: [domain] });
      paths.push(path);
    }
    // A banned host is examined without being dialled, so this takes no time.
    const bannedHosts = ['api.example.test'];
    await operator.call('PUT', '/operator/v1/platform/banned-hosts', { revision: 0, bannedHosts });
    let examined = 0;
    for (const path of paths) {
      for (let count = 0; count < 20; count += 1) {
        const { status, body } = await owner.call('POST', `${path}/domain-check`, { domain, api: 'request' });
        if (status === 200) examined += 1;
        else expect(body).toMatchObject({ error: { code: 'QUOTA_EXCEEDED', details: { limit: 100 } } });
      }
    }
    expect(examined).toBe(100);
  });

  it('follows no redirect to what is not on the list, and tells no more of it than its address', async () => {
    let target = '';
    const server = await serve(
      (_request, response) => void response.writeHead(302, { location: target }).end(),
    );
    const platform = await startTestPlatform(kind, {
      surroundings: { resolve: server.resolve, ca: server.authority.pem, allowAddresses: ['127.0.0.0/8'] },
    });
    const { owner, path } = await newProgram(platform);
    const serverDomains = ['https://api.example.test'];
    await owner.call('PUT', `${path}/server-domains`, { version: 1, serverDomains });
    for (const location of [
      'https://127.0.0.1:22/',
      'https://169.254.169.254/latest/meta-data/',
      'https://[::ffff:127.0.0.1]/',
      'http://api.example.test/',
      'https://api.example.test:8443/',
      'https://other.example.test/',
      platform.publicUrl,
    ]) {
      target = location;
      const before = server.requests.length;
      const found = await owner.call('POST', `${path}/domain-check`, {
        domain: serverDomains[0],
        api: 'request',
      });
      expect([location, found.body]).toEqual([
        location,
        expect.objectContaining({
          diagnosis: expect.objectContaining({ failures: ['not-permitted'] }) as object,
        }),
      ]);
      const { hops } = (
        found.body as { diagnosis: { hops: readonly { verdict: string; status?: number }[] } }
      ).diagnosis;
      expect(hops).toMatchObject([{ status: 302 }, { verdict: 'deny' }]);
      expect(hops[1]).not.toHaveProperty('status');
      expect(server.requests.length).toBe(before + 1);
    }
  });
});
