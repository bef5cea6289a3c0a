import { afterAll, describe, expect, test } from 'vitest';
import { startSocketServer } from '../../../test/support/socket-server.ts';
import { insideAndOutside } from './support/inside-and-outside.ts';
import { live, reachSocket, socketLines, startSocketProgram } from './support/socket-program.ts';

const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

const server = await startSocketServer(
  (socket, message) => {
    if (message.url === '/greeting') {
      for (const text of ['one', 'two', 'three']) socket.send(text);
    } else if (message.url === '/leave') socket.close(4001, 'enough');
    else if (message.url === '/vanish') socket.terminate();
    else if (message.url === '/nul') socket.send('a\0b');
    else if (message.url === '/every-byte') socket.send(every);
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  },
  { ws: { handleProtocols: (offered) => [...offered].at(-1) ?? false } },
);
afterAll(() => server.close());
const linesOf = (source: string) => socketLines(server, source);

describe('a socket in the sandbox', () => {
  test('opens, echoes text, closes, and tells every step in order', async () => {
    expect(
      await linesOf(`
        const task = connect({ success: (res) => log('success', res.errMsg), complete: () => log('complete') });
        log(task.readyState, task.errMsg, typeof task.socketTaskId, task.CONNECTING, task.OPEN, task.CLOSING, task.CLOSED);
        task.onOpen(({ header, profile }) => {
          log('open', task.readyState, typeof header, typeof profile.cost);
          task.send({ data: 'grüße', success: (res) => log(res.errMsg), complete: () => log('sent') });
        });
        task.onMessage(({ data }) => {
          log('message', data);
          task.close({ code: 4000, reason: 'done', success: (res) => log(res.errMsg) });
          log(task.readyState);
        });
        task.onClose((res) => log('close', task.readyState, JSON.stringify(res)));
      `),
    ).toEqual([
      '0 connectSocket:ok string 0 1 2 3',
      'success connectSocket:ok',
      'complete',
      'open 1 object number',
      'sendSocketMessage:ok',
      'sent',
      'message grüße',
      '2',
      'closeSocket:ok',
      'close 3 {"code":4000,"reason":"done"}',
    ]);
  });

  test('sends the bytes that a view shows, as they are when it is sent', async () => {
    expect(
      await linesOf(`
        const task = connect();
        const all = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]);
        task.onOpen(() => {
          for (const data of [all.buffer, all.subarray(2, 4), new DataView(all.buffer, 6), new Uint16Array(all.buffer, 2, 1), new ArrayBuffer(0)])
            task.send({ data });
          all.fill(9);
        });
        let left = 5;
        task.onMessage(({ data }) => {
          log(data instanceof ArrayBuffer, bytesOf(data));
          if (--left === 0) task.close();
        });
      `),
    ).toEqual(['true 0,1,2,3,4,5,6,7', 'true 2,3', 'true 6,7', 'true 2,3', 'true ']);
  });

  test('gets bytes and U+0000 as they were sent', async () => {
    expect(
      await linesOf(`
        const text = wx.connectSocket({ url: url + 'nul' });
        text.onMessage(({ data }) => { log(JSON.stringify(data)); text.close(); });
        text.onClose(() => {
          const bytes = wx.connectSocket({ url: url + 'every-byte' });
          bytes.onMessage(({ data }) => {
            log(new Uint8Array(data).every((byte, n) => byte === n), data.byteLength);
            bytes.close();
          });
        });
      `),
    ).toEqual([String.raw`"a\u0000b"`, 'true 256']);
  });

  test('keeps five sockets apart, and refuses the sixth', async () => {
    expect(
      await linesOf(`
        let opened = 0;
        const tasks = [0, 1, 2, 3, 4].map((n) => {
          const task = connect();
          task.onOpen(() => { if (++opened === 5) tasks.forEach((each, m) => each.send({ data: 'to ' + m })); });
          task.onMessage(({ data }) => { log(n, data); task.close(); });
          return task;
        });
        const sixth = connect({ fail: (res) => log(res.errMsg, sixth.readyState, sixth.errMsg === res.errMsg) });
        sixth.onClose(() => log('never'));
      `).then((lines) => lines.toSorted()),
    ).toEqual([
      '0 to 0',
      '1 to 1',
      '2 to 2',
      '3 to 3',
      '4 to 4',
      'connectSocket:fail exceed max task count 3 true',
    ]);
  });

  test('is a call of the platform that `canIUse` knows, and no absent name', async () => {
    const started = await startSocketProgram(
      server,
      "log(wx.canIUse('connectSocket'), wx.canIUse('uploadFile'), wx.canIUse('SocketTask.send')); wx.connectSocket({ url: 'no url' });",
    );
    await started.program.idle();
    expect(started.lines).toEqual(['true true false']);
    expect(started.unsupported).toEqual([]);
  });

  test('lets the program be idle only when it is closed', async () => {
    const started = await startSocketProgram(server, "connect().onOpen(() => log('open'));");
    let idle = false;
    const done = started.program.idle().then(() => (idle = true));
    await started.printed(1);
    expect(idle).toBe(false);
    for (const socket of server.sockets) socket.close();
    await done;
  });
});

