import { binance } from '@minigate/policy';
import { afterAll, describe, expect, test } from 'vitest';
import { startSocketServer } from '../../../test/support/socket-server.ts';
import { hostBridge } from './support/host-bridge.ts';
import { live, reachSocket, startSocketProgram } from './support/socket-program.ts';

const server = await startSocketServer((socket, message) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  if (message.url === '/ticks') for (let n = 0; n < 100; n += 1) socket.send(String(n));
});
afterAll(() => server.close());

const profile = { ...binance, background: { ...binance.background, grace: 50 } };

describe('Rule 11: a socket of a program in the background', () => {
  test('is closed with 1006 `interrupted` when the program is suspended, which hears of it on its return, in order', async () => {
    const { program, printed } = await startSocketProgram(
      server,
      `const task = connect();
       wx.onAppHide(() => { log('hidden'); task.send({ data: 'x', fail: (res) => log(res.errMsg) }); });
       task.onOpen(() => log('open'));
       task.onMessage(({ data }) => log('never', data));
       task.onError(() => log('no error'));
       task.onClose(({ code, reason }) => log('close', code, reason, task.readyState));
       let first = true;
       wx.onAppShow(() => { if (!first) log('shown'); first = false; });`,
      { profile },
    );
    await printed(1);
    const suspended = new Promise<void>((resolve) => {
      program.network.on('lifecycle', ({ state }) => {
        if (state === 'suspended') resolve();
      });
    });
    program.enterBackground();
    await printed(3);
    await suspended;
    await program.idle();
    program.enterForeground();
    expect(await printed(5)).toEqual([
      'open',
      'hidden',
      'sendSocketMessage:fail interrupted',
      'close 1006 interrupted 3',
      'shown',
    ]);
  });

  test('gives on its return what came before, in order, and then the closing', async () => {
    const { program, printed } = await startSocketProgram(
      server,
      `const task = wx.connectSocket({ url: url + 'ticks' });
       const ticks = [];
       task.onMessage(({ data }) => {
         ticks.push(Number(data));
         if (ticks.length > 1) return;
         log('first');
         for (const end = Date.now() + 1000; Date.now() < end; );
       });
       task.onClose(({ code }) => log('close', code, ticks.length, ticks.every((tick, n) => tick === n)));`,
      { profile },
    );
    let arrived = 0;
    const all = new Promise<void>((resolve) => {
      program.network.on('socket', ({ kind }) => {
        if (kind === 'message' && ++arrived === 100) resolve();
      });
    });
    await printed(1);
    await all;
    // The program is inside its first message, and the others wait for it.
    const suspended = new Promise<void>((resolve) => {
      program.network.on('lifecycle', ({ state }) => {
        if (state === 'suspended') resolve();
      });
    });
    program.enterBackground();
    await suspended;
    await program.idle();
    program.enterForeground();
    expect(await printed(2)).toEqual(['first', 'close 1006 100 true']);
  });
});

describe('Rule 14: a program that ends', () => {
  test('hears of nothing, and its sockets are closed', async () => {
    const { program, printed, lines } = await startSocketProgram(
      server,
      "const task = connect(); task.onOpen(() => log('open')); task.onClose(() => log('never'));",
    );
    await printed(1);
    const gone = new Promise((resolve) => server.sockets.at(-1)?.on('close', resolve));
    await program.close();
    await gone;
    expect(lines).toEqual(['open']);
  });

  test('and one whose sandbox dies, too', async () => {
    const { program, printed, ended } = await startSocketProgram(
      server,
      `const task = connect(); task.onOpen(() => { log('open'); task.send({ data: 'die' }); });
       task.onMessage(() => { const all = []; for (;;) all.push(new Array(1000).fill(0)); });`,
    );
    await printed(1);
    const gone = new Promise((resolve) => server.sockets.at(-1)?.on('close', resolve));
    expect((await ended).reason).toBe('memory');
    await gone;
    await program.close();
  });
});

describe('a forged message about sockets', () => {
  const crash = 'crash: The program broke the protocol of the bridge.';

  test.each([
    ['a socket that never was', ['["verb",1,"sendSocketMessage",{"data":"x"},[],7]']],
    [
      'a socket with the number of a call',
      [
        `["call",1,"request",{"url":"https://api.example.test/"},[]]`,
        `["call",1,"connectSocket",{"url":"${live}/"},[]]`,
      ],
    ],
    [
      'two sockets with one number',
      [
        `["call",1,"connectSocket",{"url":"${live}/"},[]]`,
        `["call",1,"connectSocket",{"url":"${live}/"},[]]`,
      ],
    ],
    ['an unknown verb', [`["call",1,"connectSocket",{"url":"${live}/"},[]]`, '["verb",2,"onOpen",{},[],1]']],
  ])('ends the program: %s', (_, messages) => {
    const { say, faults } = hostBridge(reachSocket(server));
    for (const message of messages) say(message);
    expect(faults).toEqual([crash]);
  });

  test.each([
    ['a prototype among the options', '["call",1,"connectSocket",{"__proto__":{"url":"x"},"url":5},[]]'],
    [
      'an odd value in a prototype',
      '["call",1,"connectSocket",{"url":"x"},[[["__proto__","url"],"function"],[["constructor","prototype","x"],"NaN"]]]',
    ],
    [
      'odd values in what is a text',
      '["call",1,"connectSocket",{"url":"x","protocols":"y"},[[["protocols",0],"symbol"]]]',
    ],
    ['options that are no object', '["call",1,"connectSocket",7,[]]'],
    ['options that are a list', '["call",1,"connectSocket",[],[]]'],
  ])('does no more than fail: %s', async (_, message) => {
    const { say, delivered, faults } = hostBridge(reachSocket(server));
    say(message);
    expect((await delivered(1))[0]).toMatch(/^\["failure",1,\{"errMsg":"/);
    expect(faults).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('url' in {}).toBe(false);
  });
});

test('a program that replaces what the language gives cannot reach into a socket', async () => {
  const { program, lines, faults } = await startSocketProgram(
    server,
    `const task = connect();
     const spied = [];
     Object.defineProperty(Object.prototype, 'kept', { set(value) { spied.push(value); }, get() { return 'polluted'; }, configurable: true });
     Object.defineProperty(Array.prototype, '0', { set(value) { spied.push(value); }, configurable: true });
     Map.prototype.get = Map.prototype.set = Array.prototype.push = Promise.prototype.then = () => { spied.push('called'); };
     Object.prototype.code = 7;
     Object.prototype.fail = () => log('inherited fail');
     task.onOpen(() => task.send({ data: 'echo' }));
     task.onMessage(({ data }) => { delete Object.prototype.code; delete Object.prototype.fail; log(data); task.close(); });
     task.onClose(({ code }) => log(code, spied.length));`,
  );
  await program.idle();
  expect(faults).toEqual([]);
  expect(lines).toEqual(['echo', '1000 0']);
});
