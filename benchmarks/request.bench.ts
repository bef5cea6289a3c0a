import { Agent as HttpsAgent } from 'node:https';
import { createNetwork } from '@minigate/network';
import axios from 'axios';
import got from 'got';
import { Agent, fetch, request } from 'undici';
import { type Contender, interleave, ratio, report, showRatio } from './support/pairs.ts';
import { startServer } from './support/server-process.ts';
import { tenAtOnce } from './support/ten-at-once.ts';

/** `request` on loopback TLS, ten at once, 800 bytes of JSON, against the clients that people use. */
const requests = 1_500;
const pairs = 24;

const server = await startServer();
const url = `https://localhost:${server.port}/json`;
const dispatcher = new Agent({ connections: 10, connect: { ca: server.ca } });
const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: 10, ca: server.ca });
const gotClient = got.extend({
  agent: { https: httpsAgent },
  https: { certificateAuthority: server.ca },
  retry: { limit: 0 },
});
const axiosClient = axios.create({ httpsAgent });

const domain = 'https://bench.example.test';
const serverDomains = [...Array.from({ length: 199 }, (_, n) => `https://api${n}.example.com`), domain];
const network = createNetwork({
  policy: { appId: 'bench', version: 1, serverDomains },
  tls: { ca: server.ca },
  resolve: { 'bench.example.test': `127.0.0.1:${server.port}` },
  allowAddresses: ['127.0.0.0/8'],
});

const check = (data: unknown) => {
  if ((data as { total?: number }).total !== 8) throw new Error('not the answer that was asked for');
};
const minigate = () =>
  new Promise<void>((resolve, reject) => {
    network.api.request({
      url: `${domain}/json`,
      success: ({ data }) => {
        check(data);
        resolve();
      },
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
const contenders: Contender[] = [
  { name: 'minigate', run: () => tenAtOnce(requests, minigate) },
  {
    name: 'undici.request',
    run: () =>
      tenAtOnce(requests, async () => {
        const { body } = await request(url, { dispatcher });
        check(JSON.parse(await body.text()));
      }),
  },
  {
    name: 'undici fetch',
    run: () =>
      tenAtOnce(requests, async () => {
        const response = await fetch(url, { dispatcher });
        check(await response.json());
      }),
  },
  {
    name: 'axios',
    run: () =>
      tenAtOnce(requests, async () => {
        check((await axiosClient.get(url)).data);
      }),
  },
  {
    name: 'got',
    run: () =>
      tenAtOnce(requests, async () => {
        check(await gotClient(url).json());
      }),
  },
];

await interleave(contenders, 3);
const samples = await interleave(contenders, pairs);
const of = (name: string) => samples.get(name) ?? [];
const own = of('minigate');
console.log(
  `request: loopback TLS, ten at once, 800 bytes of JSON, ${pairs} interleaved pairs of ${requests} requests`,
);
report(
  'CPU per request / undici.request + text + JSON.parse',
  showRatio(ratio(own, of('undici.request'), 'cpu')),
  '≤ 1.0',
);
for (const name of ['undici.request', 'undici fetch', 'axios', 'got']) {
  const goal = name === 'undici fetch' ? '≥ 2.2' : undefined;
  report(`throughput / ${name}`, showRatio(ratio(of(name), own, 'wall')), goal);
}
await network.close();
await dispatcher.destroy();
httpsAgent.destroy();
server.stop();
