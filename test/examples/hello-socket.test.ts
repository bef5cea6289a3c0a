import { expect, it } from 'vitest';
import { start } from './start.ts';

it('npm start -- hello-socket uploads a file and talks over a WebSocket', async () => {
  const { code, stdout } = await start('hello-socket');
  const lines = stdout.replaceAll(/ +[\d.]+ m?s\b/g, ' N ms').split('\n');
  expect(lines.filter((line) => /^ {2}[✓✗]/u.test(line))).toEqual([
    '  ✓ 200     download N ms    66 kB  https://hello.minigate.test/file',
    expect.stringMatching(/^ {2}✓ 201 {5}upload N ms .* https:\/\/hello\.minigate\.test\/upload$/),
    expect.stringMatching(/^ {2}✓ 101 {5}socket N ms .* wss:\/\/hello\.minigate\.test\/echo/),
  ]);
  const said = lines.filter((line) => line.startsWith('  │')).map((line) => line.slice(12));
  expect(said).toEqual([
    'This program uploads a file, and talks over a WebSocket.',
    '1. The whole file is sent',
    '2. The server has got: {"fields":{"album":"summer"},"files":[{"name":"photo","bytes":65536}]}',
    '3. The socket is open',
    '4. Text comes back as text: Hello',
    '5. Bytes come back as bytes: 1 2 3',
    '6. The socket is closed: 1000 that was all',
  ]);
  expect(code).toBe(0);
}, 120_000);
