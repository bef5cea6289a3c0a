import type { Network } from '@minigate/network';
import { describe, expect, it } from 'vitest';
import { acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import { requestLogged } from '../support/calls.ts';
import { type DelayLine, delayLine } from '../support/delay-line.ts';
import { loopbackNetwork } from '../support/loopback-network.ts';
import { authority, serve } from '../support/servers.ts';

/** Servers that say who they are, and the way to each of them, in milliseconds. */
async function servers<Name extends string>(ways: Readonly<Record<Name, number>>) {
  const lines = await Promise.all(
    Object.entries<number>(ways).map(async ([name, delay]) => {
      const server = await serve((_request, response) => void response.end(name), {
        names: [`${name}.example.test`],
      });
      return [name, await delayLine(server, delay)] as const;
    }),
  );
  return Object.fromEntries(lines) as Record<Name, DelayLine>;
}

/** A network by the clock of this machine, that probes as in production. */
function networkOver(lines: Readonly<Record<string, DelayLine>>, names: readonly string[]): Network {
  const reachable = Object.values(lines).map(({ resolve }) => ({ resolve, authority }));
  return loopbackNetwork(reachable, { policy: acceleratedPolicy({ candidates: candidates(...names) }) });
}

/** Who answers the next calls, one after the other. */
async function answers(network: Network, count: number): Promise<unknown[]> {
  const all: unknown[] = [];
  while (all.length < count) {
    const { data, errMsg } = await requestLogged(network, { url: `${origin}/` }).done;
    all.push(data ?? errMsg);
  }
  return all;
}

/** Calls until this server answers; how many it took. */
async function callsUntil(network: Network, name: string, most: number): Promise<number> {
  for (let calls = 1; calls <= most; calls += 1) {
    const [answer] = await answers(network, 1);
    if (answer === name) return calls;
  }
  return Number.POSITIVE_INFINITY;
}

describe('Rule 25: over real connections that take time', () => {
  it('leaves a server that is far for one that is near', async () => {
    const lines = await servers({ far: 150, near: 1 });
    const network = networkOver(lines, ['far', 'near']);
    expect(await callsUntil(network, 'near', 10)).toBeLessThanOrEqual(10);
    expect(await answers(network, 10)).toEqual(Array<string>(10).fill('near'));
    expect(network.acceleration?.candidates).toMatchObject([
      { chosen: false },
      { chosen: true, state: 'healthy' },
    ]);
  });

  it('leaves a server that turns slow after a few calls', async () => {
    const lines = await servers({ first: 1, second: 10 });
    const network = networkOver(lines, ['first', 'second']);
    await callsUntil(network, 'first', 10);
    await answers(network, 5);
    lines.first.delay = 300;
    expect(await callsUntil(network, 'second', 10)).toBeLessThanOrEqual(8);
    expect(await answers(network, 5)).toEqual(Array<string>(5).fill('second'));
  });

  it('answers every call although a server takes everything and gives nothing', async () => {
    const lines = await servers({ first: 1, second: 10 });
    const network = networkOver(lines, ['first', 'second']);
    await callsUntil(network, 'first', 10);
    lines.first.swallows = true;
    expect(await answers(network, 10)).toEqual(Array<string>(10).fill('second'));
    expect(network.acceleration?.counts.hedges).toBeGreaterThanOrEqual(1);
    expect(network.acceleration?.counts.hedges).toBeLessThanOrEqual(4);
  });

  it('answers every call although a server breaks off every third one', async () => {
    let asked = 0;
    const flaky = await serve(
      (_request, response, { socket }) => {
        asked += 1;
        if (asked % 3 === 0) socket.destroy();
        else response.setHeader('Connection', 'close').end('flaky');
      },
      { names: ['flaky.example.test'] },
    );
    const steady = await serve((_request, response) => void response.end('steady'), {
      names: ['steady.example.test'],
    });
    const lines = { flaky: await delayLine(flaky, 1), steady: await delayLine(steady, 30) };
    const network = networkOver(lines, ['flaky', 'steady']);
    const all = await answers(network, 30);
    expect(all.filter((answer) => answer !== 'flaky' && answer !== 'steady')).toEqual([]);
    expect(all.slice(-10)).toEqual(Array<string>(10).fill('steady'));
    expect(network.acceleration?.counts.repeats).toBeGreaterThanOrEqual(1);
  });

  it('spreads the calls of many clients over servers that are as near', async () => {
    const lines = await servers({ one: 40, two: 40 });
    const reachable = Object.values(lines).map(({ resolve }) => ({ resolve, authority }));
    const policy = acceleratedPolicy({
      candidates: [{ origin: 'https://one.example.test' }, { origin: 'https://two.example.test' }],
    });
    const clients = Array.from({ length: 40 }, () => loopbackNetwork(reachable, { policy }));
    const first = await Promise.all(clients.map(async (network) => (await answers(network, 1))[0]));
    const ones = first.filter((answer) => answer === 'one').length;
    expect(ones).toBeGreaterThanOrEqual(6);
    expect(ones).toBeLessThanOrEqual(34);
  });
});
