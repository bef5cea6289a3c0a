import { binance } from '@minigate/policy';
import { afterAll, describe, expect, test } from 'vitest';
import { type SocketServer, startSocketServer } from '../../../test/support/socket-server.ts';
import { hostBridge } from './support/host-bridge.ts';
import { live, reachSocket, startSocketProgram } from './support/socket-program.ts';

const MiB = 1024 * 1024;
const size = 64 * 1024;
const count = 1024;

/** Bytes that the server's kernel took of the flood that began last. */
let taken = 0;

/** Numbered messages, one after the other as the kernel takes them. */
function flood(socket: SocketServer['sockets'][number]): void {
  taken = 0;
  const next = (n: number): void => {
    if (n === count) return;
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32LE(n);
    socket.send(bytes, (error) => {
      if (error) return;
      taken += size;
      next(n + 1);
    });
  };
  next(0);
}

const server = await startSocketServer((socket, message) => {
  if (message.url === '/flood') flood(socket);
  else if (message.url === '/slow') {
    socket.pause();
    socket.once('message', () => {});
  } else if (message.url === '/count') {
    let received = 0;
    socket.on('message', () => (received += 1));
    socket.on('close', (code) => (closedWith = [code, received]));
  }
});
let closedWith: number[] = [];
afterAll(() => server.close());

describe('a server that floods', () => {
  test('waits for a program that is behind, which gets everything in order afterwards', async () => {
    const { program, printed, lines, faults } = await startSocketProgram(
      server,
      `const task = wx.connectSocket({ url: url + 'flood' });
       let next = 0;
       task.onMessage(({ data }) => {
         if (next === 0) { for (const end = Date.now() + 1500; Date.now() < end; ); log('awake'); }
         if (new DataView(data).getUint32(0, true) !== next++) log('out of order', next);
         if (next === ${count}) task.close();
       });
       task.onClose(({ code }) => log(next, code));`,
    );
    await printed(1);
    expect(taken).toBeLessThan(24 * MiB);
    await program.idle();
    expect(lines).toEqual(['awake', `${count} 1000`]);
    expect(faults).toEqual([]);
  });

  test('leaves little on the host while the program takes nothing', async () => {
    const { say, takes, bodies, heads, delivered } = hostBridge(reachSocket(server));
    say(`["call",1,"connectSocket",{"url":"${live}/flood"},[]]`);
    const messages = () => heads.filter((head) => head.startsWith('["message"')).length;
    let acknowledged = 0;
    while (messages() < count) {
      await delivered(acknowledged + 1);
      // More than a turn of the event loop of everybody who could go on.
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const untaken = bodies.slice(acknowledged).map((body) => (body as ArrayBuffer | null)?.byteLength ?? 0);
      expect(untaken.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(2 * MiB);
      const all = heads.length;
      takes(all - acknowledged);
      acknowledged = all;
    }
    const numbers = bodies
      .filter((body) => body instanceof ArrayBuffer)
      .map((body) => new DataView(body).getUint32(0, true));
    expect(numbers).toEqual(Array.from({ length: count }, (_, n) => n));
  });

  test('does not keep another socket of the program waiting', async () => {
    const { say, delivered, heads } = hostBridge(reachSocket(server));
    say(`["call",1,"connectSocket",{"url":"${live}/flood"},[]]`);
    while (!heads.some((head) => head.startsWith('["message",1'))) await delivered(heads.length + 1);
    say(`["call",2,"connectSocket",{"url":"${live}/count"},[]]`);
    while (!heads.includes('["done",2,{"errMsg":"connectSocket:ok"}]')) await delivered(heads.length + 1);
    while (!heads.some((head) => head.startsWith('["socket",2,"open"'))) await delivered(heads.length + 1);
    expect(heads.filter((head) => head.startsWith('["message",1')).length).toBeLessThan(count);
  });
});

describe('a program that floods', () => {
  test('waits for the callbacks of `send`, and is refused beyond the host’s limit', async () => {
    const before = process.memoryUsage.rss();
    const { printed, program } = await startSocketProgram(
      server,
      `const task = wx.connectSocket({ url: url + 'slow' });
       let ok = 0, full = 0, other = 0;
       task.onOpen(() => {
         const data = new ArrayBuffer(${size});
         for (let n = 0; n < 4000; n++) task.send({ data, success: () => ok++,
           fail: ({ errMsg }) => errMsg === 'sendSocketMessage:fail too many messages wait to be sent' ? full++ : other++,
           complete: () => { if (full + ok >= 3000) { log(ok < 1000, full > 2400, other); full = ok = -4000; } } });
       });`,
    );
    expect(await printed(1)).toEqual(['true true 0']);
    expect(process.memoryUsage.rss() - before).toBeLessThan(160 * MiB);
    await program.close();
  });

  test('has every message delivered before the closing that follows them', async () => {
    const { program, lines } = await startSocketProgram(
      server,
      `const task = wx.connectSocket({ url: url + 'count' });
       let ok = 0;
       task.onOpen(() => {
         for (let n = 0; n < 3000; n++) task.send({ data: new ArrayBuffer(2000), success: () => ok++ });
         task.close({ code: 4000 });
         log(task.readyState);
       });
       task.onClose(({ code }) => log(code, ok));`,
    );
    await program.idle();
    expect(lines).toEqual(['2', '4000 3000']);
    expect(closedWith).toEqual([4000, 3000]);
  });

  test('can close a socket whose server takes nothing', async () => {
    const { program, lines } = await startSocketProgram(
      server,
      `const task = wx.connectSocket({ url: url + 'slow' });
       task.onOpen(() => {
         for (let n = 0; n < 300; n++) task.send({ data: new ArrayBuffer(${size}) });
         task.close({ success: ({ errMsg }) => log(errMsg) });
       });
       task.onClose(({ code }) => log(code));`,
      { profile: { ...binance, sockets: { ...binance.sockets, closeTimeout: 200 } } },
    );
    await program.idle();
    expect(lines).toEqual(['closeSocket:ok', '1000']);
  });
});
