import type { Har } from '@minigate/runtime';
import { describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../../../../test/support/servers.ts';
import { Page, simulate } from './support/simulated.ts';

describe('A program', () => {
  it('that is broken is shown with the reason, and runs when it is mended', async () => {
    const { simulator, folder } = await simulate({
      'app.json': '{ "pages": [',
      'app.js': `console.log('mended')`,
    });
    const page = await Page.open(simulator);
    await page.until(() => page.last('program')?.program.state === 'broken');
    expect(page.last('program')?.program.message).toMatch(/^app\.json is not JSON: /);
    expect(page.last('line')?.line).toMatchObject({ kind: 'simulator', level: 'error', run: 1 });
    writeFileSync(join(folder, 'app.json'), '{}');
    await page.until(({ lines }) => lines.includes('mended'));
    expect(page.last('program')?.program.state).toBe('running');
  });

  it('that throws tells where, and goes on', async () => {
    const { simulator } = await simulate({
      'app.js': `setTimeout(() => console.log('on'), 1);\nfunction broken() { throw new TypeError('no good'); }\nbroken();`,
    });
    const page = await Page.open(simulator);
    await page.until(({ lines }) => lines.includes('on'));
    const fault = page.all('line').find(({ line }) => line.kind === 'error')?.line;
    expect(fault).toMatchObject({ level: 'error', texts: ['TypeError: no good'], where: 'app.js' });
    expect(fault?.source).toMatch(/^app\.js:2:\d+$/);
    expect(fault?.stack).toContain('broken (app.js:2:');
  });

  it('that has no such name is told once', async () => {
    const { simulator } = await simulate({ 'app.js': `wx.openBluetoothAdapter({});` });
    const page = await Page.open(simulator);
    await page.until(() => page.all('line').some(({ line }) => line.kind === 'unsupported'));
    expect(page.last('line')?.line).toMatchObject({ level: 'warn', texts: ['openBluetoothAdapter'] });
  });

  it('that loops for ever is ended with a clear sentence, and the page is answered meanwhile', async () => {
    const { simulator } = await simulate(
      { 'app.js': `console.log('begun'); setTimeout(() => { for (;;); }, 0);` },
      { watchdog: { budget: 300, margin: 300, overruns: 1 } },
    );
    const page = await Page.open(simulator);
    expect((await page.get('/api/files')).status).toBe(200);
    await page.until(() => page.last('program')?.program.state === 'ended');
    expect(page.last('program')?.program.message).toMatch(/watchdog|ran|time/i);
    expect((await page.send('POST', '/api/restart', {})).status).toBe(200);
    await page.until(() => page.last('program')?.program.run === 2);
  });

  it('that allocates without end is ended with a clear sentence, and the page stays', async () => {
    const { simulator } = await simulate(
      { 'app.js': `const all = []; for (;;) all.push(new Array(1000).fill('x' + all.length));` },
      { memoryLimit: 16 * 2 ** 20 },
    );
    const page = await Page.open(simulator);
    await page.until(() => page.last('program')?.program.state === 'ended');
    expect(page.last('program')?.program.message).toMatch(/memory/i);
    expect((await page.get('/api/files')).status).toBe(200);
  });

  it('that gets bodies of 50 MB keeps a part of each, and says so', async () => {
    const size = 30 * 2 ** 20;
    const server = await serve(({ url }, response) => {
      response.end(Buffer.alloc(url === '/fits' ? size : 50 * 2 ** 20, 'a'));
    });
    const { simulator } = await simulate(
      {
        'app.js': `const url = 'https://api.example.test/';
wx.request({ url: url + 'fits', complete: ({ data }) => console.log(data.length) });
wx.request({ url: url + 'large' });
wx.downloadFile({ url: url + 'large' });`,
      },
      { tls: { ca: server.authority.pem }, resolve: server.resolve, allowAddresses: ['127.0.0.0/8'] },
    );
    const page = await Page.open(simulator);
    const settled = () => page.all('call').filter(({ row }) => row.state === 'settled');
    await page.until(() => new Set(settled().map(({ row }) => row.id)).size === 3 && page.lines.length === 1);
    expect(page.lines).toEqual([String(size)]);
    const rows = new Map(settled().map(({ row }) => [row.id, row]));
    expect([1, 2, 3].map((id) => rows.get(id)?.outcome)).toEqual(['success', 'fail', 'success']);
    const text = await (await page.get('/api/calls/1/1')).text();
    expect(text.length).toBeLessThan(2 * 2 ** 20);
    expect(JSON.parse(text)).toMatchObject({ run: 1, entry: { body: { length: size, cut: true } } });
  });
});

describe('A cold restart', () => {
  it('keeps the calls of before under their run', async () => {
    const { simulator } = await simulate({ 'app.js': `wx.request({ url: 'https://other.example.test/' });` });
    const page = await Page.open(simulator);
    const settled = (run: number) =>
      page.all('call').some((item) => item.run === run && item.row.state === 'settled');
    await page.until(() => settled(1));
    await page.send('POST', '/api/restart', {});
    await page.until(() => settled(2));
    for (const run of [1, 2]) {
      const answer = await page.get(`/api/calls/${run}/1`);
      expect(await answer.json()).toMatchObject({
        run,
        entry: { id: 1, url: 'https://other.example.test/' },
      });
    }
    const har = (await (await page.get('/api/har')).json()) as Har;
    expect(har.log.entries).toHaveLength(2);
  });

  it('happens once for many that are asked for together', async () => {
    const { simulator } = await simulate({ 'app.js': `console.log('begun')` });
    const page = await Page.open(simulator);
    await Promise.all(Array.from({ length: 20 }, () => page.send('POST', '/api/restart', {})));
    await page.until(() => page.last('program')?.program.state === 'running');
    expect(page.last('program')?.program.run).toBeLessThan(20);
  });
});

describe('Clearing', () => {
  it('forgets the calls and lines of before, for pages that come later too', async () => {
    const { simulator } = await simulate({
      'app.js': `wx.request({ url: 'https://other.example.test/' });
        wx.onNetworkStatusChange(() => { wx.request({ url: 'https://late.example.test/' }); console.log('late'); });
        console.log('early');`,
    });
    const page = await Page.open(simulator);
    await page.until(() => page.last('call')?.row.state === 'settled');
    await page.send('POST', '/api/clear', {});
    await page.until(() => page.last('cleared'));
    expect((await page.get('/api/calls/1/1')).status).toBe(404);
    await page.send('POST', '/api/device', { connection: '3g' });
    await page.until(({ lines }) => lines.includes('late'));
    const later = await Page.open(simulator, simulator.newUrl());
    await later.until(() => later.last('call')?.row.state === 'settled');
    expect(later.lines).toEqual(['late']);
    expect(later.last('line')?.line).not.toHaveProperty('skipped');
    expect(later.all('call').map(({ row }) => row.url)).toEqual(['https://late.example.test/']);
  });

  it('keeps the calls under way, and tells how they end', async () => {
    let arrived: (answer: () => void) => void = () => {};
    const asked = new Promise<() => void>((resolve) => {
      arrived = resolve;
    });
    const server = await serve((_request, response) => arrived(() => response.end('late')));
    const { simulator } = await simulate(
      { 'app.js': `wx.request({ url: 'https://api.example.test/slow' });` },
      { tls: { ca: server.authority.pem }, resolve: server.resolve, allowAddresses: ['127.0.0.0/8'] },
    );
    const page = await Page.open(simulator);
    await page.until(() => page.last('call')?.row.state === 'running');
    page.forget();
    await page.send('POST', '/api/clear', {});
    await page.until(() => page.last('call'));
    const kinds = page.batches.flatMap(({ items }) => items.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind === 'cleared' || kind === 'call')).toEqual(['cleared', 'call']);
    const later = await Page.open(simulator, simulator.newUrl());
    await later.until(() => later.last('call')?.row.state === 'running');
    expect((await page.get('/api/calls/1/1')).status).toBe(200);
    const answer = await asked;
    answer();
    await page.until(() => page.last('call')?.row.state === 'settled');
    await page.send('POST', '/api/clear', {});
    expect((await page.get('/api/calls/1/1')).status).toBe(404);
  });
});
