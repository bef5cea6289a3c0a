import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { requestLogged, downloadLogged } from '../../../test/support/calls.ts';
import { profileWith, scriptedNetwork } from './support/scripted-network.ts';
import { binance } from '@minigate/policy';
import { NetworkError, type RequestSuccess } from '@minigate/network';

const url = 'https://api.example.com/';

describe('Rule 10: at most ten calls together', () => {
  test('lets ten requests go on the wire and keeps the eleventh waiting', () => {
    const { network, transport } = scriptedNetwork();
    for (let n = 0; n < 11; n += 1) requestLogged(network, { url: url + n });
    expect(transport.exchanges.map((exchange) => exchange.url)).toEqual(
      Array.from({ length: 10 }, (_, n) => url + n),
    );
  });

  test('counts downloadFile and request together', () => {
    const { network, transport } = scriptedNetwork();
    for (let n = 0; n < 6; n += 1) requestLogged(network, { url });
    for (let n = 0; n < 6; n += 1) downloadLogged(network, { url });
    expect(transport.exchanges).toHaveLength(10);
  });

  test('gives each API its own ten where the host profile says so', () => {
    const { network, transport } = scriptedNetwork({
      profile: profileWith({ slots: { ...binance.slots, layout: 'per-api' } }),
    });
    for (let n = 0; n < 12; n += 1) requestLogged(network, { url });
    for (let n = 0; n < 12; n += 1) downloadLogged(network, { url });
    expect(transport.exchanges).toHaveLength(20);
  });

  test('starts waiting calls in the order in which they were made, one for each that ends', () => {
    const { network, transport } = scriptedNetwork();
    for (let n = 0; n < 14; n += 1) requestLogged(network, { url: url + n });
    transport.exchanges[3]?.answer(200);
    transport.exchanges[0]?.answer(200);
    expect(transport.exchanges.slice(10).map((exchange) => exchange.url)).toEqual([`${url}10`, `${url}11`]);
  });

  test.each([
    ['an answer', (exchange) => exchange.answer(200)],
    ['an answer with an error status', (exchange) => exchange.answer(500)],
    ['a transport error', (exchange) => exchange.error(new NetworkError('CONNECTION_RESET'))],
    ['a redirect that leaves the list', (exchange) => exchange.redirect(302, 'https://evil.example/')],
    [
      'a body that is not what its Content-Encoding says',
      (exchange) => {
        exchange.answer(200, 'not gzip', ['Content-Encoding', 'gzip']);
      },
    ],
  ] as [string, (exchange: ReturnType<typeof scriptedNetwork>['transport']['last']) => void][])(
    'frees the slot after %s',
    async (_, end) => {
      const { network, transport } = scriptedNetwork();
      const calls = Array.from({ length: 11 }, () => requestLogged(network, { url }));
      const first = transport.exchanges[0];
      if (first) end(first);
      await calls[0]?.done;
      expect(transport.exchanges).toHaveLength(11);
    },
  );

  test('frees the slot of an aborted call and skips an aborted waiting call', async () => {
    const { network, transport } = scriptedNetwork();
    const calls = Array.from({ length: 12 }, (_, n) => requestLogged(network, { url: url + n }));
    calls[10]?.task.abort();
    calls[0]?.task.abort();
    expect(await calls[10]?.done).toMatchObject({ errMsg: 'request:fail abort' });
    expect(transport.exchanges.map((exchange) => exchange.url).at(-1)).toBe(`${url}11`);
    expect(transport.exchanges).toHaveLength(11);
  });

  test('keeps the slot through redirects', () => {
    const { network, transport } = scriptedNetwork();
    for (let n = 0; n < 11; n += 1) requestLogged(network, { url: url + n });
    transport.exchanges[0]?.redirect(302, '/next');
    expect(transport.last.url).toBe(`${url}next`);
    expect(transport.open).toHaveLength(10);
  });

  test('lets 1,000 calls wait and fails the next one with errno 600007', async () => {
    const { network, transport } = scriptedNetwork();
    for (let n = 0; n < 1010; n += 1) requestLogged(network, { url });
    const over = requestLogged(network, { url });
    expect(await over.done).toMatchObject({ errMsg: 'request:fail exceed max task count', errno: 600007 });
    transport.exchanges[0]?.answer(200);
    requestLogged(network, { url });
    expect(transport.exchanges).toHaveLength(11);
  });

  test('fails the eleventh call where the host profile says so', async () => {
    const { network } = scriptedNetwork({
      profile: profileWith({ slots: { ...binance.slots, overflow: 'fail' } }),
    });
    const calls = Array.from({ length: 11 }, () => requestLogged(network, { url }));
    expect(await calls[10]?.done).toMatchObject({
      errMsg: 'request:fail exceed max task count',
      errno: 600007,
    });
  });

  test('tells in the profile how long a call waited, and that others did not', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'setImmediate'] });
    onTestFinished(() => void vi.useRealTimers());
    await vi.advanceTimersByTimeAsync(1);
    const { network, transport } = scriptedNetwork();
    const calls = Array.from({ length: 11 }, () => requestLogged(network, { url }));
    await vi.advanceTimersByTimeAsync(250);
    while (transport.open.length > 0) transport.open[0]?.answer(200);
    const results = (await Promise.all(calls.map(({ done }) => done))) as unknown as RequestSuccess[];
    const waits = results.map(({ profile }) => profile.queueEnd - profile.queueStart);
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 250]);
  });
});
