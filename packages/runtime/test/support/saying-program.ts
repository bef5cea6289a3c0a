import { createMiniProgram, type MiniProgram, type MiniProgramOptions } from '@minigate/runtime';
import { onTestFinished } from 'vitest';

interface SayingProgram {
  readonly program: MiniProgram;
  /** The next line that the program says. */
  line(): Promise<string>;
}

/** Runs a script and hears what it says; it ends with the test. */
export async function sayingProgram(
  source: string,
  options: Partial<Omit<MiniProgramOptions, 'directory' | 'source'>> = {},
): Promise<SayingProgram> {
  const lines: string[] = [];
  let wake = () => {};
  const program = await createMiniProgram({
    policy: { appId: 'demo', version: 1, serverDomains: ['https://api.example.com'] },
    ...options,
    source,
    onConsole: ({ args }) => {
      lines.push(args.join(' '));
      wake();
    },
  });
  onTestFinished(() => program.close());
  return {
    program,
    async line() {
      while (lines.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return lines.shift() ?? '';
    },
  };
}
