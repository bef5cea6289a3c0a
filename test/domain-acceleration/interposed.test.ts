import type { Exchange, NetworkOptions, Transport } from '@minigate/network';
import { createConditions } from '@minigate/runtime';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { noTiming } from '../../packages/network/src/transport/hop.ts';
import { acceleratedNetwork, acceleratedPolicy, candidates, origin } from '../support/accelerated-network.ts';
import { requestLogged } from '../support/calls.ts';
import { serve } from '../support/servers.ts';

const policy = acceleratedPolicy({ candidates: candidates('fast', 'slow') });

/** What a host may put in front: exchanges of its own, which tell no more than they have to. */
function reticent(inner: Transport): Transport {
  return {
    send(request, receiver): Exchange {
      const exchange = inner.send(request, receiver);
      return {
        timing: noTiming(),
        cancel: () => exchange.cancel(),
        resume: () => exchange.resume(),
      };
    },
    connect: (request, receiver) => inner.connect(request, receiver),
    openSocket: (request, receiver) => inner.openSocket(request, receiver),
    renew: () => inner.renew(),
    close: () => inner.close(),
  };
}

const interposed: [string, NonNullable<NetworkOptions['interpose']>][] = [
  [
    'a simulated link that adds nothing',
    (transport, clock) => createConditions().interpose(transport, clock),
  ],
  ['a transport that does not say what was sent', reticent],
];

describe.each(interposed)('Rule 25: behind %s', (_what, interpose) => {
  it('a POST that is answered late goes to one server, once', async () => {
    let answer: (response: ServerResponse) => void = () => {};
    const asked = new Promise<ServerResponse>((resolve) => (answer = resolve));
    const names = ['fast.example.test'];
    const fast = await serve(
      ({ method }, response) => (method === 'POST' ? answer(response) : void response.end('fast')),
      { names },
    );
    const slow = await serve((_request, response) => void response.end('slow'), {
      names: ['slow.example.test', 'www.example.test'],
    });
    const { network, clock } = acceleratedNetwork([fast, slow], policy, { interpose });
    expect(await requestLogged(network, { url: origin }).done).toMatchObject({ data: 'fast' });
    const call = requestLogged(network, { url: origin, method: 'POST', data: 'buy=1' });
    const response = await asked;
    for (let second = 0; second < 5; second += 1) await clock.advance(1000);
    response.end('bought');
    expect(await call.done).toMatchObject({ data: 'bought' });
    expect(fast.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(slow.requests).toHaveLength(0);
    expect(network.acceleration?.counts).toMatchObject({ repeats: 0, hedges: 0 });
  });
});

describe('Rule 25: behind a simulated link', () => {
  it('a POST still goes to another server where no byte of it was sent', async () => {
    const fast = await serve(
      (_request, response) => void response.setHeader('Connection', 'close').end('fast'),
      { names: ['fast.example.test'] },
    );
    const slow = await serve((_request, response) => void response.end('slow'), {
      names: ['slow.example.test'],
    });
    const { network } = acceleratedNetwork([fast, slow], policy, {
      interpose: createConditions().interpose,
    });
    expect(await requestLogged(network, { url: origin }).done).toMatchObject({ data: 'fast' });
    await fast.close();
    const call = requestLogged(network, { url: origin, method: 'POST', data: 'buy=1' });
    expect(await call.done).toMatchObject({ data: 'slow' });
    expect(slow.requests).toHaveLength(1);
  });
});
