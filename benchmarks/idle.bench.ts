import { createMiniProgram, type MiniProgram } from '@minigate/runtime';
import { quantile, report } from './support/pairs.ts';

/** Idle mini programs: what each of them keeps resident, and how long a hundred take to start. */
const programs = 100;
const rounds = Number(process.env.ROUNDS ?? 5);

const MiB = 1024 ** 2;

const start = async () => {
  const program = await createMiniProgram({
    source: 'App({ onLaunch: function () { this.launched = true; } });',
    policy: { appId: 'bench', version: 1, serverDomains: ['https://bench.example.test'] },
  });
  await program.idle();
  return program;
};

/** Resident memory once it has ceased to move. */
async function settledMemory(): Promise<number> {
  let before = Number.POSITIVE_INFINITY;
  let now = process.memoryUsage.rss();
  while (Math.abs(before - now) > 0.5 * MiB) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 500));
    before = now;
    now = process.memoryUsage.rss();
  }
  return now;
}

/** The first program also pays for what all of them share. */
const first = await start();
const empty = await settledMemory();

const seconds: number[] = [];
let each = 0;
for (let round = 0; round < rounds; round += 1) {
  const began = performance.now();
  const others: MiniProgram[] = await Promise.all(Array.from({ length: programs - 1 }, start));
  seconds.push((performance.now() - began) / 1000);
  // Later rounds start from memory that earlier ones have left to the process.
  if (round === 0) each = ((await settledMemory()) - empty) / (programs - 1) / MiB;
  await Promise.all(others.map((program) => program.close()));
}
await first.close();

console.log(`idle mini programs: 2 to ${programs}, one worker each`);
report('resident memory of each (MiB)', each.toFixed(1), '≤ 12');
const spread = `${quantile(seconds, 0).toFixed(1)} to ${quantile(seconds, 1).toFixed(1)}`;
report(
  `start of ${programs - 1}, all at once (s)`,
  `${quantile(seconds, 0.5).toFixed(1)}  (${spread}, ${rounds} rounds)`,
  '< 4',
);
