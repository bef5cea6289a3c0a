import { describe, expect, it } from 'vitest';
import { start } from './start.ts';

const server = 'https://hello.minigate.test';

describe('npm start -- hello-request', () => {
  it('runs the example against the bundled server: each call is printed with how it ended', async () => {
    const { code, stdout, stderr } = await start('hello-request');
    const lines = stdout.replaceAll(/ +[\d.]+ m?s\b/g, ' N ms').split('\n');
    const calls = lines.filter((line) => /^ {2}[✓✗!–]/u.test(line));
    expect(calls).toEqual([
      `  ✓ 200     GET N ms     36 B  ${server}/hello`,
      `  ✓ 404     GET N ms     24 B  ${server}/missing`,
      `  ✓ 200     GET N ms     12 B  ${server}/gbk  read as GBK`,
      `  ✓ 200     GET N ms     18 B  ${server}/bom  byte order mark removed`,
      `  ✓ 200     download N ms    66 kB  ${server}/file`,
      `  ✗ refused GET                        ${server}:443/hello`,
      `  ✗ refused GET N ms           ${server}/redirect`,
    ]);
    const said = lines.filter((line) => line.startsWith('  │')).map((line) => line.slice(12));
    expect(said).toEqual([
      `Hello. This program may talk to one server: ${server}`,
      '1. A JSON answer arrives as an object: Hello from the server',
      '2. Status 404 is a success too: the program judges the status itself',
      '3. An answer in GBK is converted: 你好，小程序',
      '4. A byte order mark is removed before the JSON is read: marked is true',
      expect.stringMatching(/^5\. A download with status 200 lies in wxfile:\/\/tmp\/\w+$/),
      '6. A port that is not in the list is refused, even the default one: request:fail url not in domain list',
      '7. A redirect that leaves the list is refused: request:fail url not in domain list',
    ]);
    expect(stdout).toMatch(
      / {4}rule 3 {2}The URL writes a port.*\n.*\n {4}nearest https:\/\/hello\.minigate\.test\n/,
    );
    expect(stdout).toMatch(/ {4}to {6}https:\/\/elsewhere\.minigate\.test\/\n {4}rule 1 {2}/);
    expect(stdout).toContain('  7 calls · 5 succeeded · 2 refused · 66 kB · ');
    expect(stderr).toContain('Calls 6 and 7 were refused on purpose');
    expect(code).toBe(0);
  }, 120_000);

  it('gives further flags to minigate run', async () => {
    const { code, stdout } = await start('hello-request', '--json');
    const types = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line).type);
    expect(types.filter((type) => type === 'call')).toHaveLength(7);
    expect(types.at(-1)).toBe('summary');
    expect(code).toBe(0);
  }, 120_000);

  it('says so when there is no such example', async () => {
    expect(await start('nowhere')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no mini program examples/nowhere.\n',
    });
  });
});