const table: readonly (readonly [name: string, source: string])[] = [
  [
    'a greeting',
    "const task = open('greeting'); task.onMessage(({ data }) => { say('message', data); if (data === 'three') task.close(); });",
  ],
  [
    'nothing after `close`',
    "const task = open('greeting'); task.onMessage(({ data }) => { say('message', data); task.close(); });",
  ],
  ['a server that leaves', "open('leave');"],
  ['a server that vanishes', "open('vanish');"],
  [
    'a closing while it connects',
    "const task = open(''); task.close({ code: 3000, reason: 'never mind', ...told('closing') }); say('state', task.readyState);",
  ],
  [
    'a message while it connects',
    "const task = open(''); task.send({ data: 'early', ...told('early') }); task.onOpen(() => task.close());",
  ],
  [
    'a message after the end',
    "const task = wx.connectSocket({ url: base + 'leave' }); task.onClose(() => task.send({ data: 'late', ...last('late') }));",
  ],
  [
    'closing twice',
    "const task = open(''); task.onOpen(() => { task.close(told('first')); task.close(told('second')); say('state', task.readyState); });",
  ],
  [
    'a wrong code, which closes nothing',
    "const task = open(''); task.onOpen(() => { task.close({ code: 7, ...told('wrong') }); task.send({ data: 'after' }); }); task.onMessage(({ data }) => { say('message', data, task.readyState); task.close({ reason: 'x'.repeat(200), ...told('long') }); task.close(); });",
  ],
  [
    'a sub-protocol',
    "const task = open('', { protocols: ['first', 'second'] }); task.onOpen(({ header }) => { say('protocol', header['Sec-WebSocket-Protocol'] ?? header['sec-websocket-protocol']); task.close(); });",
  ],
  ['an unlisted server', "wx.connectSocket({ url: 'wss://other.example.test/', ...last('connect') });"],
  ['no URL', "wx.connectSocket({ ...last('connect') });"],
  [
    'listeners that are taken off',
    "const task = open('greeting'); const one = () => say('one'); const two = () => say('two'); task.onMessage(one); task.onMessage(two); task.offMessage(one); task.onMessage('no function'); task.onMessage(({ data }) => { if (data === 'two') task.offMessage(); if (data === 'two') task.close(); });",
  ],
  ...[
    'undefined',
    'null',
    '5',
    'true',
    '{}',
    '[1]',
    'new Date(0)',
    '() => {}',
    "Symbol('s')",
    '7n',
    "new String('x')",
    "'\\ud800'",
    "'x'.repeat(17e6)",
    'new ArrayBuffer(17e6)',
  ].map((data): readonly [string, string] => [
    `a message that is ${data}`,
    `const task = open(''); task.onOpen(() => task.send({ data: ${data}, success: () => say('success'), fail: ({ errMsg, errno }) => say(errMsg, errno), complete: () => task.close() }));`,
  ]),
  ...[
    '5',
    "'text'",
    '{}',
    '[5]',
    '[undefined]',
    '[null]',
    '[Symbol()]',
    "['a', 'a']",
    "['sp ace']",
    "Array(65).fill('x')",
    "Array(2000).fill('x')",
    '() => {}',
    '[[]]',
    'null',
  ].map((protocols): readonly [string, string] => [
    `sub-protocols that are ${protocols}`,
    `const task = wx.connectSocket({ url: base, protocols: ${protocols}, fail: ({ errMsg, errno }) => { say(errMsg, errno); log('end'); } }); task.onOpen(() => task.close()); task.onClose(({ code }) => { say('close', code); log('end'); });`,
  ]),
  ...[
    'header: 5',
    "header: { 'X-A': 5 }",
    "header: { 'X A': '1' }",
    "timeout: 'soon'",
    'tcpNoDelay: 1',
    'perMessageDeflate: true',
    "perMessageDeflate: 'yes'",
    'url: 5',
  ].map((option): readonly [string, string] => [
    `the option ${option}`,
    `const task = wx.connectSocket({ url: base, ${option}, fail: ({ errMsg, errno }) => { say(errMsg, errno); log('end'); } }); task.onOpen(() => task.close()); task.onClose(({ code }) => { say('close', code); log('end'); });`,
  ]),
];

describe('a socket in the sandbox is like one outside', () => {
  test.each(table)('%s', async (_, source) => {
    const { inside, outside } = await insideAndOutside(
      reachSocket(server),
      `const base = '${live}/';
       const say = (...words) => log(...words);
       const told = (name) => ({ success: ({ errMsg }) => say(name, 'success', errMsg), fail: ({ errMsg, errno }) => say(name, 'fail', errMsg, errno) });
       const last = (name) => ({ ...told(name), complete: () => log('end') });
       const open = (path, more) => {
         const task = wx.connectSocket({ url: base + path, ...told('connect'), ...more });
         task.onOpen(() => say('open', task.readyState));
         task.onError(({ errMsg, errno }) => say('error', errMsg, errno));
         task.onClose(({ code, reason }) => { say('close', code, reason, task.readyState); setTimeout(() => log('end'), 0); });
         return task;
       };
       ${source}`,
    );
    expect(inside).toEqual(outside);
    expect(outside.length).toBeGreaterThan(0);
  });
});
