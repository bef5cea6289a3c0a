import { afterAll, describe, expect, test } from 'vitest';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { startProgram } from './support/start-program.ts';

const MiB = 1024 * 1024;
const noMemory = 'There is no memory left: the program keeps more than it may have.';
const server = await startHttpsServer((request, response) => {
  response.end(request.url === '/large' ? Buffer.alloc(24 * MiB, 'x') : request.body);
});
afterAll(() => server.close());

/** By how many MiB this process has grown. */
function grownSince(before: number): number {
  return (process.memoryUsage.rss() - before) / MiB;
}

describe('a program that takes all memory', () => {
  test.each([
    ['ArrayBuffers', 'const all = []; for (;;) all.push(new ArrayBuffer(1e6));'],
    ['strings', 'const all = []; for (let i = 0; ; i++) all.push(("" + i).repeat(1e5));'],
    ['arrays', 'const all = []; for (;;) all.push([1, 2, 3]);'],
    [
      'typed arrays in promise jobs',
      'const all = []; (async () => { for (;;) { await 0; all.push(new Float64Array(1e5)); } })();',
    ],
    ['one array that doubles', 'let all = [1]; for (;;) all = all.concat(all);'],
    ['one buffer beyond everything', 'new ArrayBuffer(1e9);'],
  ])('is ended by its own limit: %s', async (_, source) => {
    const other = await startProgram({ source: 'setInterval(() => console.log("tick"), 10);' });
    const before = process.memoryUsage.rss();
    const { ended, exits, program } = await startProgram({ source, memoryLimit: 64 * MiB });
    expect(await ended).toEqual({ reason: 'memory', message: noMemory });
    await program.close();
    expect(exits).toHaveLength(1);
    expect(grownSince(before)).toBeLessThan(160);
    const { length } = other.lines;
    await other.printed(length + 3);
  });

  test.each([
    [
      'that has no room for an error either',
      96,
      'globalThis.large = new ArrayBuffer(67e6); (function fill() { for (let i = 0; i < 500; i++) wx.onAppShow(() => {}); setTimeout(fill, 1); })();',
    ],
    [
      'that makes the engine itself break',
      32,
      'const all = []; (async function fill() { for (;;) { new Promise(() => {}).then(fill); all.push(fill()); } })();',
    ],
  ])('is told of a memory %s, in the same words', async (_, size, source) => {
    const { ended } = await startProgram({ source, memoryLimit: size * MiB });
    expect(await ended).toEqual({ reason: 'memory', message: noMemory });
  });

  test('goes on where it catches the error and lets go of what it took', async () => {
    const { printed, exits } = await startProgram({
      source: `
        let all = [];
        try { for (;;) all.push(new ArrayBuffer(1e6)); } catch (error) { all = []; console.log(error.name, error.message); }
        setTimeout(() => console.log('alive', new ArrayBuffer(2e7).byteLength), 1);`,
      memoryLimit: 64 * MiB,
    });
    expect(await printed(2)).toEqual(['InternalError out of memory', 'alive 20000000']);
    expect(exits).toEqual([]);
  });

  test('cannot have a string beyond the limit of the engine', async () => {
    const { printed } = await startProgram({
      source: `for (const make of [() => 'x'.repeat(2 ** 30), () => 'ab'.padEnd(2 ** 30), () => { let s = 'x'; for (;;) s += s; }]) {
        try { make(); } catch (error) { console.log(error.message); }
      }`,
      memoryLimit: 64 * MiB,
    });
    for (const line of await printed(3))
      expect(line).toMatch(/out of memory|invalid string length|string too long/);
  });
});

describe('an answer for a full heap', () => {
  test('ends the program when it does not fit, and those who watch hear the ending of the call', async () => {
    const { program, ended } = await startProgram({
      source: `wx.request({ url: 'https://api.example.test/large', responseType: 'arraybuffer', complete: () => console.log('never') });`,
      server,
      memoryLimit: 20 * MiB,
    });
    const settled = new Promise((resolve) => program.network.on('settle', ({ outcome }) => resolve(outcome)));
    expect(await settled).toBe('success');
    expect(await ended).toEqual({ reason: 'memory', message: noMemory });
  });

  test('ends the program that fills its heap and waits', async () => {
    const { ended } = await startProgram({
      source: `
        globalThis.chain = null;
        wx.request({ url: 'https://api.example.test/', method: 'POST', data: 'y'.repeat(3e6) });
        setTimeout(() => {
          try { for (;;) chain = { chain, bytes: new ArrayBuffer(1e5) }; } catch {}
          try { for (;;) chain = { chain, bytes: new ArrayBuffer(1e3) }; } catch {}
        }, 0);`,
      server,
      memoryLimit: 32 * MiB,
    });
    expect((await ended).reason).toBe('memory');
  });
});
