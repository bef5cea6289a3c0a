import { expect, it } from 'vitest';
import { newProgram } from '../../packages/platform/test/support/programs.ts';
import { TestClock } from '../../packages/platform/test/support/test-clock.ts';
import { startTestPlatform } from '../../packages/platform/test/support/test-platform.ts';
import { Page } from '../../packages/runtime/test/simulator/support/simulated.ts';
import { Minigate, writeFiles } from '../cli/minigate.ts';
import { authority, serve } from '../support/servers.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const code = `const ask = () =>
  wx.request({ url: 'https://api.example.test/', complete: ({ data, errMsg }) => console.log(data || errMsg) });
wx.onNetworkStatusChange(ask);
ask();`;

it('minigate dev follows the policy of a platform while it runs, and knows its console', async () => {
  const platform = await startTestPlatform('sqlite', { clock: new TestClock(Date.now()) });
  const { appId, owner, path } = await newProgram(platform);
  const server = await serve((_request, response) => void response.end('hello'));
  const folder = temporaryFolder();
  writeFiles(folder, { 'hello/app.json': '{}', 'hello/app.js': code, 'ca.pem': authority.pem });
  const found = Object.entries(server.resolve).flatMap(([name, place]) => ['--resolve', `${name}=${place}`]);
  const reach = ['--ca', 'ca.pem', '--allow-address', '127.0.0.0/8', ...found];
  const words = ['dev', 'hello', '--app', appId, '--platform', platform.publicUrl, ...reach];
  const command = new Minigate(words, folder, { env: { XDG_CONFIG_HOME: folder } });
  try {
    await command.said('Ctrl-C ends it');
    const url = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(command.shown)?.[0] ?? '';
    const page = await Page.open({ address: new URL(url).origin, url });
    await page.until(({ lines }) => lines.includes('request:fail url not in domain list'));
    expect(page.last('program')?.program).toMatchObject({
      appId,
      policyOrigin: platform.publicUrl,
      consoleUrl: `${platform.publicUrl}/console`,
    });
    const change = { version: 1, serverDomains: ['https://api.example.test'] };
    expect((await owner.call('PUT', `${path}/server-domains`, change)).status).toBe(200);
    await page.until(() => (page.last('program')?.program.policy?.version ?? 0) > 1);
    await page.send('POST', '/api/device', { connection: '3g' });
    await page.until(({ lines }) => lines.includes('hello'));
    expect(page.last('program')?.program).toMatchObject({
      run: 1,
      policy: { serverDomains: ['https://api.example.test'] },
    });
  } finally {
    command.kill('SIGTERM');
    await command.ended;
  }
}, 60_000);
