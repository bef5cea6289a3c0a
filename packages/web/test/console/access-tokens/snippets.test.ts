// @vitest-environment node
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, startPlatform } from '@minigate/platform';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  doors,
  tools,
  writeSnippet,
  writeUse,
} from '../../../src/console/programs/settings/access-tokens/snippets.ts';

const email = 'ann@example.test';
const password = 'four words that differ';

/** A real platform with a mini program, its address and the AppSecret. */
async function platformWithProgram() {
  const folder = await mkdtemp(join(tmpdir(), 'minigate-web-'));
  const read = readSettings({
    MINIGATE_PORT: '0',
    MINIGATE_DATA: folder,
    MINIGATE_OPERATOR_EMAIL: email,
    MINIGATE_OPERATOR_PASSWORD: password,
    MINIGATE_LOG: 'silent',
  });
  if (!read.ok) throw new Error(read.faults.join(' '));
  const running = await startPlatform(read.settings, {});
  onTestFinished(async () => {
    await running.close();
    await rm(folder, { recursive: true });
  });
  const platform = new URL(running.address).origin;
  let cookie = '';
  const post = async (path: string, body: unknown): Promise<Record<string, string>> => {
    const answer = await fetch(platform + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: platform, cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    cookie ||= answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return (await answer.json()) as Record<string, string>;
  };
  await post('/console/v1/session', { email, password });
  const { teamId } = await post('/console/v1/teams', { name: 'Weather' });
  const { appId = '' } = await post(`/console/v1/teams/${teamId}/mini-programs`, { name: 'Weather' });
  const { appSecret = '' } = await post(`/console/v1/mini-programs/${appId}/app-secret/reset`, {});
  return { platform, appId, appSecret };
}

/** Runs a program with a text as its input. @returns what it wrote */
async function run(command: string, args: readonly string[], input: string, env: Record<string, string>) {
  const child = spawn(command, args, { env: { PATH: process.env['PATH'] ?? '', ...env } });
  child.stdin.end(input);
  const written: string[] = [];
  child.stdout.on('data', (bytes) => written.push(String(bytes)));
  child.stderr.on('data', (bytes) => written.push(String(bytes)));
  await new Promise((resolve) => child.on('close', resolve));
  return written.join('');
}

const runners = {
  curl: ['sh', ['-s']],
  node: [process.execPath, ['--input-type=module', '-']],
  python: ['python3', ['-']],
} as const;

describe('the lines that the console shows', () => {
  it('get an access token from a real platform, by every door and with every tool', async () => {
    const { appSecret, ...subject } = await platformWithProgram();
    const tokens = new Set<string>();
    for (const door of doors) {
      for (const tool of tools) {
        const code = writeSnippet(door, tool, subject);
        expect(code).not.toContain(appSecret);
        const [command, args] = runners[tool];
        const written = await run(command, args, code, { APP_SECRET: appSecret });
        tokens.add(
          /access_token['"]?:\s*['"]([^'"]+)['"]/.exec(written)?.[1] ?? `${door}, ${tool}: ${written}`,
        );
      }
    }
    const [token = '', ...others] = tokens;
    expect(others).toEqual([]);
    const answer = await run('sh', ['-s'], writeUse(subject), { ACCESS_TOKEN: token });
    expect(JSON.parse(answer)).toEqual({ version: 1 });
  });

  it('take an address for one word of the shell, whatever stands in it', () => {
    const code = writeSnippet('own', 'curl', { platform: "https://x'$(id)`id`", appId: 'mp1' });
    expect(code.split('\n')[0]).toContain(String.raw`'https://x'\''$(id)` + '`id`/open-api');
  });
});
