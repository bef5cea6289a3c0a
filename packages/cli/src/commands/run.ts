import { Command } from 'commander';
import type { Io } from '../output.ts';
import type { RunOptions } from '../config.ts';
import { howServersAreFound, whatMayBeReached } from './run-flags.ts';

const examples = `
Examples:
  minigate run examples/hello-request --domain https://api.example.com
  minigate run my-program --policy policy.json --at 2s=background --at 9s=foreground
  minigate run my-program --domain https://api.example.com --har calls.har --json
  minigate run my-program --app my-program --platform https://platform.example.com

Defaults come from minigate.json in the current folder:
  { "domain": ["https://api.example.com"], "for": "60s" }

Exit: 0, or 1 if a call was refused or the program threw, or 2 if the command cannot be carried out.`;

/** `minigate run`. `done` gets the exit code. */
export function runCommand(io: Io, done: (code: number) => void): Command {
  const collect = (value: string, before: string[] = []) => [...before, value];
  const command = new Command('run')
    .description('Run a mini program under the network rules of production')
    .argument('<program>', 'the folder of a mini program, or one JavaScript file');
  return howServersAreFound(whatMayBeReached(command))
    .optionsGroup('How the run goes:')
    .option('--for <time>', 'end it after 60s or 2m; without this, when nothing is left to do')
    .option('--at <time=event>', '* 2s=background hides the program, 9s=foreground shows it', collect)
    .option('--mocks <file>', 'answers in place of servers, as the simulator saves them')
    .optionsGroup('What it writes:')
    .option('--json', 'one JSON object a line instead of text')
    .option('--har <file>', 'all calls as a HAR file, without credentials and cookies')
    .option('--har-secrets', 'leave credentials and cookies in the HAR file')
    .addHelpText('after', examples)
    .action(async (program: string, flags: RunOptions) => {
      const { runProgram } = await import('../run/run-program.ts');
      done(await runProgram(program, flags, io));
    });
}
