import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type SocketServer, startSocketServer } from '../../../test/support/socket-server.ts';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import type { RunOptions } from '../src/config.ts';
import { runProgram } from '../src/run/run-program.ts';
import { TestIo } from './test-io.ts';

const echo = await startSocketServer((socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
const closed = await startSocketServer(() => {}, {
  handshake: (_, stream) => stream.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
});
afterAll(() => Promise.all([echo.close(), closed.close()]));

async function run(source: string, { authority, resolve }: SocketServer, flags: RunOptions = {}) {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'hello'));
  await writeFile(join(folder, 'hello/app.json'), '{}');
  await writeFile(join(folder, 'hello/app.js'), source);
  await writeFile(join(folder, 'ca.pem'), authority.pem);
  const [[name, address] = []] = Object.entries(resolve);
  const reach: RunOptions = {
    domain: ['https://live.example.test'],
    ca: 'ca.pem',
    resolve: [`${name}=${address}`],
    allowAddress: ['127.0.0.0/8'],
  };
  const io = new TestIo(folder);
  return { code: await runProgram('hello', { ...reach, ...flags }, io), io, folder };
}

const talk = `const task = wx.connectSocket({ url: 'wss://live.example.test/talk' });
  task.onOpen(() => task.send({ data: 'hello' }));
  task.onMessage(() => task.close({ code: 4000, reason: 'done' }));`;

it('tells a socket in one line when it is closed, and ends when no socket is open', async () => {
  const { code, io } = await run(talk, echo);
  expect(io.out).toMatch(
    /^  ✓ 101     socket +[\d.]+ m?s +5 B  wss:\/\/live\.example\.test\/talk  1 out, 1 in, closed 4000 done$/m,
  );
  expect(io.out).toMatch(/^  1 call · 1 succeeded · 5 B/m);
  expect(code).toBe(0);
});

it('tells a socket that is still open at the end of the time', async () => {
  const { io } = await run(
    "wx.connectSocket({ url: 'wss://live.example.test/talk' }).onOpen(() => console.log('open'));",
    echo,
    {
      for: '1500ms',
    },
  );
  expect(io.out).toMatch(/wss:\/\/live\.example\.test\/talk  0 out, 0 in, closed 1006 interrupted$/m);
});

it('says which rule refused a socket, and what to do', async () => {
  const { code, io } = await run("wx.connectSocket({ url: 'wss://other.example.test/' });", echo);
  expect(io.out).toMatch(/^  ✗ refused socket +wss:\/\/other\.example\.test\/$/m);
  expect(io.out).toMatch(/^    rule 1 /m);
  expect(io.out).toMatch(/^    fix /m);
  expect(code).toBe(1);
});

it('says why a handshake failed', async () => {
  const { io } = await run("wx.connectSocket({ url: 'wss://live.example.test/' });", closed);
  expect(io.out).toMatch(/^  ✗ failed  socket .*wss:\/\/live\.example\.test\/$/m);
  expect(io.out).toMatch(/^    why .*403/m);
});

it('writes the same as JSON lines, and the messages into a HAR', async () => {
  const { io, folder } = await run(talk, echo, { json: true, har: 'calls.har' });
  const lines = io.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.find(({ type }) => type === 'call')).toMatchObject({
    api: 'connectSocket',
    url: 'wss://live.example.test/talk',
    outcome: 'success',
    status: 101,
    refused: false,
    bytes: 5,
    socket: {
      opened: true,
      sent: { messages: 1, bytes: 5 },
      received: { messages: 1, bytes: 5 },
      closeCode: 4000,
      closeReason: 'done',
    },
  });
  const har = JSON.parse(await readFile(join(folder, 'calls.har'), 'utf8')) as {
    log: { entries: unknown[] };
  };
  expect(har.log.entries).toMatchObject([
    {
      _resourceType: 'websocket',
      _webSocketMessages: [
        { type: 'send', data: 'hello' },
        { type: 'receive', data: 'hello' },
      ],
    },
  ]);
});
