import { compileFunction } from 'node:vm';
import { createMiniProgram, type MiniProgramOptions } from '@minigate/runtime';
import { createNetwork, type NetworkApi } from '@minigate/network';
import { onTestFinished } from 'vitest';

type Options = Omit<MiniProgramOptions, 'source' | 'directory'>;

const texts = (args: readonly unknown[]): string => args.map(String).join(' ');

/** Collects lines until one of them is `end`. */
function collector() {
  const lines: string[] = [];
  let finish = () => {};
  const finished = new Promise<string[]>((resolve) => (finish = () => resolve(lines)));
  return {
    finished,
    log(...args: unknown[]) {
      const line = texts(args);
      if (line === 'end') finish();
      else lines.push(line);
    },
  };
}

/**
 * Runs a script in a sandbox, and once more on a network of its own without one: with `wx` and `log`, until it
 * logs `end`. A script that logs what it gets logs the same in both.
 */
export async function insideAndOutside(
  options: Options,
  source: string,
): Promise<{ inside: string[]; outside: string[] }> {
  const inside = collector();
  const program = await createMiniProgram({
    ...options,
    source: `const log = (...args) => console.log(...args.map(String)); ${source}`,
    onConsole: ({ args }) => inside.log(...args),
  });
  onTestFinished(() => program.close());
  program.on('error', ({ message }) => inside.log(message));
  const outside = collector();
  const network = createNetwork(options);
  onTestFinished(() => network.close());
  const run = compileFunction(source, ['wx', 'log']) as (wx: NetworkApi, log: typeof outside.log) => void;
  run(network.api, outside.log);
  return { inside: await inside.finished, outside: await outside.finished };
}
