/** What one run of a contender took. */
export interface Sample {
  /** Seconds of wall clock. */
  wall: number;
  /** Seconds of CPU of this process. */
  cpu: number;
}

export interface Contender {
  name: string;
  run(): Promise<void> | void;
}

/** Runs it once and says what it took. */
export async function measure(run: () => Promise<void> | void): Promise<Sample> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await run();
  const wall = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  return { wall, cpu: (used.user + used.system) / 1e6 };
}

/**
 * Runs all contenders in turn, again and again, so that a drift of the machine's speed meets all of them, and
 * gives each one's samples in order: sample n of one and sample n of another are a pair.
 */
export async function interleave(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Every other round runs backwards, so that nobody always follows the same neighbour.
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const { name, run } of order) samples.get(name)?.push(await measure(run));
  }
  return samples;
}

interface Ratio {
  median: number;
  low: number;
  high: number;
}

/** The ratio of two contenders pair by pair: its median and its quartiles. */
export function ratio(a: readonly Sample[], b: readonly Sample[], figure: keyof Sample): Ratio {
  const ratios = a.map((sample, n) => sample[figure] / (b[n]?.[figure] ?? Number.NaN));
  return { median: quantile(ratios, 0.5), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((x, y) => x - y);
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export function showRatio({ median, low, high }: Ratio): string {
  return `${median.toFixed(2)}  (quartiles ${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** One line of a report: what was measured, the figure, and the goal it is held against. */
export function report(what: string, figure: string, goal?: string): void {
  console.log(`  ${what.padEnd(58)} ${figure}${goal === undefined ? '' : `  goal ${goal}`}`);
}
