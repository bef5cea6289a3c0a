import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { Page, simulate } from './support/simulated.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ownAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .map(({ address, family }) => (family === 'IPv6' ? `[${address.replace(/%.*/, '')}]` : address));

it('A program does not reach its simulator: by no address, by no name, in debugging mode neither', async () => {
  const names = { 'here.example.test': '127.0.0.1', 'local.example.test': '127.0.0.1' };
  const { simulator, folder } = await simulate(
    { 'app.js': '' },
    {
      debugging: true,
      allowAddresses: ['127.0.0.0/8', '0.0.0.0/0', '::/0'],
      resolve: names,
    },
  );
  const { port } = new URL(simulator.address);
  const hosts = [
    ...ownAddresses,
    '127.0.0.1',
    '127.1.2.3',
    'localhost',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    ...Object.keys(names),
  ];
  const calls = hosts.flatMap((host) => [
    `wx.request({ url: 'http://${host}:${port}/', complete: tell('${host}') });`,
    `wx.request({ url: 'https://${host}:${port}/', complete: tell('${host}') });`,
    `wx.downloadFile({ url: 'http://${host}:${port}/', complete: tell('${host}') });`,
    `wx.connectSocket({ url: 'ws://${host}:${port}/feed', fail: tell('${host}') }).onError(tell('${host}'));`,
  ]);
  const page = await Page.open(simulator);
  const code = `const tell = (host) => (answer) => console.log(host + ' ' + (answer.statusCode || 'nothing'));\n${calls.join('\n')}`;
  writeFileSync(join(folder, 'app.js'), code);
  await page.until(() => new Set(page.all('call').map(({ row }) => row.id)).size === calls.length);
  await page.until(() => {
    const rows = new Map(page.all('call').map(({ row }) => [row.id, row]));
    return [...rows.values()].every(({ state }) => state === 'settled');
  });
  const rows = new Map(page.all('call').map(({ row }) => [row.id, row]));
  for (const { url, outcome, status } of rows.values())
    expect([url, outcome, status]).toEqual([url, 'fail', undefined]);
  expect(page.lines.filter((line) => !line.endsWith(' nothing'))).toEqual([]);
  expect(page.lines).not.toEqual([]);
});
