import { createServer } from 'node:net';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/temp-folder.ts';
import { Minigate, minigate } from './minigate.ts';

/** A served platform; it is told to end after the test, if the test has not done so. */
async function serve(folder: string) {
  const command = new Minigate(['serve', '--port', '0'], folder);
  onTestFinished(async () => {
    command.kill('SIGTERM');
    await command.ended;
  });
  const shown = await command.said('openapi.json').then(() => command.shown);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(shown)?.[0] ?? '';
  return { command, url };
}

describe('minigate serve', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'serves a platform until %s, and ends with exit 0',
    async (signal) => {
      const { command, url } = await serve(temporaryFolder());
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      command.kill(signal);
      expect(await command.ended).toMatchObject({ code: 0, signal: null });
    },
  );

  it('keeps its database and its key where only their owner can read them', async () => {
    const folder = temporaryFolder();
    await serve(folder);
    const data = join(folder, 'minigate-data');
    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const name of ['minigate.db', 'server.key']) {
      expect([name, statSync(join(data, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
  });

  it('says which port is taken, and what to do', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void holder.close());
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as { port: number };
    const ended = await minigate(['serve', '--port', String(port)], temporaryFolder());
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(
      `The platform cannot start: port ${port} of 127.0.0.1 is taken by another program. End that one, or name another port with --port.`,
    );
  });

  it('says what is wrong with a setting, without a stack trace', async () => {
    const ended = await minigate(['serve', '--port', 'many'], temporaryFolder());
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('MINIGATE_PORT is not a number.');
    expect(ended.stderr).not.toMatch(/\bat .*:\d+:\d+/);
  });
});

describe('minigate backup', () => {
  it('copies the database of a platform that serves, readable by its owner alone', async () => {
    const folder = temporaryFolder();
    await serve(folder);
    expect(await minigate(['backup', 'copy.db'], folder)).toMatchObject({ code: 0, stderr: '' });
    expect(statSync(join(folder, 'copy.db')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['copy.db', 'minigate-data']);
  });

  it('writes over nothing', async () => {
    const folder = temporaryFolder();
    await serve(folder);
    await minigate(['backup', 'copy.db'], folder);
    const again = await minigate(['backup', 'copy.db'], folder);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('"copy.db" exists already. Name a file that does not.');
  });

  it('says that there is no database', async () => {
    const ended = await minigate(['backup', 'copy.db', '--data', 'nowhere'], temporaryFolder());
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('There is no database of a platform in');
  });
});
