import { binance } from '@minigate/policy';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { downloadLogged, requestLogged } from '../../../test/support/calls.ts';
import { profileWith, scriptedNetwork } from './support/scripted-network.ts';

const url = 'https://api.example.com/';
const interrupted = { errMsg: 'request:fail interrupted', errno: 600003 };

describe('Rule 11: the background', () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
  );
  afterEach(() => void vi.useRealTimers());

  test('fails with `fail interrupted` when a request outlives 5 s in the background', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    await vi.advanceTimersByTimeAsync(20_000);
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(call.events).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(call.events.map(({ callback }) => callback)).toEqual(['fail', 'complete']);
    expect(await call.done).toMatchObject(interrupted);
    expect(transport.last.ending).toBe('cancelled');
    expect(network.state).toBe('suspended');
  });

  test('fails a download the same way', async () => {
    const { network } = scriptedNetwork();
    const call = downloadLogged(network, { url });
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await call.done).toMatchObject({ errMsg: 'downloadFile:fail interrupted', errno: 600003 });
  });

  test('lets a request end within the grace', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(4_900);
    transport.last.answer(200, '{"a":1}');
    expect(await call.done).toMatchObject({ statusCode: 200, data: { a: 1 } });
  });

  test('cancels the timer when the program comes back earlier, and begins anew when it leaves again', async () => {
    const { network, transport } = scriptedNetwork();
    const call = requestLogged(network, { url });
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(4_000);
    network.enterForeground();
    await vi.advanceTimersByTimeAsync(10_000);
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(call.events).toEqual([]);
    transport.last.answer(200);
    expect(await call.done).toMatchObject({ statusCode: 200 });
  });

  test('interrupts waiting calls too and dispatches none of them, not even on return', async () => {
    const { network, transport } = scriptedNetwork();
    const calls = Array.from({ length: 15 }, () => requestLogged(network, { url }));
    network.enterBackground();
    transport.exchanges[0]?.answer(200);
    expect(transport.exchanges).toHaveLength(10);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await calls[14]?.done).toMatchObject(interrupted);
    network.enterForeground();
    await vi.advanceTimersByTimeAsync(0);
    expect(transport.exchanges).toHaveLength(10);
  });

  test('dispatches what waits when the program comes back within the grace', () => {
    const { network, transport } = scriptedNetwork();
    for (let n = 0; n < 15; n += 1) requestLogged(network, { url });
    network.enterBackground();
    transport.exchanges[0]?.answer(200);
    transport.exchanges[1]?.answer(200);
    expect(transport.exchanges).toHaveLength(10);
    network.enterForeground();
    expect(transport.exchanges).toHaveLength(12);
  });

  test('fails a new call at once in the background, also within the grace', async () => {
    const { network, transport } = scriptedNetwork();
    network.enterBackground();
    const early = requestLogged(network, { url });
    await vi.advanceTimersByTimeAsync(0);
    expect(await early.done).toMatchObject(interrupted);
    await vi.advanceTimersByTimeAsync(6_000);
    const late = requestLogged(network, { url });
    await vi.advanceTimersByTimeAsync(0);
    expect(await late.done).toMatchObject(interrupted);
    expect(transport.exchanges).toEqual([]);
  });

  test('lets a call that is made within the grace use what is left of it, where the host profile says so', async () => {
    const { network, transport } = scriptedNetwork({
      profile: profileWith({ background: { ...binance.background, startedInGrace: 'allow' } }),
    });
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(3_000);
    const quick = requestLogged(network, { url });
    transport.last.answer(204);
    expect(await quick.done).toMatchObject({ statusCode: 204 });
    const slow = requestLogged(network, { url });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await slow.done).toMatchObject(interrupted);
    const late = requestLogged(network, { url });
    await vi.advanceTimersByTimeAsync(0);
    expect(await late.done).toMatchObject(interrupted);
  });

  test('serves calls again once the program is in the foreground', async () => {
    const { network, transport } = scriptedNetwork();
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(60_000);
    network.enterForeground();
    const call = requestLogged(network, { url });
    transport.last.answer(200);
    expect(await call.done).toMatchObject({ statusCode: 200 });
  });

  test('leaves no timer behind', async () => {
    const { network, transport } = scriptedNetwork();
    requestLogged(network, { url });
    network.enterBackground();
    network.enterBackground();
    network.enterForeground();
    transport.last.answer(200);
    await network.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('tells those who watch of each state', async () => {
    const { network } = scriptedNetwork();
    const states: string[] = [];
    network.on('lifecycle', ({ state }) => states.push(state));
    network.enterBackground();
    await vi.advanceTimersByTimeAsync(5_000);
    network.enterForeground();
    await network.close();
    expect(states).toEqual(['background', 'suspended', 'foreground', 'closed']);
  });
});
