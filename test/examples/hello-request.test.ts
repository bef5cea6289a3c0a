import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const start = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

it('runs the bundled mini program against the bundled server, and every call ends as it says', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [start]);
  expect(stdout).toContain('1. A JSON answer arrives as an object: Hello from the server');
  expect(stdout).toContain('2. Status 404 is a success too');
  expect(stdout).toContain('3. An answer in GBK is converted: 你好，小程序');
  expect(stdout).toContain('4. A byte order mark is removed before the JSON is read: marked is true');
  expect(stdout).toMatch(/5\. A download with status 200 lies in wxfile:\/\/tmp\//);
  expect(stdout).toMatch(/6\. A port that is not in the list is refused.*request:fail/);
  expect(stdout).toMatch(/7\. A redirect that leaves the list is refused.*request:fail/);
  expect(stderr).toContain('Calls 6 and 7 were refused on purpose');
}, 120_000);
