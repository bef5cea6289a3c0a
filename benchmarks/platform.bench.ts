import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from './support/load.ts';
import { interleave, quantile, ratio, report, showRatio } from './support/pairs.ts';
import { Subscribers } from './support/subscribers.ts';

/** The platform on its embedded database, over loopback without TLS, with 50 connections. */
const requests = Number(process.env.REQUESTS ?? 4000);
const pairs = Number(process.env.PAIRS ?? 24);
const clients = 1000;
const changes = 20;
const starts = 7;

const MiB = 1024 ** 2;
const directory = mkdtempSync(join(tmpdir(), 'minigate-bench-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
const env = {
  ...process.env,
  MINIGATE_PORT: '0',
  MINIGATE_DATA: directory,
  MINIGATE_EVENT_STREAMS_PER_ADDRESS: String(clients),
  // All requests are counted, and none of them is too many.
  MINIGATE_ADDRESS_LIMIT: '10000000',
  MINIGATE_PROGRAM_LIMIT: '10000000',
};

/** Starts a script as a process of its own, and waits for its first message. */
async function start<T>(
  script: string,
  execArgv: string[],
  MINIGATE_LOG: 'info' | 'error',
): Promise<{ child: ChildProcess; ready: T }> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = fork(path, {
    env: { ...env, MINIGATE_LOG },
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [ready] = (await once(child, 'message')) as [T];
  return { child, ready };
}

async function end(child: ChildProcess): Promise<void> {
  child.disconnect();
  await once(child, 'exit');
}

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${headers}\r\n`;

const { child: server, ready } = await start<{
  appId: string;
  accessToken: string;
  port: number;
  twinPort: number;
  barePort: number;
}>('./support/platform-server.ts', process.execArgv, 'info');
const policyPath = `/client/v1/mini-programs/${ready.appId}/policy`;
const known = await fetch(`http://127.0.0.1:${ready.port}${policyPath}`);
const etag = known.headers.get('etag') ?? '';
const policyBytes = (await known.text()).length;
const unchanged = get(policyPath, `if-none-match: ${etag}\r\n`);

const withToken = get('/token', `authorization: Bearer ${ready.accessToken}\r\n`);

const empty = { request: get('/'), status: 200, requests };
const contenders = [
  { name: 'empty', run: () => load({ ...empty, port: ready.twinPort }) },
  {
    name: 'token',
    run: () => load({ ...empty, port: ready.twinPort, request: withToken }),
  },
  { name: 'bare', run: () => load({ ...empty, port: ready.barePort }) },
  {
    name: 'policy, known',
    run: () => load({ port: ready.port, request: unchanged, status: 304, requests }),
  },
  {
    name: 'policy, new',
    run: () => load({ port: ready.port, request: get(policyPath), status: 200, requests }),
  },
];
await interleave(contenders, 4);
const samples = await interleave(contenders, pairs);
const of = (name: string) => samples.get(name) ?? [];
const than = (name: string, other: string) => showRatio(ratio(of(other), of(name), 'wall'));
console.log(`platform: loopback, 50 connections, ${pairs} interleaved pairs of ${requests} requests`);
report('policy with a matching ETag / empty route of the same app', than('policy, known', 'empty'), '≥ 0.8');
report('the same / empty route of a bare Fastify', than('policy, known', 'bare'));
report('empty route behind an access token / empty route of the same app', than('token', 'empty'), '≥ 0.8');
report(`whole policy of ${policyBytes} bytes / empty route of the same app`, than('policy, new', 'empty'));
const walls = of('policy, known').map(({ wall }) => requests / wall);
report('policy with a matching ETag, requests a second', quantile(walls, 0.5).toFixed(0));

const subscribers = await Subscribers.open(ready.port, `${policyPath}/events`, clients);
const times: number[] = [];
for (let change = 0; change < changes; change += 1) {
  times.push(...(await subscribers.timesOf(() => server.send('change'))));
}
subscribers.close();
report(
  `one change announced to ${clients} clients, 99 % within (ms)`,
  `${quantile(times, 0.99).toFixed(0)}  (median ${quantile(times, 0.5).toFixed(0)}, ${changes} changes)`,
  '≤ 200',
);
await end(server);

const seconds: number[] = [];
const idle: number[] = [];
const loaded: number[] = [];
for (let round = 0; round < starts; round += 1) {
  const begun = performance.now();
  const { child, ready: started } = await start<{ address: string }>(
    '../test/platform/support/replica.mjs',
    [],
    'error',
  );
  seconds.push((performance.now() - begun) / 1000);
  const memory = async () => {
    child.send('memory');
    const [answer] = (await once(child, 'message')) as [{ memory: number }];
    return answer.memory / MiB;
  };
  idle.push(await memory());
  const { port } = new URL(started.address);
  await load({ port: Number(port), request: get(policyPath), status: 200, requests: 50_000 });
  loaded.push(await memory());
  await end(child);
}
const spread = (values: readonly number[], digits: number) =>
  `${quantile(values, 0.5).toFixed(digits)}  (${quantile(values, 0).toFixed(digits)} to ${quantile(values, 1).toFixed(digits)}, ${starts} starts)`;
report('process start to listening, existing database (s)', spread(seconds, 2), '< 1.2');
report('resident memory when idle (MiB)', spread(idle, 0), '< 150');
report('resident memory after 50,000 requests (MiB)', spread(loaded, 0), '< 260');
