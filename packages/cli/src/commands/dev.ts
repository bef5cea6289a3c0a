import { Command } from 'commander';
import type { DevOptions } from '../dev/dev-program.ts';
import type { Io } from '../output.ts';
import { howServersAreFound, whatMayBeReached } from './run-flags.ts';

const examples = `
Examples:
  minigate dev my-program --domain https://api.example.com
  minigate dev my-program --app my-program --platform https://platform.example.com
  minigate dev my-program --policy policy.json --resolve api.example.com=127.0.0.1:8443 --ca ca.pem --allow-address 127.0.0.0/8

The address that it prints lets one browser in, once. Enter prints another one.
Defaults come from minigate.json in the current folder, as for minigate run.

Ctrl-C ends it.
Exit: 0 when it was ended, or 2 if it cannot start.`;

/** `minigate dev`. `done` gets the exit code. */
export function devCommand(io: Io, done: (code: number) => void): Command {
  const command = new Command('dev')
    .description('Run a mini program in the simulator, a page of this machine that shows all it does')
    .argument('<folder>', 'the folder of a mini program');
  return howServersAreFound(whatMayBeReached(command))
    .optionsGroup('The simulator:')
    .option('--port <number>', 'the port on 127.0.0.1; a free one if left out')
    .option('--no-watch', 'do not start the program anew when its files change')
    .addHelpText('after', examples)
    .action(async (folder: string, flags: DevOptions) => {
      const { devProgram } = await import('../dev/dev-program.ts');
      done(await devProgram(folder, flags, io));
    });
}
