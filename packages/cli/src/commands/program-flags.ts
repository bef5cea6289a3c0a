import type { Command } from 'commander';

/** Gives a command the flags that name a mini program on a platform. */
export function ofProgram(command: Command): Command {
  return command
    .requiredOption('--app <id>', 'the AppId of the mini program')
    .option('--platform <url>', 'the platform; without it, that of the last login')
    .option('--ca <file>', 'PEM certificates to trust beside those of the system')
    .option('--json', 'one JSON object instead of text');
}
