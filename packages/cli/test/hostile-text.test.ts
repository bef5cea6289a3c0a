import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectHarmless, hostile } from '../../../test/cli/hostile.ts';
import { writeFiles } from '../../../test/cli/minigate.ts';
import { main } from '../src/program.ts';
import { TestIo } from './test-io.ts';

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'minigate-hostile-'));
  writeFiles(home, {
    'hello/app.json': '{}',
    'hello/app.js': '',
    'pages/app.json': JSON.stringify({ pages: [`MARK${hostile}`] }),
    'pages/app.js': '',
    'json/app.json': `MARK${hostile}`,
    'syntax/app.json': '{}',
    'syntax/app.js': `let MARK = "${hostile}`,
    'policy.json': JSON.stringify({
      appId: `MARK${hostile}`,
      version: 1,
      serverDomains: [`https://MARK${hostile}`],
    }),
    'no-policy.json': `MARK${hostile}`,
    'field/minigate.json': JSON.stringify({ [`MARK${hostile}`]: 1 }),
    'defaults/minigate.json': JSON.stringify({ domain: [`MARK${hostile}`] }),
  });
});

afterAll(() => rmSync(home, { recursive: true }));

async function run(args: readonly string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  const io = new TestIo(cwd);
  await main(args, io);
  return { stdout: io.rawOut, stderr: io.err };
}

describe('cannot drive the terminal or a CI log:', () => {
  it.each([
    ['a page of app.json', ['run', 'pages'], /MARK/],
    ['a broken app.json', ['run', 'json'], /MARK/],
    ['a broken app.js', ['run', 'syntax'], /SyntaxError/],
    ['an entry of a policy document', ['run', 'hello', '--policy', 'policy.json'], /MARK/i],
    ['a policy document that is not JSON', ['run', 'hello', '--policy', 'no-policy.json'], /MARK/],
    ['a program', ['run', `MARK${hostile}`], /MARK/],
    ['a flag', ['run', 'hello', `--MARK${hostile}`], /MARK/],
    ['a command', [`MARK${hostile}`], /MARK/],
    ['--domain', ['run', 'hello', '--domain', `MARK${hostile}`], /MARK/],
    ['--policy', ['run', 'hello', '--policy', `MARK${hostile}`], /MARK/],
    ['--ca', ['run', 'hello', '--ca', `MARK${hostile}`], /MARK/],
    ['--resolve', ['run', 'hello', '--resolve', `MARK${hostile}`], /MARK/],
    ['--allow-address', ['run', 'hello', '--allow-address', `MARK${hostile}`], /MARK/],
    ['--at', ['run', 'hello', '--at', `MARK${hostile}`], /MARK/],
    ['--for', ['run', 'hello', '--for', `MARK${hostile}`], /MARK/],
    ['--har', ['run', 'hello', '--har', `no/MARK${hostile}`], /MARK/],
    ['check', ['check', `MARK${hostile}`, '--domain', 'https://api.example.com'], /MARK/],
    ['doctor', ['doctor', `MARK${hostile}`], /MARK/],
    ['doctor --json', ['doctor', `MARK${hostile}`, '--json'], /MARK/],
    ['doctor --timeout', ['doctor', 'x', '--timeout', `MARK${hostile}`], /MARK/],
    ['check --api', ['check', 'x', '--api', `MARK${hostile}`], /MARK/],
  ])('%s', async (_, args, mark) => {
    expectHarmless(await run(args, home), mark);
  });

  it.each(['field', 'defaults'])('minigate.json of the folder "%s"', async (folder) => {
    expectHarmless(await run(['run', '../hello'], join(home, folder)), /MARK/);
  });
});
