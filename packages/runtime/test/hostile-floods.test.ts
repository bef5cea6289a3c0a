import { afterAll, describe, expect, test } from 'vitest';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { startProgram } from './support/start-program.ts';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';

const MiB = 1024 * 1024;
const server = await startHttpsServer((request, response) => {
  if (request.url !== '/never') response.end('{}');
});
afterAll(() => server.close());

/** Long enough for the flood, whatever the machine is doing. */
const watchdog = { budget: 60_000 };

/** Runs it and says by how many MiB this process grew at most. */
async function growthDuring(run: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
  await run();
  clearInterval(look);
  return (Math.max(peak, process.memoryUsage.rss()) - before) / MiB;
}

describe('a flood', () => {
  test('of 100,000 requests waits in the program, and every call has its ending', async () => {
    const calls = 100_000;
    let open = 0;
    let mostOpen = 0;
    const growth = await growthDuring(async () => {
      const { program, printed, lines } = await startProgram({
        source: `
          let ended = 0, twice = 0;
          for (let i = 0; i < ${calls}; i++) {
            let once = false;
            wx.request({ url: 'https://unlisted.example.test/' + i, complete() {
              if (once) twice += 1;
              once = true;
              ended += 1;
              if (ended === ${calls}) console.log(ended, twice);
            } });
          }`,
        server,
        watchdog,
      });
      program.network.on('call', () => (mostOpen = Math.max(mostOpen, ++open)));
      program.network.on('settle', () => (open -= 1));
      await printed(1);
      expect(lines).toEqual([`${calls} 0`]);
    });
    expect(mostOpen).toBeLessThanOrEqual(2048);
    expect(growth).toBeLessThan(300);
  }, 120_000);

  test('of requests to a server keeps ten on the wire and fails what the queue does not hold', async () => {
    const { printed } = await startProgram({
      source: `
        let ok = 0, full = 0, other = 0;
        for (let i = 0; i < 3000; i++) wx.request({ url: 'https://api.example.test/',
          success: () => ok++, fail: ({ errno }) => errno === 600007 ? full++ : other++,
          complete: () => { if (ok + full + other === 3000) console.log(ok >= 1010, full > 0, other); } });`,
      server,
      watchdog,
    });
    expect(await printed(1)).toEqual(['true true 0']);
  });

  test('of large requests holds no more than 16 MiB of them in the host', async () => {
    let open = 0;
    let most = 0;
    const { program, printed } = await startProgram({
      source: `
        let ended = 0;
        const data = 'z'.repeat(2e6);
        for (let i = 0; i < 24; i++) wx.request({ url: 'https://api.example.test/never', method: 'POST', data, timeout: 500,
          complete: ({ errMsg }) => { if (++ended === 24) console.log(errMsg); } });`,
      server,
      watchdog,
    });
    program.network.on('call', () => (most = Math.max(most, ++open)));
    program.network.on('settle', () => (open -= 1));
    expect(await printed(1)).toEqual(['request:fail timeout']);
    expect(most).toBeLessThanOrEqual(8);
  });

  test('of abort on one call is one abort', async () => {
    const { printed } = await startProgram({
      source: `
        const task = wx.request({ url: 'https://api.example.test/', complete: ({ errMsg }) => console.log(errMsg) });
        for (let i = 0; i < 300000; i++) task.abort();`,
      server,
      watchdog,
    });
    expect(await printed(1)).toEqual(['request:fail abort']);
  });

  test('of timers comes back in the order in which they are due', async () => {
    const { printed } = await startProgram({
      source: `
        let last = -1, inOrder = true, n = 0;
        for (let i = 0; i < 100000; i++) setTimeout(() => { inOrder = inOrder && i === last + 1; last = i; n += 1; }, 0);
        setTimeout(() => console.log(n, inOrder), 100);`,
      watchdog,
    });
    expect(await printed(1)).toEqual(['100000 true']);
  });

  test('of timers that are cleared leaves nothing behind', async () => {
    const { printed, program } = await startProgram({
      source: `for (let i = 0; i < 200000; i++) clearTimeout(setTimeout(() => console.log('never'), 1)); console.log('done');`,
      watchdog,
    });
    await program.idle();
    expect(await printed(1)).toEqual(['done']);
  });

  test('of console output waits for the host that is slow to take it', async () => {
    let taken = 0;
    const started: (() => void)[] = [];
    const growth = await growthDuring(async () => {
      const { program } = await startProgram({
        source: `for (let i = 0; i < 100000; i++) console.log('x'.repeat(200)); console.log('end');`,
        watchdog,
        onConsole: ({ args }) => {
          taken += 1;
          if (args[0] === 'end') for (const resolve of started) resolve();
          return new Promise((resolve) => setImmediate(resolve));
        },
      });
      await new Promise<void>((resolve) => started.push(resolve));
      await program.close();
    });
    expect(taken).toBe(100_001);
    expect(growth).toBeLessThan(150);
  }, 120_000);

  test('of console output stands still where the host takes nothing, and can be closed then', async () => {
    let taken = 0;
    let full: () => void;
    const filled = new Promise<void>((resolve) => (full = resolve));
    const { program, exits } = await startProgram({
      source: `for (let i = 0; ; i++) console.log('x'.repeat(1000));`,
      watchdog: { budget: 200, margin: 200 },
      onConsole: () => {
        taken += 1;
        if (taken === 500) full();
        return new Promise(() => {});
      },
    });
    await filled;
    const other = await startProgram({ source: 'setTimeout(() => console.log("later"), 1000);' });
    await other.printed(1);
    expect(taken).toBeLessThan(2000);
    expect(exits).toEqual([]);
    await program.close();
    expect(exits).toMatchObject([{ reason: 'closed' }]);
  });

  test('of one console line is cut', async () => {
    const { printed } = await startProgram({
      source: `console.log('x'.repeat(1e7)); console.log(...new Array(1000).fill('y'.repeat(1000)));`,
    });
    const [long = '', many = ''] = await printed(2);
    expect(long.length).toBeLessThan(20_000);
    expect(long).toContain('(10000000 characters)');
    expect(many.length).toBeLessThan(70_000);
  });

  test('of rejected promises is reported for the first hundred', async () => {
    const { program, faults, faulted } = await startProgram({
      source: 'for (let i = 0; i < 1e5; i++) Promise.reject(new Error("no " + i));',
      watchdog,
    });
    await faulted(100);
    await program.idle();
    expect(faults).toHaveLength(100);
    expect(faults[99]).toMatchObject({ message: 'Error: no 99', where: 'a promise' });
  });

  test('of storage writes is held back by the disk, and keeps the last', async () => {
    const storageDirectory = temporaryFolder();
    const growth = await growthDuring(async () => {
      const { program, printed } = await startProgram({
        source: `for (let i = 0; i < 300; i++) wx.setStorageSync('key' + i % 8, i + 'x'.repeat(1e6)); console.log('done');`,
        storageDirectory,
        watchdog,
      });
      await printed(1);
      await program.close();
    });
    expect(growth).toBeLessThan(250);
    const again = await startProgram({
      source: `console.log(parseInt(wx.getStorageSync('key3')));`,
      storageDirectory,
    });
    expect(await again.printed(1)).toEqual(['299']);
  }, 120_000);

  test('of names that the platform does not have is reported once each', async () => {
    const { program, unsupported } = await startProgram({
      source: `for (let i = 0; i < 3000; i++) { wx['api' + i % 1000](); }`,
      watchdog,
    });
    await program.idle();
    expect(unsupported).toHaveLength(1000);
  });
});
