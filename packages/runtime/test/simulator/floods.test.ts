import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Har } from '@minigate/runtime';
import type { Simulator } from '@minigate/runtime/simulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Page, simulate } from './support/simulated.ts';

const isOver = (page: Page) => page.last('line')?.line.texts[0] === 'over';

describe('A flood', () => {
  it('of 100,000 lines leaves the newest ones, and says how many are missing', async () => {
    const { simulator } = await simulate(
      {
        'app.js': `for (let n = 1; n <= 100000; n += 1) console.log('line ' + n); console.log('over');`,
      },
      { watchdog: { budget: 100_000 } },
    );
    const page = await Page.open(simulator);
    await page.until(isOver);
    expect((await page.get('/api/files')).status).toBe(200);
    const told = page.all('line').map(({ line }) => line);
    const gaps = told.filter(
      ({ number, skipped = 0 }, at) => number - (told[at - 1]?.number ?? 0) - 1 !== skipped,
    );
    expect(gaps).toEqual([]);
    expect(told.at(-1)?.number).toBe(100_001);
    const later = await Page.open(simulator, simulator.newUrl());
    await later.until(isOver);
    expect(later.all('line')).toHaveLength(5_000);
    expect(later.all('line')[0]?.line).toMatchObject({ number: 95_002, skipped: 95_001 });
  });

  it('of long lines is cut to what can be shown', async () => {
    const { simulator } = await simulate({
      'app.js': `for (let n = 0; n < 1000; n += 1) console.log('x'.repeat(100000), 'y'); console.log('over');`,
    });
    const page = await Page.open(simulator);
    await page.until(isOver);
    expect(page.all('line').every(({ line }) => line.texts.join('').length <= 20_001)).toBe(true);
    const later = await Page.open(simulator, simulator.newUrl());
    await later.until(isOver);
    expect(later.lines.join('').length).toBeLessThanOrEqual(8 * 2 ** 20);
  });

  it('of calls keeps the newest 10,000, tells the ending of each, and counts the others', async () => {
    const { simulator } = await simulate({
      'app.js': `let left = 12000;
const next = () => { for (let n = 0; n < 200 && left > 0; n += 1, left -= 1) wx.request({ url: 'https://other.example.test/' });
  if (left > 0) setTimeout(next, 0); else console.log('over'); };
next();`,
    });
    const page = await Page.open(simulator);
    await page.until(() => page.last('program')?.program.dropped === 2_000);
    const rows = new Map(page.all('call').map(({ row }) => [row.id, row.state]));
    expect([rows.size, ...new Set(rows.values())]).toEqual([12_000, 'settled']);
    const later = await Page.open(simulator, simulator.newUrl());
    await later.until(({ lines }) => lines.includes('over'));
    await later.until(() => later.number >= page.number);
    expect(new Set(later.all('call').map(({ row }) => row.id)).size).toBe(10_000);
    expect((await later.get('/api/calls/1/1')).status).toBe(404);
    expect((await later.get('/api/calls/1/12000')).status).toBe(200);
    const har = (await (await later.get('/api/har')).json()) as Har;
    expect(har.log.entries).toHaveLength(10_000);
    expect(har.log.comment).toBe('2000 earlier calls are not in this file.');
  });

  it('does not pile up for a page that reads nothing, which gets all of it when it comes back', async () => {
    const { simulator } = await simulate({
      'app.js': `wx.onNetworkStatusChange(() => {
  for (let n = 0; n < 3000; n += 1) console.log(n + 'x'.repeat(2000)); console.log('over'); });`,
    });
    const [page, deaf] = [await Page.open(simulator), await deafPage(simulator)];
    const { batches, welcome } = page;
    await page.until(() => page.last('program')?.program.state === 'running');
    await page.send('POST', '/api/device', { connection: '3g' });
    await page.until(isOver);
    // What the system buffers for the deaf one is all that was sent to it.
    expect(batches.length).toBeGreaterThan(1);
    deaf.resume();
    deaf.destroy();
    const had = batches[0]?.number ?? 0;
    const back = new Page(page.address, page.cookie, page.key);
    await back.watch(`?simulator=${welcome?.simulator}&after=${had}`);
    await back.until(isOver);
    expect(back.welcome?.replayed).toBe(true);
    expect(back.lines).toHaveLength(3_001);
  });
});

describe('A connection', () => {
  it('that sends nothing is one of a bounded number', async () => {
    const { simulator } = await simulate({ 'app.js': '' });
    const page = await Page.open(simulator);
    const port = Number(new URL(page.address).port);
    const silent = Array.from({ length: 200 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    onTestFinished(() => silent.forEach((socket) => socket.destroy()));
    const ends = silent.map((socket) => once(socket, 'close'));
    await Promise.any(ends);
    silent.forEach((socket) => socket.destroy());
    await Promise.all(ends);
    expect((await page.get('/api/files')).status).toBe(200);
  });
});

/** A page that was let in and reads nothing after its handshake. */
async function deafPage(simulator: Simulator) {
  const page = await Page.open(simulator, simulator.newUrl());
  page.leave();
  const { host, port } = new URL(page.address);
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(
    [
      'GET /feed HTTP/1.1',
      `Host: ${host}`,
      `Origin: ${page.address}`,
      `Cookie: ${page.cookie}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Sec-WebSocket-Protocol: ${page.key}`,
      '',
      '',
    ].join('\r\n'),
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /);
  return socket.pause();
}
