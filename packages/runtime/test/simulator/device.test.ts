import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Page, simulate } from './support/simulated.ts';

const noisy = `
wx.onNetworkStatusChange(({ networkType }) => console.log('now ' + networkType));
wx.onAppHide(() => console.log('hidden'));
wx.onAppShow(() => console.log('shown'));
console.log('begun');`;

async function running(source: string, options: Parameters<typeof simulate>[1] = {}) {
  const { simulator } = await simulate({ 'app.js': source }, options);
  const page = await Page.open(simulator);
  await page.until(({ lines }) => lines.includes('begun'));
  return page;
}

describe('The device', () => {
  it('goes to the background with the moment at which the grace ends, and comes back', async () => {
    const page = await running(noisy);
    const answer = await page.send('POST', '/api/device', { lifecycle: 'background' });
    const device = (await answer.json()) as { lifecycle: string; graceEndsAt: number };
    expect(device.lifecycle).toBe('background');
    expect(device.graceEndsAt - Date.now()).toBeGreaterThan(3_000);
    expect(device.graceEndsAt - Date.now()).toBeLessThanOrEqual(5_000);
    await page.until(({ lines }) => lines.includes('hidden'));
    await page.until(() => page.last('device')?.device.lifecycle === 'background');
    const back = await page.send('POST', '/api/device', { lifecycle: 'foreground' });
    expect(await back.json()).toMatchObject({ lifecycle: 'foreground' });
    await page.until(() => page.last('device')?.device.lifecycle === 'foreground');
    expect(page.last('device')?.device).not.toHaveProperty('graceEndsAt');
  });

  it('suspends the program when the grace is over (Rule 11)', async () => {
    const page = await running(noisy);
    await page.send('POST', '/api/device', { lifecycle: 'background' });
    await page.until(() => page.last('device')?.device.lifecycle === 'suspended');
    expect(page.last('device')?.device).not.toHaveProperty('graceEndsAt');
  });

  it('changes its connection, which the program hears of', async () => {
    const page = await running(noisy);
    await page.send('POST', '/api/device', { connection: '3g' });
    await page.until(({ lines }) => lines.includes('now 3g'));
    await page.send('POST', '/api/device', { connection: 'none' });
    await page.until(({ lines }) => lines.includes('now none'));
    expect(page.lines.filter((line) => line.startsWith('now '))).toEqual(['now 3g', 'now none']);
  });

  it('in debugging mode marks the calls that would fail without it (Rule 8)', async () => {
    const page = await running(`
      console.log('begun');
      wx.onNetworkStatusChange(() => wx.request({ url: 'https://127.0.0.1:1/' }));`);
    await page.send('POST', '/api/device', { debugging: true, connection: '4g' });
    await page.until(() => page.all('call').some(({ row }) => row.state === 'settled'));
    expect(page.last('call')?.row).toMatchObject({ refused: false, wouldFail: true });
  });

  it('keeps what it was set to over a cold start, in the foreground again', async () => {
    const page = await running(`wx.getNetworkType({ success: ({ networkType }) => console.log(networkType) });
      console.log('begun');`);
    await page.send('POST', '/api/device', { connection: '2g', debugging: true, lifecycle: 'background' });
    expect((await page.send('POST', '/api/restart', {})).status).toBe(200);
    await page.until(({ lines }) => lines.includes('2g'));
    expect(page.last('program')?.program).toMatchObject({ run: 2, state: 'running' });
    expect(page.last('device')?.device).toMatchObject({
      lifecycle: 'foreground',
      connection: '2g',
      debugging: true,
    });
  });

  it('makes the program first-party, or not, with a cold start', async () => {
    const page = await running(`console.log('begun');`);
    expect(page.last('program')?.program.policy?.firstParty ?? false).toBe(false);
    const answer = await page.send('POST', '/api/device', { firstParty: true });
    expect(await answer.json()).toMatchObject({ firstParty: true });
    await page.until(() => page.last('program')?.program.run === 2);
    await page.until(() => page.last('program')?.program.state === 'running');
    expect(page.last('program')?.program.policy).toMatchObject({ appId: 'demo', firstParty: true });
  });

  it('has a link like a preset, or like the numbers that are given', async () => {
    const page = await running(`console.log('begun');
      wx.onNetworkStatusChange(() => wx.request({ url: 'https://api.example.test/' }));`);
    const slow = await page.send('POST', '/api/device', { conditions: { preset: '3g' } });
    expect(await slow.json()).toMatchObject({
      conditions: { preset: '3g', latency: 300, download: 200_000 },
    });
    const custom = { preset: 'custom', latency: 7, upload: 1000, loss: 0.5, offline: false };
    const own = await page.send('POST', '/api/device', { conditions: custom });
    expect(await own.json()).toMatchObject({ conditions: custom });
    await page.send('POST', '/api/device', { conditions: { preset: 'offline' }, connection: '4g' });
    await page.until(() => page.last('call')?.row.state === 'settled');
    expect(page.last('call')?.row).toMatchObject({ outcome: 'fail', code: 'DISCONNECTED' });
    expect(page.last('call')?.row.source).toMatch(/^app\.js:2:\d+$/);
  });

  it('keeps the storage of a program over a cold start, as a device does', async () => {
    const page = await running(`
      console.log('begun ' + wx.getStorageSync('n'));
      wx.setStorageSync('n', 1 + (wx.getStorageSync('n') || 0));
      console.log('begun');`);
    await page.send('POST', '/api/restart', {});
    await page.until(({ lines }) => lines.includes('begun 1'));
    expect(page.last('program')?.program.run).toBe(2);
  });

  it('has a clock that is wrong by what is asked, from a cold start on', async () => {
    const day = 86_400_000;
    const page = await running(`console.log('begun'); console.log('now ' + Date.now());`);
    await page.send('POST', '/api/device', { clockOffset: day });
    await page.until(() => page.last('program')?.program.run === 2);
    await page.until(({ lines }) => lines.filter((line) => line.startsWith('now ')).length === 2);
    const [right = 0, wrong = 0] = page.lines
      .filter((line) => line.startsWith('now '))
      .map((line) => Number(line.slice(4)));
    expect(wrong - right).toBeGreaterThanOrEqual(day);
    expect(wrong - right).toBeLessThan(day + 120_000);
  });

  it.each([
    [{ lifecycle: 'suspended' }, 'lifecycle must be one of foreground, background.'],
    [{ connection: '6g' }, /^connection must be one of wifi, /],
    [{ profile: '__proto__' }, 'profile must be one of policy, binance.'],
    [{ clockOffset: 1e300 }, /^clockOffset must be a number from /],
    [{ firstParty: 'yes' }, 'firstParty must be true or false.'],
    [
      { conditions: { preset: 'custom', latency: -1, download: 0, upload: 0, loss: 0 } },
      /^conditions\.latency must/,
    ],
    [
      { conditions: { preset: 'custom', latency: 1, download: 0, upload: 0, loss: 2 } },
      /^conditions\.loss must/,
    ],
    [
      { conditions: { preset: '<b>', latency: 1, download: 0, upload: 0, loss: 0 } },
      /^conditions\.preset must be/,
    ],
    [{ graceEndsAt: 1 }, 'A device has no "graceEndsAt".'],
    [{ toString: 1 }, 'A device has no "toString".'],
    [[], 'The body must be an object.'],
  ])('takes %j for no change of it, and says why', async (change, message) => {
    const page = await running(`console.log('begun');`);
    const answer = await page.send('POST', '/api/device', change);
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { message: string } };
    expect(error.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });
});

describe('startSimulator', () => {
  it('says that its port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void holder.close());
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    await expect(simulate({ 'app.js': '' }, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
