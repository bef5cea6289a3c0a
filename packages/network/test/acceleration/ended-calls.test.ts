import { type AccelerationEvent, NetworkError } from '@minigate/network';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestLogged } from '../../../../test/support/calls.ts';
import { scriptedNetwork } from '../support/scripted-network.ts';
import { near, origin, twin } from './choosers.ts';

const policy = {
  appId: 'demo',
  version: 1,
  serverDomains: [origin],
  firstParty: true,
  acceleration: {
    origin,
    candidates: [near, twin].map((candidate, priority) => ({ origin: candidate, priority })),
    timeToLive: 600_000,
  },
};

const aborted = { errMsg: 'request:fail abort' };

/** A network that has used the near one, and has room for one more call at the same time. */
async function busyNetwork() {
  const { network, transport } = scriptedNetwork({ policy });
  const first = requestLogged(network, { url: origin });
  transport.dialling[0]?.connected(20);
  transport.last.sent();
  transport.last.answer(200);
  await first.done;
  for (let n = 0; n < 9; n += 1) requestLogged(network, { url: `${origin}/other` });
  return { network, transport };
}

/** Aborts a POST as soon as those who watch are told something that fits. */
async function abortedAt(fits: (event: AccelerationEvent) => boolean) {
  const { network, transport } = await busyNetwork();
  const tenth = requestLogged(network, { url: `${origin}/other` });
  const call = requestLogged(network, { url: `${origin}/post`, method: 'POST', data: 'buy=1' });
  network.on('acceleration', (event) => {
    if (event.id === 12 && fits(event)) call.task.abort();
  });
  transport.last.answer(200);
  await tenth.done;
  const posts = () => transport.exchanges.filter(({ request }) => request.path === '/post');
  return { network, transport, call, posts };
}

const is = (kind: AccelerationEvent['kind']) => (event: AccelerationEvent) => event.kind === kind;

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
);
afterEach(() => void vi.useRealTimers());

describe('Rule 25: a call that one who watches ends is sent nowhere from then on', () => {
  it.each(['choice', 'attempt'] as const)('at its %s', async (kind) => {
    const { call, posts, transport } = await abortedAt(is(kind));
    expect(await call.done).toMatchObject(aborted);
    expect([posts(), transport.open.length]).toEqual([[], 9]);
  });

  it('at the failure of the server that refused it', async () => {
    const { call, posts } = await abortedAt(is('failure'));
    posts()[0]?.error(new NetworkError('CONNECTION_REFUSED'));
    expect(await call.done).toMatchObject(aborted);
    expect(posts().map(({ request }) => request.target.hostname)).toEqual(['near.example.com']);
  });

  it('at the failure of the server whose connection is late', async () => {
    const { call, posts } = await abortedAt(is('failure'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(await call.done).toMatchObject(aborted);
    expect(posts().map(({ ending }) => ending)).toEqual(['cancelled']);
  });

  it('at its attempt at another server', async () => {
    const { call, posts } = await abortedAt((event) => event.kind === 'attempt' && event.why === 'repeated');
    posts()[0]?.error(new NetworkError('CONNECTION_REFUSED'));
    expect(await call.done).toMatchObject(aborted);
    expect(posts()).toHaveLength(1);
  });

  it('at its answer, of which the program gets nothing', async () => {
    const { call, posts } = await abortedAt(is('answer'));
    const heads: unknown[] = [];
    call.task.onHeadersReceived((event) => heads.push(event));
    posts()[0]?.sent();
    posts()[0]?.answer(200, 'bought');
    expect(await call.done).toMatchObject(aborted);
    expect(heads).toEqual([]);
    expect(call.events.map(({ callback }) => callback)).toEqual(['fail', 'complete']);
  });

  it.each(['choice', 'attempt'] as const)('and waits for no server after its %s', async (kind) => {
    const { network, transport } = await abortedAt(is(kind));
    for (const exchange of transport.open) exchange.answer(200);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(network.acceleration?.candidates[0]?.cost).toBeLessThan(100);
  });
});

describe('Rule 25: a call that ends while connections are made beside each other', () => {
  it('does not count as waiting for the chosen one any more', async () => {
    const { network, transport } = scriptedNetwork({ policy });
    const call = requestLogged(network, { url: origin });
    call.task.abort();
    expect(await call.done).toMatchObject(aborted);
    expect(transport.dialling).toEqual([]);
    const next = requestLogged(network, { url: origin });
    transport.dialling[0]?.connected(20);
    transport.last.sent();
    transport.last.answer(200);
    await next.done;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(network.acceleration?.candidates[0]?.cost).toBeLessThan(100);
  });

  it('blames those that it waited for in vain, where its time was over', async () => {
    const { network } = scriptedNetwork({ policy });
    const failures: AccelerationEvent[] = [];
    network.on('acceleration', (event) => {
      if (event.kind === 'failure') failures.push(event);
    });
    const call = requestLogged(network, { url: origin, timeout: 1400 });
    await vi.advanceTimersByTimeAsync(1400);
    expect(await call.done).toMatchObject({ errMsg: 'request:fail timeout' });
    // The third connection was begun 500 ms after the first one.
    expect(failures).toEqual(
      [near, twin].map((candidate) =>
        expect.objectContaining({ candidate, source: 'call', why: 'unreachable' }),
      ),
    );
  });

  it('blames nobody where it was too short to tell', async () => {
    const { network } = scriptedNetwork({ policy });
    const failures: AccelerationEvent[] = [];
    network.on('acceleration', (event) => {
      if (event.kind === 'failure') failures.push(event);
    });
    const call = requestLogged(network, { url: origin, timeout: 600 });
    await vi.advanceTimersByTimeAsync(600);
    expect(await call.done).toMatchObject({ errMsg: 'request:fail timeout' });
    expect(failures).toEqual([]);
  });
});
