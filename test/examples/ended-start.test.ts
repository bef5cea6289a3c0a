import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temp-folder.ts';

const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

it('npm start that is told to end by SIGTERM ends the program and leaves no folder in the temp folder', async () => {
  const temp = temporaryFolder();
  const child = spawn(process.execPath, [script, 'slow-request', '--json'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (text.includes('"type":"start"')) child.kill('SIGTERM');
  });
  await once(child, 'close');
  expect(stdout).toContain('"ended":"interrupt"');
  expect(readdirSync(temp)).toEqual([]);
}, 120_000);
