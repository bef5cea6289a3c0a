import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { load } from './support/load.ts';
import { interleave, ratio, report, showRatio } from './support/pairs.ts';

const requests = Number(process.env.REQUESTS ?? 4000);
const pairs = Number(process.env.PAIRS ?? 24);

const script = fileURLToPath(new URL('./support/platform-server.ts', import.meta.url));
const child: ChildProcess = fork(script, { stdio: 'inherit' });
const [ready] = (await once(child, 'message')) as [{ appId: string; port: number; twinPort: number; barePort: number }];
const { appId, port, twinPort, barePort } = ready;

const policyUrl = `http://127.0.0.1:${port}/client/v1/mini-programs/${appId}/policy`;
const etag = (await fetch(policyUrl)).headers.get('etag') ?? '';
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${headers}\r\n`;
const policyPath = new URL(policyUrl).pathname;

const contenders = [
  { name: 'twin', run: () => load({ port: twinPort, request: get('/'), status: 200, requests }) },
  { name: 'empty', run: () => load({ port: barePort, request: get('/'), status: 200, requests }) },
  {
    name: 'policy',
    run: () => load({ port, request: get(policyPath, `if-none-match: ${etag}\r\n`), status: 304, requests }),
  },
];
await interleave(contenders, 4);
const samples = await interleave(contenders, pairs);
const of = (name: string) => samples.get(name) ?? [];
report(
  'policy with a matching ETag, requests a second / empty route',
  showRatio(ratio(of('empty'), of('policy'), 'wall')),
  '≥ 0.8',
);
report('same app', showRatio(ratio(of('twin'), of('policy'), 'wall')), '≥ 0.8');
console.log(of('empty').map((s) => (requests / s.wall).toFixed(0)).join(' '));
child.disconnect();
