import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TestIo } from '../../packages/cli/test/test-io.ts';
import { main } from '../../packages/cli/src/program.ts';
import { authority, serve } from '../support/servers.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { publicPlatform } from './support/public-platform.ts';

const code = `
for (const name of ['api', 'other']) {
  wx.request({
    url: 'https://' + name + '.example.test/',
    complete: ({ data, errMsg }) => console.log(name + ' ' + (data || errMsg)),
  });
}`;

/** A mini program in a folder, its two servers, and a platform that has its policy. */
async function developer() {
  const here = await publicPlatform();
  const server = await serve((_request, response) => void response.end('hello'), {
    names: ['api.example.test', 'other.example.test'],
  });
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'hello'));
  writeFileSync(join(folder, 'hello', 'app.json'), '{}');
  writeFileSync(join(folder, 'hello', 'app.js'), code);
  writeFileSync(join(folder, 'ca.pem'), authority.pem);
  const names = Object.entries({ ...here.front.resolve, ...server.resolve });
  const run = async (more: readonly string[] = []) => {
    const io = new TestIo(folder);
    io.env['XDG_CONFIG_HOME'] = folder;
    const words = ['run', 'hello', '--app', here.program.appId, '--platform', here.issuer, '--ca', 'ca.pem'];
    const found = names.flatMap(([name, place]) => ['--resolve', `${name}=${place}`]);
    const exit = await main([...words, ...found, '--allow-address', '127.0.0.0/8', '--json', ...more], io);
    const told = exit === 2 ? [] : io.json;
    const textsOf = (wanted: string) =>
      told
        .flatMap(({ type, text, message }) => (type === wanted ? [String(text ?? message)] : []))
        .toSorted();
    return { exit, err: io.err, said: textsOf('console'), warnings: textsOf('warning') };
  };
  return { ...here, server, run, forget: () => rmSync(join(folder, 'minigate'), { recursive: true }) };
}

const refusal = 'request:fail url not in domain list';

describe('minigate run --app --platform', { timeout: 60_000 }, () => {
  it('runs a program by the policy of a real platform, and applies a change at the next start', async () => {
    const { allow, run, thumbprint } = await developer();
    const before = await run();
    expect([before.exit, before.said]).toEqual([1, [`api ${refusal}`, `other ${refusal}`]]);
    expect(before.warnings).toEqual([
      expect.stringContaining(`its key ${thumbprint} is trusted from now on`),
    ]);

    await allow('https://api.example.test');
    const after = await run();
    expect([after.exit, after.said, after.warnings]).toEqual([1, ['api hello', `other ${refusal}`], []]);

    await allow('https://api.example.test', 'https://other.example.test');
    const both = await run();
    expect([both.exit, both.said]).toEqual([0, ['api hello', 'other hello']]);

    await allow('https://other.example.test');
    expect((await run()).said).toEqual([`api ${refusal}`, 'other hello']);
  });

  it('goes by the last policy while the platform cannot be reached, and says so', async () => {
    const { allow, front, run } = await developer();
    await allow('https://api.example.test');
    await run();
    await front.close();
    const { exit, said, warnings } = await run();
    expect([exit, said]).toEqual([1, ['api hello', `other ${refusal}`]]);
    expect(warnings).toEqual([expect.stringContaining('The policy may be out of date: version 2 of')]);
  });

  it('runs nothing without a policy', async () => {
    const { allow, forget, front, run, server, thumbprint } = await developer();
    await allow('https://api.example.test');
    await run();
    await front.close();
    forget();
    const reached = server.requests.length;
    for (const pinned of [[], ['--platform-key', thumbprint]]) {
      const { exit, err } = await run(pinned);
      expect([exit, err]).toEqual([2, expect.stringContaining('PLATFORM_UNREACHABLE')]);
    }
    expect(server.requests.length).toBe(reached);
  });

  it('runs nothing by a policy that another key has signed', async () => {
    const { allow, run, server } = await developer();
    await allow('https://api.example.test');
    const { exit, err } = await run(['--platform-key', 'A'.repeat(43)]);
    expect([exit, err]).toEqual([2, expect.stringContaining('There is no policy of')]);
    expect(server.requests).toEqual([]);
  });

  it('grants an archived program nothing', async () => {
    const { allow, program, run, server } = await developer();
    await allow('https://api.example.test');
    expect((await program.owner.call('POST', `${program.path}/archive`)).status).toBe(200);
    expect((await run()).said).toEqual([`api ${refusal}`, `other ${refusal}`]);
    expect(server.requests).toEqual([]);
  });
});
