import { expect, it } from 'vitest';
import { newProgram } from '../../packages/platform/test/support/programs.ts';
import { TestClock } from '../../packages/platform/test/support/test-clock.ts';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { Page } from '../../packages/runtime/test/simulator/support/simulated.ts';
import { Minigate, minigate, writeFiles } from '../cli/minigate.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** A program that asks the platform which it is of for a page, and the words that let it reach all of this machine. */
async function curious() {
  const platform = await startTestPlatform('sqlite', { clock: new TestClock(Date.now()) });
  const { appId } = await newProgram(platform);
  const { port } = new URL(platform.address);
  const folder = temporaryFolder();
  const hosts = ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'];
  const code = `for (const host of ${JSON.stringify(hosts)}) wx.request({
  url: 'http://' + host + ':${port}/',
  complete: ({ statusCode, errMsg }) => console.log('got ' + (statusCode || errMsg)),
});`;
  writeFiles(folder, { 'hello/app.json': '{}', 'hello/app.js': code });
  const words = ['hello', '--app', appId, '--platform', platform.publicUrl];
  const open = ['--debugging', '--allow-address', '127.0.0.0/8', '--allow-address', '::/0'];
  return { folder, words: [...words, ...open], expected: hosts.map(() => 'got request:fail url validate error') };
}

it('a program that minigate dev runs cannot reach the platform of its policy', async () => {
  const { folder, words, expected } = await curious();
  const command = new Minigate(['dev', ...words], folder, { env: { XDG_CONFIG_HOME: folder } });
  try {
    await command.said('Ctrl-C ends it');
    const url = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(command.shown)?.[0] ?? '';
    const page = await Page.open({ address: new URL(url).origin, url });
    const answers = () => page.lines.filter((line) => line.startsWith('got '));
    await page.until(() => answers().length === expected.length);
    expect(answers()).toEqual(expected);
  } finally {
    command.kill('SIGTERM');
    await command.ended;
  }
}, 60_000);

it('nor one that minigate run runs', async () => {
  const { folder, words, expected } = await curious();
  const { stdout } = await minigate(['run', ...words], folder, { env: { XDG_CONFIG_HOME: folder } });
  expect(stdout.match(/got .*/g)).toEqual(expected);
}, 60_000);
