import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { Page } from '../../packages/runtime/test/simulator/support/simulated.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { start } from './start.ts';

const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

interface Demo {
  readonly child: ChildProcess;
  readonly shown: string;
  readonly platform: string;
  readonly password: string;
  readonly page: Page;
}

/** `npm start` with the data in a folder, up to the addresses that it prints. */
async function startDemo(data: string): Promise<Demo> {
  const words = ['--data', data, '--platform-port', '0', '--simulator-port', '0'];
  const child = spawn(process.execPath, [script, ...words], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'close');
  });
  let shown = '';
  child.stdout.setEncoding('utf8');
  for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
    shown += String(text);
    if (shown.includes('Ctrl-C ends everything')) break;
  }
  const url = /http:\S+#token=\S+/.exec(shown)?.[0] ?? '';
  const platform = /(http:\S+)\/console/.exec(shown)?.[1] ?? '';
  const password = /the password (\S+)/.exec(shown)?.[1] ?? '';
  return { child, shown, platform, password, page: await Page.open({ address: new URL(url).origin, url }) };
}

async function consoleCall({ platform, password }: Demo) {
  const ask = async (method: string, path: string, body?: unknown, token = ''): Promise<unknown> => {
    const answer = await fetch(platform + path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token !== '' && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status < 300)]);
    return answer.json();
  };
  const session = { email: 'demo@example.test', password, as: 'token' };
  const { token } = (await ask('POST', '/console/v1/session', session)) as { token: string };
  return (method: string, path: string, body?: unknown) => ask(method, path, body, token);
}

/** How each call of the demo ended, by its path. */
function endings(page: Page): Map<string, string> {
  return new Map(
    page
      .all('call')
      .filter(({ row }) => row.state === 'settled')
      .map(({ row }) => {
        const path = row.url.replace('https://hello.minigate.test', '').replace(/\?.*/, '');
        return [path, row.refused ? 'refused' : String(row.outcome === 'success' ? row.status : row.code)];
      }),
  );
}

it('npm start runs a demo: allowed, refused, redirected, GBK, slow and interrupted calls, and a console', async () => {
  const data = temporaryFolder();
  const first = await startDemo(data);
  const { page } = first;
  await page.until(({ lines }) => lines.includes('That was all for now.'));
  expect(Object.fromEntries(endings(page))).toMatchObject({
    '/hello': '200',
    '/orders': '201',
    '/missing': '404',
    '/gzip': '200',
    '/gbk': '200',
    '/bom': '200',
    '/moved': '200',
    'https://other.minigate.test/prices': 'refused',
    ':9091/prices': 'refused',
    '/redirect': 'refused',
    '/broken': expect.stringMatching(/^[A-Z_]+$/),
    '/file': '200',
    '/upload': '201',
    'wss://hello.minigate.test/echo': '101',
    '/wait': '200',
  });
  expect(page.lines.some((line) => line.includes('你好，小程序'))).toBe(true);
  expect(page.all('call').some(({ row }) => row.state === 'waiting')).toBe(true);
  const { program } = page.last('program') ?? {};
  expect(program).toMatchObject({ state: 'running', consoleUrl: `${first.platform}/console` });

  const call = await consoleCall(first);
  const check = { domain: 'https://hello.minigate.test', api: 'request' };
  const checked = await call('POST', `/console/v1/mini-programs/${program?.appId}/domain-check`, check);
  expect(checked).toMatchObject({ diagnosis: { failures: [] } });
  const path = `/console/v1/mini-programs/${program?.appId}/server-domains`;
  const { version } = (await call('GET', path)) as { version: number };
  const serverDomains = ['https://hello.minigate.test', 'https://hello.minigate.test:9091'];
  await call('PUT', path, { version, serverDomains });
  const inForce = () => page.last('program')?.program.policy?.serverDomains;
  await page.until(
    () => Array.isArray(inForce()) && JSON.stringify(inForce()) === JSON.stringify(serverDomains),
  );
  expect(page.last('program')?.program.run).toBe(1);
  first.child.kill('SIGINT');
  expect(await once(first.child, 'close')).toEqual([0, null]);

  const second = await startDemo(data);
  expect(second.password).not.toBe(first.password);
  expect(second.shown).toContain('as you left it');
  await second.page.until(() => second.page.last('program')?.program.state === 'running');
  expect(second.page.last('program')?.program).toMatchObject({
    appId: program?.appId,
    policy: { serverDomains },
  });
  await consoleCall(second);
}, 300_000);

it('npm start leaves a demo that runs with the same data as it is, and says so', async () => {
  const data = temporaryFolder();
  const first = await startDemo(data);
  const { code, stderr } = await start('--data', data, '--platform-port', '0', '--simulator-port', '0');
  expect([code, stderr]).toEqual([
    2,
    `The demo runs already with the data in ${data}. Use that one, or end it with Ctrl-C; to have another one, name another folder with --data.\n`,
  ]);
  // Its password still holds.
  await consoleCall(first);
  first.child.kill('SIGKILL');
  await once(first.child, 'close');
  const after = await startDemo(data);
  await consoleCall(after);
}, 300_000);

it('npm start says what is wrong with a flag', async () => {
  const { code, stderr } = await start('--platform-port', 'many');
  expect([code, stderr]).toEqual([2, '--platform-port must be a port, or 0 for a free one.\n']);
  const unknown = await start('--nothing');
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("Unknown option '--nothing'")]);
});
