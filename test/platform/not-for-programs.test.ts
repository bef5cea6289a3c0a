import { expect, it } from 'vitest';
import { newProgram } from '../../packages/platform/test/support/programs.ts';
import { TestClock } from '../../packages/platform/test/support/test-clock.ts';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { Page } from '../../packages/runtime/test/simulator/support/simulated.ts';
import { Minigate, minigate, writeFiles } from '../cli/minigate.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** A program whose server is said to be where the platform of its policy listens. */
async function curious() {
  const platform = await startTestPlatform('sqlite', { clock: new TestClock(Date.now()) });
  const { appId, owner, path } = await newProgram(platform);
  const change = { version: 1, serverDomains: ['https://api.example.test'] };
  expect((await owner.call('PUT', `${path}/server-domains`, change)).status).toBe(200);
  const folder = temporaryFolder();
  const code = `wx.request({ url: 'https://api.example.test/', complete: () => console.log('over') });`;
  writeFiles(folder, { 'hello/app.json': '{}', 'hello/app.js': code });
  const { port } = new URL(platform.address);
  const leads = ['--resolve', `api.example.test=127.0.0.1:${port}`, '--allow-address', '127.0.0.0/8'];
  const words = ['hello', '--debugging', '--app', appId, '--platform', platform.publicUrl, ...leads];
  return { folder, words };
}

it('a program that minigate dev runs cannot reach the platform of its policy', async () => {
  const { folder, words } = await curious();
  const command = new Minigate(['dev', ...words], folder, { env: { XDG_CONFIG_HOME: folder } });
  try {
    await command.said('Ctrl-C ends it');
    const url = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(command.shown)?.[0] ?? '';
    const page = await Page.open({ address: new URL(url).origin, url });
    await page.until(({ lines }) => lines.includes('over'));
    await page.until(() => page.last('call')?.row.state === 'settled');
    expect(page.last('call')?.row.code).toBe('ADDRESS_REFUSED');
  } finally {
    command.kill('SIGTERM');
    await command.ended;
  }
}, 60_000);

it('nor one that minigate run runs', async () => {
  const { folder, words } = await curious();
  const { stdout } = await minigate(['run', ...words], folder, { XDG_CONFIG_HOME: folder });
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('where Minigate itself listens');
}, 60_000);
