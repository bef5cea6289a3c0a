import { createTestNetwork } from '@minigate/network/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followPrice, loadUser } from './api.js';

const user = 'GET https://api.example.com/users/7';
let network, server, clock;

beforeEach(() => {
  ({ network, server, clock } = createTestNetwork({ serverDomains: ['https://api.example.com'] }));
  vi.stubGlobal('wx', network.api);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await network.close();
});

it('gives the user that the server answers with', async () => {
  server.answer(user, { json: { name: 'Ada' } });
  expect(await loadUser(7)).toEqual({ name: 'Ada' });
});

it('asks a busy server once more', async () => {
  server.answer(user, [{ status: 503 }, { json: { name: 'Ada' } }]);
  expect(await loadUser(7)).toEqual({ name: 'Ada' });
  expect(server.requests).toHaveLength(2);
});

it('gives up after 10 s, which take no time here', async () => {
  server.answer(user, { json: { name: 'Ada' }, delay: 10_001 });
  const start = clock.now();
  await expect(loadUser(7)).rejects.toThrow('The server is slow today. Please try again.');
  expect(clock.now() - start).toBe(10_000);
});

it('says so when the connection breaks', async () => {
  server.answer(user, { fail: 'CONNECTION_RESET' });
  await expect(loadUser(7)).rejects.toThrow('(request:fail -101:net::ERR_CONNECTION_RESET)');
});

it('reaches no server that is not configured as a server domain', async () => {
  network.updatePolicy({ appId: 'test', version: 2, serverDomains: ['https://api.example.com:8443'] });
  server.answer(user, { json: { name: 'Ada' } });
  await expect(loadUser(7)).rejects.toThrow('(request:fail url not in domain list)');
  expect(server.requests).toEqual([]);
});

it('is interrupted when the program has been in the background for 5 s', async () => {
  server.answer(user, { json: { name: 'Ada' }, delay: Number.POSITIVE_INFINITY });
  const loading = loadUser(7);
  network.enterBackground();
  await expect(loading).rejects.toThrow('The program was left before the answer came.');
});

it('tells the prices that the server sends, to the end of the socket', async () => {
  server.acceptSocket('wss://api.example.com/prices', (socket) => {
    socket.onMessage((product) => {
      socket.send(`{"product":"${product}","price":3}`);
      clock.after(60_000, () => {
        socket.send(`{"product":"${product}","price":4}`);
        socket.close(1000, 'closing time');
      });
    });
  });
  const prices = [];
  const reason = await new Promise((end) => followPrice('tea', (price) => prices.push(price), end));
  expect(prices).toEqual([3, 4]);
  expect(reason).toBe('closing time');
});
