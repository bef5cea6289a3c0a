import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMiniProgram, type MiniProgramOptions } from '@minigate/runtime';
import { afterAll, describe, expect, test } from 'vitest';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { temporaryFolder } from '../../../test/support/temp-folder.ts';
import { policy, startProgram } from './support/start-program.ts';

const server = await startHttpsServer((request, response) => {
  if (request.url !== '/never') response.end('{}');
});
afterAll(() => server.close());

describe('idle', () => {
  test('waits for the first lines, calls, callbacks and one-shot timers, not for intervals', async () => {
    const { program, lines } = await startProgram({
      source: `
        setInterval(() => {}, 1);
        wx.request({ url: 'https://api.example.test/', complete() {
          setTimeout(() => wx.request({ url: 'https://api.example.test/', complete: () => wx.setStorage({ key: 'k', data: 1, complete: () => console.log('end') }) }), 50);
        } });`,
      server,
    });
    await program.idle();
    expect(lines).toEqual(['end']);
    await program.idle();
  });

  test('waits for a call that a promise makes', async () => {
    const { program, lines } = await startProgram({
      source: `(async () => { for (let i = 0; i < 3; i++) await new Promise((done) => wx.request({ url: 'https://api.example.test/', complete: done })); console.log('end'); })();`,
      server,
    });
    await program.idle();
    expect(lines).toEqual(['end']);
  });

  test('resolves for a program that stands still in the background, and again when it has gone on', async () => {
    const { program, printed, lines } = await startProgram({
      source: `wx.onAppHide(() => setTimeout(() => console.log('timer'), 1000)); console.log('ready');`,
    });
    await printed(1);
    program.enterBackground();
    await program.idle();
    program.enterForeground();
    await program.idle();
    expect(lines).toEqual(['ready', 'timer']);
  }, 20_000);

  test.each([
    ['is closed', 'setTimeout(() => {}, 1e6);', true],
    ['dies', 'setTimeout(() => new ArrayBuffer(1e9), 1);', false],
  ])('resolves when the program %s', async (_, source, close) => {
    const { program, exits } = await startProgram({ source });
    const idle = program.idle();
    if (close) await program.close();
    await idle;
    await program.idle();
    expect(exits).toHaveLength(1);
  });
});

describe('close', () => {
  test('can be called twice, and tells once', async () => {
    const { program, exits } = await startProgram({ source: 'setInterval(() => {}, 1);' });
    await Promise.all([program.close(), program.close()]);
    await program.close();
    expect(exits).toEqual([{ reason: 'closed', message: 'The program was closed.' }]);
    program.enterBackground();
    program.enterForeground();
    expect(program.network.state).toBe('closed');
  });

  test('before the first line means that none runs', async () => {
    const { program, lines, exits } = await startProgram({ source: "console.log('never');" });
    await program.close();
    expect(lines).toEqual([]);
    expect(exits).toHaveLength(1);
  });

  test('follows where the host closes the network', async () => {
    const { program, ended } = await startProgram({ source: 'setInterval(() => {}, 1);' });
    await program.network.close();
    expect(await ended).toMatchObject({ reason: 'closed' });
  });

  test.each([
    ['a loop', 'for (;;);'],
    ['an operation that cannot be interrupted', "new Array(1e9) + '';"],
    ['a flood of the console', "for (;;) console.log('x'.repeat(1000));"],
    ['a flood of requests', "for (;;) wx.request({ url: 'https://api.example.test/never' });"],
    ['a download', "wx.downloadFile({ url: 'https://api.example.test/never' });"],
    ['timers', 'for (let i = 0; i < 1000; i++) setInterval(() => {}, 1);'],
    ['a storage flood', "for (let i = 0; ; i++) wx.setStorageSync('k', 'x'.repeat(1000) + i);"],
  ])('ends a program during %s', async (_, source) => {
    const { program, exits } = await startProgram({
      source: `console.log('on');\n${source}`,
      server,
      storageDirectory: temporaryFolder(),
      onConsole: () => {},
    });
    await new Promise<void>((resolve) => {
      const stop = program.on('console', () => {
        stop();
        resolve();
      });
    });
    await program.close();
    expect(exits).toMatchObject([{ reason: 'closed' }]);
  });

  test('from inside a listener of every event ends the program once', async () => {
    const { program, ended, exits } = await startProgram({
      source: "wx.unknown(); console.log('x'); throw new Error('y');",
    });
    for (const event of ['console', 'error', 'unsupported', 'exit'] as const)
      program.on(event, () => void program.close());
    await ended;
    await program.close();
    expect(exits).toHaveLength(1);
  });

  test('leaves nothing that keeps a process alive, nor does a program that died or did not start', async () => {
    const folder = temporaryFolder();
    const script = join(folder, 'run.mjs');
    const entry = new URL('../src/index.ts', import.meta.url).href;
    writeFileSync(
      script,
      `import { createMiniProgram } from ${JSON.stringify(entry)};
      const policy = { appId: 'demo', version: 1, serverDomains: [] };
      const start = (source, more) => createMiniProgram({ source, policy, ...more });
      const closed = await start("setInterval(() => {}, 1); wx.request({ url: 'https://x.example/' });");
      await closed.close();
      const died = await start('new ArrayBuffer(1e9);');
      await new Promise((resolve) => died.on('exit', resolve));
      const stuck = await start("new Array(1e9) + '';", { watchdog: { budget: 50, margin: 50 } });
      await new Promise((resolve) => stuck.on('exit', resolve));
      await start('', { policy: { appId: 5 } }).catch(() => console.log('refused'));
      await start('', { allowAddresses: ['no'] }).catch(() => console.log('refused'));
      await start('', { storageDirectory: '/dev/null/storage' }).catch(() => console.log('refused'));
      console.log('end');`,
    );
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', './scripts/typescript.mjs', script],
      { cwd: root, timeout: 110_000 },
    );
    expect({ stdout, stderr }).toEqual({ stdout: 'refused\nrefused\nrefused\nend\n', stderr: '' });
  });
});

