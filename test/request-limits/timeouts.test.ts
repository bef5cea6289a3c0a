import type { Network } from '@minigate/network';
import { binance } from '@minigate/policy';
import { describe, expect, it } from 'vitest';
import { downloadLogged, requestLogged } from '../support/calls.ts';
import {
  endlessChunkExtension,
  endlessInterimAnswers,
  silentAccept,
  silentTls,
  slowDrip,
} from '../support/fault.ts';
import { eventsOf, loopbackNetwork } from '../support/loopback-network.ts';
import { misbehave, serve } from '../support/servers.ts';

const url = 'https://api.example.test/';

/** The time that the ending of the last call names. */
function namedTime(network: Network): Promise<string | undefined> {
  return new Promise((resolve) => {
    const stop = network.on('settle', ({ error }) => {
      stop();
      resolve(error?.detail);
    });
  });
}

describe('Rule 15: timeouts', () => {
  it('are that of the call, then that of the program, then that of the host', async () => {
    const server = await misbehave(silentAccept());
    const profile = { ...binance, defaultTimeout: 130 };
    const network = loopbackNetwork(server, { profile, networkTimeout: { request: 120 } });
    const details = [
      [() => requestLogged(network, { url, timeout: 110 }), '110 ms'],
      [() => requestLogged(network, { url }), '120 ms'],
      [() => downloadLogged(network, { url }), '130 ms'],
      [() => requestLogged(network, { url, timeout: 0 }), '120 ms'],
      [() => requestLogged(network, { url, timeout: -5 }), '120 ms'],
    ] as const;
    for (const [make, time] of details) {
      const detail = namedTime(network);
      const { errMsg, errno } = await make().done;
      expect([errMsg, errno]).toEqual([expect.stringMatching(/^(request|downloadFile):fail timeout$/), 5]);
      expect(await detail).toContain(time);
    }
  });

  it.each([0, -1, Number.NaN])(
    'of the program that name no time (%d) leave it to the host',
    async (request) => {
      const server = await misbehave(silentAccept());
      const profile = { ...binance, defaultTimeout: 70 };
      const network = loopbackNetwork(server, { profile, networkTimeout: { request } });
      const detail = namedTime(network);
      expect(await requestLogged(network, { url }).done).toMatchObject({ errMsg: 'request:fail timeout' });
      expect(await detail).toContain('70 ms');
    },
  );

  it('are 60 s where nobody names one, and an endless one is none', async () => {
    expect(binance.defaultTimeout).toBe(60_000);
    const server = await serve((_request, response) => void response.end('well'));
    const network = loopbackNetwork(server, { networkTimeout: { request: Infinity } });
    expect(await requestLogged(network, { url }).done).toMatchObject({ data: 'well' });
    expect(await requestLogged(network, { url, timeout: 1e300 }).done).toMatchObject({ data: 'well' });
  });

  it('begin when the call leaves the queue', async () => {
    const release: (() => void)[] = [];
    const server = await serve((request, response) => {
      if (request.url === '/queued') response.end('well');
      else release.push(() => void response.end());
    });
    const network = loopbackNetwork(server);
    const slow = Array.from({ length: 10 }, () => requestLogged(network, { url }));
    const queued = requestLogged(network, { url: `${url}queued`, timeout: 2_000 });
    const impatient = requestLogged(network, { url, timeout: 100 });
    await server.received(10);
    const clock = requestLogged(loopbackNetwork(await misbehave(silentAccept())), { url, timeout: 2_500 });
    expect(await clock.done).toMatchObject({ errno: 5 });
    expect([queued.events, impatient.events]).toEqual([[], []]);
    release.forEach((end) => end());
    await Promise.all(slow.map(({ done }) => done));
    expect(await queued.done).toMatchObject({ data: 'well' });
    expect(await impatient.done).toMatchObject({ errno: 5 });
  });

  it.each([
    ['in the TLS handshake', silentTls()],
    ['before the answer', silentAccept()],
    ['within the body', slowDrip(1)],
    ['within a chunk extension without end', endlessChunkExtension()],
  ])('end a call %s, and its connection with it', async (_when, fault) => {
    const server = await misbehave(fault);
    const network = loopbackNetwork(server);
    const settled = eventsOf(network, 'settle');
    const call = requestLogged(network, { url, timeout: 300 });
    await server.connected(1);
    expect(await call.done).toMatchObject({ errMsg: 'request:fail timeout', errno: 5 });
    await server.disconnected();
    expect(server.open()).toBe(0);
    expect(settled).toMatchObject([{ error: { code: 'TIMED_OUT' } }]);
  });

  it('are not what ends interim answers without end: together they may be as large as a head', async () => {
    const server = await misbehave(endlessInterimAnswers());
    const network = loopbackNetwork(server);
    const settled = eventsOf(network, 'settle');
    await requestLogged(network, { url }).done;
    expect(settled).toMatchObject([{ error: { code: 'RESPONSE_HEADERS_TOO_LARGE' } }]);
    await server.disconnected();
    expect(server.open()).toBe(0);
  });

  it('count over all redirects together', async () => {
    const server = await serve((request, response) => {
      const hop = Number(request.url.slice(1));
      setTimeout(() => response.writeHead(302, { location: `/${hop + 1}` }).end(), 60);
    });
    const network = loopbackNetwork(server);
    expect(await requestLogged(network, { url: `${url}0`, timeout: 200 }).done).toMatchObject({ errno: 5 });
    expect(server.requests.length).toBeLessThan(6);
  });
});
