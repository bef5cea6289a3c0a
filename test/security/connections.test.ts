import { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { requestLogged } from '../support/calls.ts';
import { eventsOf, loopbackNetwork, policyFor } from '../support/loopback-network.ts';
import { serve } from '../support/servers.ts';

const url = 'https://api.example.test/';

/** Says whether the client came with a TLS session, and keeps connections for as long as the client does. */
async function sessionServer() {
  return serve(
    (_request, response, { socket }) => {
      response.end(String(socket instanceof TLSSocket && socket.isSessionReused()));
    },
    { tls: { keepAliveTimeout: 600_000 } },
  );
}

describe('Rule 7: no connection outlives a change', () => {
  it.each([
    [
      'updatePolicy',
      (network: ReturnType<typeof loopbackNetwork>) =>
        network.updatePolicy(policyFor('https://api.example.test')),
    ],
    ['setDebugging', (network: ReturnType<typeof loopbackNetwork>) => network.setDebugging(true)],
  ])(
    '%s ends idle connections, and the next call dials anew, without the old TLS session',
    async (_name, change) => {
      const server = await sessionServer();
      const network = loopbackNetwork(server);
      const addresses = eventsOf(network, 'address');
      expect(await requestLogged(network, { url, dataType: 'text' }).done).toMatchObject({ data: 'false' });
      change(network);
      await server.disconnected();
      expect(server.open()).toBe(0);
      const after = await requestLogged(network, { url, dataType: 'text' }).done;
      expect(after).toMatchObject({ data: 'false', profile: { socketReused: false } });
      expect(server.accepted()).toBe(2);
      expect(addresses).toHaveLength(2);
    },
  );

  it('a host that is taken off the list cannot be called over the connection that was there', async () => {
    const server = await serve((_request, response) => void response.end('hello'));
    const network = loopbackNetwork(server);
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'hello' });
    network.updatePolicy(policyFor('https://other.example.test'));
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600002 });
    await server.disconnected();
    expect(server.requests).toHaveLength(1);
  });

  it('calls that were admitted keep their verdict, waiting ones too; their connections end with them', async () => {
    const release: (() => void)[] = [];
    const server = await serve((request, response) => {
      if (request.url === '/held') release.push(() => void response.end('held'));
      else response.end('waited');
    });
    const network = loopbackNetwork(server);
    const held = Array.from({ length: 10 }, () => requestLogged(network, { url: `${url}held` }));
    const waiting = requestLogged(network, { url: `${url}waited` });
    await server.received(10);
    network.updatePolicy(policyFor());
    expect(await requestLogged(network, { url }).done).toMatchObject({ errno: 600002 });
    release.forEach((end) => end());
    for (const call of held) expect(await call.done).toMatchObject({ data: 'held' });
    expect(await waiting.done).toMatchObject({ data: 'waited', profile: { socketReused: false } });
    expect(server.accepted()).toBe(11);
    await network.close();
    await server.disconnected();
  });

  it('the target of a redirect is judged by the policy in force when it comes', async () => {
    let answer = () => {};
    const server = await serve(
      (_request, response) => {
        answer = () => void response.writeHead(302, { location: 'https://other.example.test/' }).end();
      },
      { names: ['api.example.test', 'other.example.test'] },
    );
    const network = loopbackNetwork(server);
    const call = requestLogged(network, { url });
    await server.received(1);
    network.updatePolicy(policyFor('https://api.example.test'));
    answer();
    expect(await call.done).toMatchObject({ errno: 600002 });
    expect(server.requests).toHaveLength(1);
  });
});

describe('two networks share nothing', () => {
  it('neither connections nor TLS sessions', async () => {
    const server = await sessionServer();
    for (const [count, network] of [loopbackNetwork(server), loopbackNetwork(server)].entries()) {
      const { data, profile } = await requestLogged(network, { url, dataType: 'text' }).done;
      expect([data, profile?.socketReused]).toEqual(['false', false]);
      expect(server.accepted()).toBe(count + 1);
    }
  });

  it('nor slots, lifecycle, policy and certificates', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/') response.end('hello');
    });
    const [one, two] = [loopbackNetwork(server), loopbackNetwork(server)];
    const stranger = loopbackNetwork({ resolve: server.resolve });
    const held = Array.from({ length: 10 }, () => requestLogged(one, { url: `${url}held` }));
    expect(await requestLogged(two, { url }).done).toMatchObject({ data: 'hello' });
    one.updatePolicy(policyFor());
    one.enterBackground();
    expect(await requestLogged(two, { url }).done).toMatchObject({ data: 'hello' });
    await one.close();
    await Promise.all(held.map(({ done }) => done));
    expect(await requestLogged(two, { url }).done).toMatchObject({ data: 'hello' });
    expect((await requestLogged(stranger, { url }).done).errMsg).toContain(
      '-202:net::ERR_CERT_AUTHORITY_INVALID',
    );
  });
});

describe('TLS', () => {
  it('names the host of the URL to the server, not the address that is dialled', async () => {
    const names: unknown[] = [];
    const server = await serve((_request, response, { socket }) => {
      names.push(
        socket instanceof TLSSocket && socket.getCipher().version,
        'servername' in socket && socket.servername,
      );
      response.end();
    });
    await requestLogged(loopbackNetwork(server), { url }).done;
    expect(names).toEqual(['TLSv1.3', 'api.example.test']);
  });

  it('a session of one host does not vouch for another that has no certificate', async () => {
    const names = ['api.example.test', 'other.example.test'];
    const server = await serve((_request, response) => void response.end(), { names: ['api.example.test'] });
    const resolve = Object.fromEntries(names.map((name) => [name, `127.0.0.1:${server.port}`]));
    const network = loopbackNetwork({ authority: server.authority, resolve });
    expect((await requestLogged(network, { url }).done).statusCode).toBe(200);
    const { errMsg } = await requestLogged(network, { url: 'https://other.example.test/' }).done;
    expect(errMsg).toContain('-200:net::ERR_CERT_COMMON_NAME_INVALID');
  });
});
