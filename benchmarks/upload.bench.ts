import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createNetwork } from '@minigate/network';
import { interleave, ratio, report, showRatio } from './support/pairs.ts';
import { startServer } from './support/server-process.ts';

/** `uploadFile` of 1 GiB over TLS against `curl -F`, and the memory it takes. */
const size = 1024 ** 3;
const pairs = Number(process.env.PAIRS ?? 20);

const run = promisify(execFile);
const server = await startServer();
const folder = mkdtempSync(join(tmpdir(), 'minigate-bench-'));
const ca = join(folder, 'ca.pem');
writeFileSync(ca, server.ca);
const filePath = join(folder, 'large.bin');
await fill(filePath);
const network = createNetwork({
  policy: { appId: 'bench', version: 1, serverDomains: ['https://bench.example.test'] },
  tls: { ca: server.ca },
  resolve: { 'bench.example.test': `127.0.0.1:${server.port}` },
  allowAddresses: ['127.0.0.0/8'],
  userDirectory: folder,
});
let taken = 0;

/** Bytes that compress and repeat would not change a figure here; what counts is that they are on the disk. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  const piece = Buffer.alloc(1024 ** 2, 'minigate');
  for (let written = 0; written < size; written += piece.length) await file.write(piece);
  await file.close();
}

const upload = () =>
  new Promise<void>((resolve, reject) => {
    network.api.uploadFile({
      url: 'https://bench.example.test/sink',
      filePath,
      name: 'file',
      timeout: 600_000,
      success: ({ data }) => {
        taken = Number(data);
        resolve();
      },
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
const curl = async () => {
  const form = ['-F', `file=@${filePath}`, '-H', 'Expect:'];
  await run('curl', ['-s', '--fail', '--cacert', ca, ...form, `https://localhost:${server.port}/sink`]);
};

const contenders = [
  { name: 'minigate', run: upload },
  { name: 'curl', run: curl },
];
await interleave(contenders, 3);
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
const samples = await interleave(contenders, pairs);
clearInterval(watch);

console.log(`uploadFile: 1 GiB over TLS, ${pairs} interleaved pairs`);
report(
  'throughput / curl -F',
  showRatio(ratio(samples.get('curl') ?? [], samples.get('minigate') ?? [], 'wall')),
  '≥ 0.7',
);
report('resident memory, growth after three uploads (MiB)', ((peak - before) / 1024 ** 2).toFixed(1), '≤ 10');
report('every byte arrived', taken > size && taken < size + 1024 ? 'yes' : 'NO');
await network.close();
rmSync(folder, { recursive: true, force: true });
server.stop();
