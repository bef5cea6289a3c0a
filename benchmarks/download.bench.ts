import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createNetwork } from '@minigate/network';
import { binance } from '@minigate/policy';
import { interleave, ratio, report, showRatio } from './support/pairs.ts';
import { startServer } from './support/server-process.ts';

/** `downloadFile` of 1 GiB over TLS against `curl -o`, and the memory it takes. */
const size = 1024 ** 3;
const pairs = Number(process.env.PAIRS ?? 20);

const run = promisify(execFile);
const server = await startServer();
const folder = mkdtempSync(join(tmpdir(), 'minigate-bench-'));
const ca = join(folder, 'ca.pem');
writeFileSync(ca, server.ca);
const network = createNetwork({
  policy: { appId: 'bench', version: 1, serverDomains: ['https://bench.example.test'] },
  profile: { ...binance, limits: { ...binance.limits, downloadBytes: 2 * size } },
  tls: { ca: server.ca },
  resolve: { 'bench.example.test': `127.0.0.1:${server.port}` },
  allowAddresses: ['127.0.0.0/8'],
  userDirectory: folder,
});
const own = join(folder, 'own');
const others = join(folder, 'curl');

const download = () =>
  new Promise<void>((resolve, reject) => {
    network.api.downloadFile({
      url: `https://bench.example.test/bytes/${size}`,
      filePath: own,
      timeout: 600_000,
      success: () => resolve(),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
const curl = async () => {
  await run('curl', [
    '-s',
    '--fail',
    '--cacert',
    ca,
    '-o',
    others,
    `https://localhost:${server.port}/bytes/${size}`,
  ]);
};
const hash = async (path: string) => {
  const sum = createHash('sha256');
  await pipeline(createReadStream(path), sum);
  return sum.digest('hex');
};

const contenders = [
  { name: 'minigate', run: download },
  { name: 'curl', run: curl },
];
await interleave(contenders, 3);
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
const samples = await interleave(contenders, pairs);
clearInterval(watch);

console.log(`downloadFile: 1 GiB over TLS, ${pairs} interleaved pairs`);
report(
  'throughput / curl -o',
  showRatio(ratio(samples.get('curl') ?? [], samples.get('minigate') ?? [], 'wall')),
  '≥ 0.6',
);
report(
  'resident memory, growth after three downloads (MiB)',
  ((peak - before) / 1024 ** 2).toFixed(1),
  '≤ 10',
);
report('same bytes', (await hash(own)) === (await hash(others)) ? 'yes' : 'NO');
await network.close();
rmSync(folder, { recursive: true, force: true });
server.stop();
