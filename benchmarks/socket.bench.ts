import { once } from 'node:events';
import { createNetwork } from '@minigate/network';
import { WebSocket } from 'ws';
import { type Contender, interleave, ratio, report, showRatio } from './support/pairs.ts';
import { startServer } from './support/server-process.ts';

/** Echo of 64-byte messages over one socket on loopback TLS, against ws alone. */
const messages = 20_000;
const pairs = 24;

const server = await startServer();
const text = 'a message of sixty-four bytes, as many as a chat line may have..';
const bytes = new Uint8Array(64).fill(7).buffer;

const bare = new WebSocket(`wss://localhost:${server.port}/`, { ca: server.ca, perMessageDeflate: false });
bare.binaryType = 'arraybuffer';
await once(bare, 'open');

const network = createNetwork({
  policy: { appId: 'bench', version: 1, serverDomains: ['wss://bench.example.test'] },
  tls: { ca: server.ca },
  resolve: { 'bench.example.test': `127.0.0.1:${server.port}` },
  allowAddresses: ['127.0.0.0/8'],
});
const task = network.api.connectSocket({ url: 'wss://bench.example.test/', tcpNoDelay: true });
await new Promise<void>((resolve, reject) => {
  task.onOpen(() => resolve());
  task.onError(({ errMsg }) => reject(new Error(errMsg)));
});

/** Keeps so many messages under way until all have come back. */
function echo(send: () => void, listen: (heard: () => void) => void, underWay: number): Promise<void> {
  return new Promise((resolve) => {
    let sent = 0;
    let received = 0;
    listen(() => {
      received += 1;
      if (sent < messages) {
        sent += 1;
        send();
      } else if (received === messages) {
        resolve();
      }
    });
    for (; sent < underWay; sent += 1) send();
  });
}

/** A program that looks at the callbacks of `send`, as well-behaved ones do. */
function minigate(data: string | ArrayBuffer, underWay: number): Promise<void> {
  let failed: string | undefined;
  const fail = ({ errMsg }: { errMsg: string }) => (failed = errMsg);
  task.offMessage();
  const done = echo(
    () => task.send({ data, fail }),
    (heard) =>
      task.onMessage((event) => {
        if (typeof event.data !== typeof data) throw new Error('not what was sent');
        heard();
      }),
    underWay,
  );
  return done.then(() => {
    if (failed !== undefined) throw new Error(failed);
  });
}

function ws(data: string | ArrayBuffer, underWay: number): Promise<void> {
  bare.removeAllListeners('message');
  return echo(
    () =>
      bare.send(data, (error) => {
        if (error) throw error;
      }),
    (heard) =>
      bare.on('message', (got: Buffer | ArrayBuffer, isBinary: boolean) => {
        const value = isBinary || got instanceof ArrayBuffer ? got : got.toString();
        if (typeof value !== typeof data) throw new Error('not what was sent');
        heard();
      }),
    underWay,
  );
}

console.log(`socket: loopback TLS, echo of 64 bytes, ${pairs} interleaved pairs of ${messages} messages`);
for (const [what, data, underWay] of [
  ['text, 64 under way', text, 64],
  ['bytes, 64 under way', bytes, 64],
  ['text, one at a time', text, 1],
] as const) {
  const contenders: Contender[] = [
    { name: 'minigate', run: () => minigate(data, underWay) },
    { name: 'ws', run: () => ws(data, underWay) },
  ];
  await interleave(contenders, 3);
  const samples = await interleave(contenders, pairs);
  const own = samples.get('minigate') ?? [];
  const others = samples.get('ws') ?? [];
  report(`messages a second / ws: ${what}`, showRatio(ratio(others, own, 'wall')), '≥ 0.8');
  report(`CPU a message / ws: ${what}`, showRatio(ratio(own, others, 'cpu')));
}
await network.close();
bare.terminate();
server.stop();