describe('the options of a program', () => {
  const source = '';
  test.each([
    ['no options', undefined, 'createMiniProgram needs an object of options.'],
    [
      'nothing to run',
      { policy },
      'Give either directory, the folder of a mini program, or source, a script as text.',
    ],
    [
      'two things to run',
      { policy, source, directory: '.' },
      'Give either directory, the folder of a mini program, or source, a script as text.',
    ],
    ['a source that is a number', { policy, source: 5 }, 'source must be a text.'],
    ['an empty directory', { policy, directory: '' }, 'directory must name a folder.'],
    ['an onConsole that is no function', { policy, source, onConsole: {} }, 'onConsole must be a function.'],
    [
      'a storageDirectory that is a number',
      { policy, source, storageDirectory: 5 },
      'storageDirectory must be a text.',
    ],
    [
      'too little memory',
      { policy, source, memoryLimit: 1024 },
      'memoryLimit must be a whole number from 16777216 to 2147483648, not 1024.',
    ],
    ['too much memory', { policy, source, memoryLimit: 2 ** 40 }, /^memoryLimit must be a whole number/],
    ['memory that is NaN', { policy, source, memoryLimit: Number.NaN }, /not NaN\.$/],
    [
      'a watchdog that is a number',
      { policy, source, watchdog: 5 },
      'watchdog must be an object with budget, margin or overruns.',
    ],
    [
      'a budget of 0',
      { policy, source, watchdog: { budget: 0 } },
      /^watchdog\.budget must be a whole number from 1 to/,
    ],
    [
      'a margin that is text',
      { policy, source, watchdog: { margin: '5' } },
      /^watchdog\.margin must be a whole number/,
    ],
    [
      'half an overrun',
      { policy, source, watchdog: { overruns: 0.5 } },
      /^watchdog\.overruns must be a whole number/,
    ],
    ['no policy', { source }, /policy document/],
    ['a policy without an appId', { source, policy: { version: 1, serverDomains: [] } }, /policy document/],
    ['addresses that are none', { policy, source, allowAddresses: ['localhost'] }, /localhost/],
  ])('are a TypeError with a sentence: %s', async (_, options, sentence) => {
    const attempt = createMiniProgram(options as unknown as MiniProgramOptions);
    await expect(attempt).rejects.toThrow(TypeError);
    await expect(attempt).rejects.toThrow(sentence);
  });

  test('may be the least and the most', async () => {
    for (const memoryLimit of [16 * 1024 * 1024, 2 ** 31]) {
      const { program, printed } = await startProgram({ source: "console.log('on');", memoryLimit });
      expect(await printed(1)).toEqual(['on']);
      await program.close();
    }
  });

  test('are told of when the storage does not fit into the memory', async () => {
    const storageDirectory = temporaryFolder();
    writeFileSync(
      join(storageDirectory, 'storage.json'),
      JSON.stringify({ k: JSON.stringify('x'.repeat(11e6)) }),
    );
    await expect(
      createMiniProgram({ source, policy, storageDirectory, memoryLimit: 16 * 1024 * 1024 }),
    ).rejects.toThrow(/^The sandbox did not start: There is no memory left: .+\.$/);
  });
});

test('twenty programs run side by side and share nothing', async () => {
  const programs = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      startProgram({
        source: `globalThis.mine = ${n}; wx.setStorageSync('k', ${n}); setTimeout(() => console.log(mine, wx.getStorageSync('k')), 1);`,
      }),
    ),
  );
  for (const [n, { printed }] of programs.entries()) expect(await printed(1)).toEqual([`${n} ${n}`]);
});
