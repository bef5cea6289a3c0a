import { binance, type HostProfile } from '@minigate/policy';
import { afterAll, describe, expect, test } from 'vitest';
import { startHttpsServer } from '../../../test/support/https-server.ts';
import { startProgram } from './support/start-program.ts';

const server = await startHttpsServer((request, response) => {
  if (request.url !== '/never') response.end('{}');
});
afterAll(() => server.close());

const profileWith = (background: Partial<HostProfile['background']>): HostProfile => ({
  ...binance,
  background: { ...binance.background, ...background },
});

/** Resolves when the program's network is in that state. */
function reached(program: Awaited<ReturnType<typeof startProgram>>['program'], state: string): Promise<void> {
  return new Promise((resolve) => {
    program.network.on('lifecycle', (event) => {
      if (event.state === state) resolve();
    });
  });
}

describe('Rule 11 in the sandbox', () => {
  test('interrupts an unfinished call 5 s after the program entered the background, in real time', async () => {
    const { program, printed } = await startProgram({
      source: `App({ onHide() { console.log('onHide'); } });
        wx.request({ url: 'https://api.example.test/never', fail: (res) => console.log('fail', res.errMsg, res.errno), complete: () => console.log('complete') });
        wx.downloadFile({ url: 'https://api.example.test/never', fail: (res) => console.log('fail', res.errMsg) });
        console.log('called');`,
      server,
      profile: profileWith({ freezeProgram: false }),
    });
    await printed(1);
    await server.received(2);
    const hidden = performance.now();
    program.enterBackground();
    expect(await printed(5)).toEqual([
      'called',
      'onHide',
      'fail request:fail interrupted 600003',
      'complete',
      'fail downloadFile:fail interrupted',
    ]);
    expect(performance.now() - hidden).toBeGreaterThan(4900);
    expect(performance.now() - hidden).toBeLessThan(15_000);
  });

  test('fails a call that is made in the background, and none after the return', async () => {
    const { program, printed } = await startProgram({
      source: `const call = (name) => wx.request({ url: 'https://api.example.test/', complete: (res) => console.log(name, res.errMsg) });
        wx.onAppHide(() => call('hidden'));
        let first = true;
        wx.onAppShow(() => { if (!first) call('shown'); first = false; });
        console.log('ready');`,
      server,
    });
    await printed(1);
    program.enterBackground();
    await printed(2);
    program.enterForeground();
    expect(await printed(3)).toEqual(['ready', 'hidden request:fail interrupted', 'shown request:ok']);
  });

  test('freezes timers and callbacks with the suspension, and resumes them in order after the return', async () => {
    const { program, printed, lines } = await startProgram({
      source: `
        App({ onShow() { console.log('onShow'); }, onHide() { console.log('onHide'); } });
        wx.request({ url: 'https://api.example.test/never', fail: (res) => console.log(res.errMsg) });
        wx.onAppHide(() => {
          setTimeout(() => console.log('first'), 400);
          setTimeout(() => console.log('second'), 500);
          setTimeout(() => console.log('third'), 600);
        });`,
      server,
      profile: profileWith({ grace: 30 }),
    });
    await printed(1);
    await server.received(1);
    const suspended = reached(program, 'suspended');
    program.enterBackground();
    await suspended;
    // Another program's clock shows that the time of the timers has passed.
    const clock = await startProgram({ source: `setTimeout(() => console.log('passed'), 1500);` });
    await clock.printed(1);
    expect(lines).toEqual(['onShow', 'onHide']);
    program.enterForeground();
    expect((await printed(7)).slice(2)).toEqual([
      'request:fail interrupted',
      'first',
      'second',
      'third',
      'onShow',
    ]);
  });

  test('lets timers and callbacks run on where the host profile says so', async () => {
    const { program, printed } = await startProgram({
      source: `
        wx.request({ url: 'https://api.example.test/never', fail: (res) => console.log(res.errMsg) });
        wx.onAppHide(() => setTimeout(() => console.log('timer'), 1000));
        console.log('called');`,
      server,
      profile: profileWith({ grace: 30, freezeProgram: false }),
    });
    await printed(1);
    program.enterBackground();
    expect(await printed(3)).toEqual(['called', 'request:fail interrupted', 'timer']);
    expect(program.network.state).toBe('suspended');
  });

  test('runs an interval once for the time that it stood still', async () => {
    const { program, printed, lines } = await startProgram({
      source: `let n = 0; setInterval(() => { n += 1; }, 20); let first = true;
        wx.onAppShow(() => { console.log(n); });`,
      profile: profileWith({ grace: 1 }),
    });
    await printed(1);
    const suspended = reached(program, 'suspended');
    program.enterBackground();
    await suspended;
    const clock = await startProgram({ source: `setTimeout(() => console.log('passed'), 800);` });
    await clock.printed(1);
    program.enterForeground();
    await printed(2);
    expect(Number(lines[1])).toBeLessThan(20);
  });

  test('does not start a program that was suspended before its first line, until it is shown', async () => {
    const { program, printed, lines } = await startProgram({
      source: `console.log('first line');`,
      profile: profileWith({ grace: 1 }),
    });
    program.enterBackground();
    await reached(program, 'suspended');
    await program.idle();
    const before = [...lines];
    program.enterForeground();
    expect(await printed(1)).toEqual(['first line']);
    expect(before.length).toBeLessThanOrEqual(1);
  });

  test('settles every call with interrupted when it is closed, and calls nobody', async () => {
    const { program, printed, lines } = await startProgram({
      source: `for (let i = 0; i < 12; i++) wx.request({ url: 'https://api.example.test/never', complete: () => console.log('never') }); console.log('called');`,
      server,
    });
    const settled: string[] = [];
    program.network.on('settle', ({ error }) => settled.push(error?.code ?? 'success'));
    await printed(1);
    await program.close();
    expect(settled).toEqual(Array.from({ length: 12 }, () => 'INTERRUPTED'));
    expect(lines).toEqual(['called']);
  });

  test('settles the calls of a program that died, for those who watch', async () => {
    const { program, ended, lines } = await startProgram({
      source: `wx.request({ url: 'https://api.example.test/never', complete: () => console.log('never') });
        setTimeout(() => { const all = []; for (;;) all.push(new ArrayBuffer(1e6)); }, 20);`,
      server,
      memoryLimit: 32 * 1024 * 1024,
    });
    const settled: string[] = [];
    program.network.on('settle', ({ error }) => settled.push(error?.code ?? 'success'));
    expect((await ended).reason).toBe('memory');
    expect(settled).toEqual(['INTERRUPTED']);
    expect(lines).toEqual([]);
    expect(program.network.state).toBe('closed');
  });
});
