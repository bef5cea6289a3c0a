import { once } from 'node:events';
import { tooManyPages } from '@minigate/runtime/simulator/protocol';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { serve } from '../../../../test/support/servers.ts';
import { Page, simulate } from './support/simulated.ts';

const calls = (count: number) => `
for (let n = 0; n < ${count}; n += 1) wx.request({ url: 'https://other.example.test/' + n });
console.log('made');`;

describe('The feed', () => {
  it('tells a program, its device, its lines and its calls, each with how it ended', async () => {
    const server = await serve((_request, response) => void response.end('{"greeting":"Hello"}'));
    const { simulator } = await simulate(
      {
        'app.js': `console.log('begun');
wx.request({ url: 'https://api.example.test/hello', success: ({ data }) => console.log(data.greeting) });
wx.request({ url: 'https://api.example.test:443/hello' });`,
      },
      { tls: { ca: server.authority.pem }, resolve: server.resolve, allowAddresses: ['127.0.0.0/8'] },
    );
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.includes('Hello'));
    const rows = new Map(page.all('call').map(({ row }) => [row.url, row]));
    expect(rows.get('https://api.example.test/hello')).toMatchObject({
      api: 'request',
      state: 'settled',
      outcome: 'success',
      status: 200,
      bytes: 20,
    });
    expect(rows.get('https://api.example.test:443/hello')).toMatchObject({
      state: 'settled',
      outcome: 'fail',
      refused: true,
      errMsg: 'request:fail url not in domain list',
    });
    expect(page.last('program')?.program).toMatchObject({
      run: 1,
      state: 'running',
      appId: 'demo',
      policyOrigin: 'the test',
      policy: { serverDomains: ['https://api.example.test'] },
      profile: { name: 'binance' },
      profiles: ['binance'],
      dropped: 0,
    });
    expect(page.last('device')?.device).toMatchObject({ lifecycle: 'foreground', connection: 'wifi' });
  });

  it('replays to a page that comes back exactly what is newer than the last batch that it had', async () => {
    const { simulator } = await simulate({ 'app.js': calls(3) });
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.includes('made'));
    page.leave();
    const other = await Page.open(simulator, simulator.newUrl());
    expect((await other.send('POST', '/api/device', { connection: '3g' })).status).toBe(200);
    await other.until(() => other.last('device')?.device.connection === '3g');
    const had = page.number;
    await page.reconnect();
    await page.until(() => page.last('device'));
    expect(page.welcome?.replayed).toBe(true);
    expect(page.batches.every(({ number }) => number > had)).toBe(true);
    expect(page.all('call')).toEqual([]);
    expect(page.last('device')?.device.connection).toBe('3g');
  });

  it('tells a page that knows another simulator to begin anew', async () => {
    const { simulator } = await simulate({ 'app.js': calls(3) });
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.includes('made'));
    page.leave();
    page.forget();
    await page.watch('?simulator=other&after=1');
    expect(page.welcome).toMatchObject({ type: 'welcome', replayed: false });
    await page.until(() => page.all('call').length >= 3);
  });

  it('tells several pages the same', async () => {
    const { simulator } = await simulate({ 'app.js': calls(5) });
    const [one, two] = [await Page.open(simulator), await Page.open(simulator, simulator.newUrl())];
    for (const page of [one, two]) {
      await page.until(({ lines }) => lines.includes('made'));
      expect(new Set(page.all('call').map(({ row }) => row.id)).size).toBe(5);
    }
  });

  it('is closed for a page too many, which is told why and is let in when another one leaves', async () => {
    const { simulator } = await simulate({ 'app.js': '' });
    const page = await Page.open(simulator);
    const others = Array.from({ length: 15 }, () => new Page(page.address, page.cookie, page.key));
    for (const other of others) await other.watch();
    const open = () =>
      new WebSocket(`${page.address.replace('http', 'ws')}/feed`, [page.key], {
        headers: { origin: page.address, cookie: page.cookie },
      });
    const [code, reason] = (await once(open(), 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([tooManyPages, '16 pages are open already. Close one of them.']);
    others[0]?.leave();
    let welcomed = false;
    while (!welcomed) {
      const socket = open();
      welcomed = await new Promise((resolve) => {
        socket.once('message', () => resolve(true));
        socket.once('close', () => resolve(false));
      });
      socket.terminate();
    }
  });
});
