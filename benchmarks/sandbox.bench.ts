import { createMiniProgram } from '@minigate/runtime';
import { Agent, fetch } from 'undici';
import { type Contender, interleave, ratio, report, showRatio } from './support/pairs.ts';
import { startServer } from './support/server-process.ts';
import { tenAtOnce } from './support/ten-at-once.ts';

/** `request` made by a program inside the sandbox, ten at once, against undici's `fetch` outside of it. */
const pairs = Number(process.env.PAIRS ?? 24);

const server = await startServer();
const dispatcher = new Agent({ connections: 10, connect: { ca: server.ca } });

/** A program that makes a round of requests every time it is shown, and says when the last has its ending. */
const source = (path: string, requests: number) => `
  function round() {
    var left = ${requests}, open = 0;
    function next() {
      while (left > 0 && open < 10) {
        left -= 1;
        open += 1;
        wx.request({
          url: 'https://bench.example.test${path}',
          success: function (res) { if (!res.data.items) console.error('not the answer that was asked for'); },
          fail: function (res) { console.error(res.errMsg); },
          complete: function () {
            open -= 1;
            if (left === 0 && open === 0) console.log('done');
            else next();
          },
        });
      }
    }
    next();
  }
  var launched = false;
  wx.onAppShow(function () {
    if (launched) round();
    launched = true;
  });
`;

interface Sandboxed extends Contender {
  close(): Promise<void>;
}

async function sandboxed(name: string, path: string, requests: number): Promise<Sandboxed> {
  let done: () => void = () => {};
  let failed: (error: Error) => void = () => {};
  const program = await createMiniProgram({
    source: source(path, requests),
    policy: { appId: 'bench', version: 1, serverDomains: ['https://bench.example.test'] },
    tls: { ca: server.ca },
    resolve: { 'bench.example.test': `127.0.0.1:${server.port}` },
    allowAddresses: ['127.0.0.0/8'],
    onConsole: ({ level, args }) => {
      if (level === 'error') failed(new Error(args.join(' ')));
      else done();
    },
  });
  await program.idle();
  return {
    name,
    run: () =>
      new Promise<void>((resolve, reject) => {
        done = resolve;
        failed = reject;
        program.enterBackground();
        program.enterForeground();
      }),
    close: () => program.close(),
  };
}

function fetched(name: string, path: string, requests: number): Contender {
  const url = `https://localhost:${server.port}${path}`;
  return {
    name,
    run: () =>
      tenAtOnce(requests, async () => {
        const response = await fetch(url, { dispatcher });
        const { items } = (await response.json()) as { items?: unknown };
        if (items === undefined) throw new Error('not the answer that was asked for');
      }),
  };
}

for (const { what, path, requests, goal } of [
  { what: '800 bytes of JSON', path: '/json', requests: 1500, goal: '≥ 1.2' },
  { what: '64 KB of JSON', path: '/json64k', requests: 150, goal: undefined },
]) {
  const inside = await sandboxed('sandbox', path, requests);
  const outside = fetched('fetch', path, requests);
  await interleave([inside, outside], 3);
  const samples = await interleave([inside, outside], pairs);
  const own = samples.get('sandbox') ?? [];
  const others = samples.get('fetch') ?? [];
  console.log(
    `request in the sandbox: loopback TLS, ten at once, ${what}, ${pairs} interleaved pairs of ${requests}`,
  );
  report('throughput / undici fetch outside', showRatio(ratio(others, own, 'wall')), goal);
  report('CPU per request / undici fetch outside', showRatio(ratio(own, others, 'cpu')));
  await inside.close();
}
await dispatcher.destroy();
server.stop();
