import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type HttpsServer, startHttpsServer } from '../../../../test/support/https-server.ts';
import {
  createMiniProgram,
  createRecorder,
  type Entry,
  type MiniProgram,
  type MiniProgramOptions,
  type Recorder,
} from '../../src/index.ts';

let server: HttpsServer;

beforeAll(async () => {
  server = await startHttpsServer((request, response) => {
    if (request.url !== '/silent') response.end('hello');
  });
});

afterAll(() => server.close());

async function start(
  source: string,
  more: Pick<MiniProgramOptions, 'watchdog' | 'onConsole'> = {},
): Promise<{ program: MiniProgram; recorder: Recorder }> {
  const program = await createMiniProgram({
    source,
    policy: { appId: 'test', version: 1, serverDomains: ['https://api.example.test'] },
    tls: { ca: server.authority.pem },
    resolve: server.resolve,
    allowAddresses: ['127.0.0.0/8'],
    ...more,
  });
  onTestFinished(() => program.close());
  return { program, recorder: createRecorder(program.network) };
}

const endingsOf = ({ entries }: Recorder): Partial<Entry>[] =>
  entries.map(({ state, errMsg }) => ({ state, errMsg }));

describe('the entries of a program', () => {
  it('settle when its sandbox is terminated, though the program hears of nothing (Rule 14)', async () => {
    const said: string[] = [];
    const { program, recorder } = await start(
      `const complete = () => console.log('heard');
       for (let i = 0; i < 12; i++) wx.request({ url: 'https://api.example.test/silent', complete });
       wx.onAppHide(() => { for (;;); });`,
      {
        watchdog: { budget: 1500, overruns: 1 },
        onConsole: ({ args }) => void said.push(args.join(' ')),
      },
    );
    const exit = new Promise<string>((resolve) => program.on('exit', ({ reason }) => resolve(reason)));
    await server.received(10);
    program.enterBackground();
    expect(await exit).toBe('watchdog');
    expect(endingsOf(recorder)).toEqual(
      Array.from({ length: 12 }, () => ({ state: 'settled', errMsg: 'request:fail interrupted' })),
    );
    expect(said).toEqual([]);
  });

  it('are the same, and the program too, when one who watches throws', async () => {
    const said: string[] = [];
    const { program, recorder } = await start(
      `wx.request({ url: 'https://api.example.test/', success: ({ data }) => console.log(data) });`,
      { onConsole: ({ args }) => void said.push(args.join(' ')) },
    );
    const states: string[] = [];
    const stop = recorder.watch(() => {
      stop();
      throw new Error('a fault of the one who watches');
    });
    recorder.watch(({ state }) => states.push(state));
    await program.idle();
    expect(said).toEqual(['hello']);
    expect(states.at(-1)).toBe('settled');
    expect(endingsOf(recorder)).toEqual([{ state: 'settled', errMsg: 'request:ok' }]);
  });
});
