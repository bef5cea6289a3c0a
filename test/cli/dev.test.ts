import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { authority, serve } from '../support/servers.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { Page } from '../../packages/runtime/test/simulator/support/simulated.ts';
import { Minigate, minigate, writeFiles } from './minigate.ts';

const hello = `wx.request({ url: 'https://api.example.test/', complete: ({ data, errMsg }) => console.log(data || errMsg) });`;

/** A folder with a program, and where certificates and settings lie beside it. */
function projectFolder(files: Record<string, string> = {}): string {
  const folder = temporaryFolder();
  writeFiles(folder, { 'hello/app.json': '{}', 'hello/app.js': hello, 'ca.pem': authority.pem, ...files });
  return folder;
}

/** A simulator that runs; it is told to end after the test, if the test has not done so. */
async function dev(folder: string, words: readonly string[], input: 'ended' | 'open' = 'ended') {
  const command = new Minigate(['dev', 'hello', ...words], folder, { input });
  onTestFinished(async () => {
    command.kill('SIGTERM');
    await command.ended;
  });
  await command.said('Ctrl-C ends it');
  const url = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(command.shown)?.[0] ?? '';
  return { command, url, page: await Page.open({ address: new URL(url).origin, url }) };
}

describe('minigate dev', { timeout: 60_000 }, () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'serves the page of a program until %s, and ends with exit 0',
    async (signal) => {
      const { command, page } = await dev(projectFolder(), []);
      const answer = await page.get('/');
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<div id="page">')]);
      await page.until(({ lines }) => lines.includes('request:fail url not in domain list'));
      command.kill(signal);
      expect(await command.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    },
  );

  it('runs the program by the flags of minigate run', async () => {
    const server = await serve((_request, response) => void response.end('hello'));
    const found = Object.entries(server.resolve).flatMap(([name, place]) => [
      '--resolve',
      `${name}=${place}`,
    ]);
    const words = [
      '--domain',
      'https://api.example.test',
      '--ca',
      'ca.pem',
      '--allow-address',
      '127.0.0.0/8',
      ...found,
    ];
    const { page } = await dev(projectFolder(), words);
    await page.until(({ lines }) => lines.includes('hello'));
    expect(page.last('program')?.program).toMatchObject({ name: 'hello', policyOrigin: '--domain' });
  });

  it('takes its defaults from minigate.json', async () => {
    const config = { domain: ['https://other.example.test'], debugging: true, har: 'out.har', for: '1s' };
    const { page } = await dev(projectFolder({ 'minigate.json': JSON.stringify(config) }), []);
    await page.until(() => page.last('program'));
    expect(page.last('program')?.program.policy?.serverDomains).toEqual(['https://other.example.test']);
    expect(page.last('device')?.device.debugging).toBe(true);
  });

  it('prints another address when Enter is pressed, for another browser', async () => {
    const { command, url } = await dev(projectFolder(), [], 'open');
    command.pressEnter();
    const another = () => [...command.shown.matchAll(/http:\/\/\S+#token=\S+/g)].map(([found]) => found)[1];
    while (another() === undefined) await command.saidMore();
    expect(another()).not.toBe(url);
    const page = await Page.open({ address: new URL(url).origin, url: another() ?? '' });
    await page.until(() => page.last('program'));
  });

  it('says nothing of who is let in', async () => {
    const { command, page, url } = await dev(projectFolder(), []);
    await page.get('/api/files');
    command.kill('SIGINT');
    const { stdout, stderr } = await command.ended;
    const token = /#token=(.*)$/.exec(url)?.[1] ?? '';
    expect(stdout.split(token)).toHaveLength(2);
    expect(stdout + stderr).not.toContain(page.cookie.split('=')[1]);
  });

  it('starts with a program that is broken, and shows why', async () => {
    const { page } = await dev(projectFolder({ 'hello/app.js': 'const = 1;' }), []);
    await page.until(() => page.all('line').some(({ line }) => /app\.js/.test(JSON.stringify(line))));
    expect(page.last('line')?.line.level).toBe('error');
  });

  it('says which port is taken, and what to do', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void holder.close());
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as { port: number };
    const { code, stderr } = await minigate(['dev', 'hello', '--port', String(port)], projectFolder());
    expect(code).toBe(2);
    expect(stderr).toContain(
      `Port ${port} is taken by another program. End that one, or name another port with --port.`,
    );
  });

  it('leaves changes of the files alone with --no-watch, until the page asks', async () => {
    const folder = projectFolder();
    const { page } = await dev(folder, ['--no-watch']);
    await page.until(({ lines }) => lines.length > 0);
    writeFileSync(join(folder, 'hello', 'app.js'), `console.log('changed');`);
    await page.send('POST', '/api/restart', {});
    await page.until(({ lines }) => lines.includes('changed'));
    expect(page.last('program')?.program.run).toBe(2);
  });
});
