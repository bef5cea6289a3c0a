import { Command } from 'commander';
import type { Io } from '../output.ts';
import type { TokenOptions } from '../token/get-token.ts';

const examples = `
Examples:
  minigate token --platform https://minigate.example.com --app mpabc
  printf %s "$APP_SECRET" | minigate token --platform https://minigate.example.com --app mpabc --secret-stdin

The access token alone goes to the standard output. Asked again, the platform gives the same one with the time that is
left; --force-refresh ends it and gives a new one.
Exit: 0, or 2 if the platform refuses.`;

/** `minigate token`. `done` gets the exit code. */
export function tokenCommand(io: Io, done: (code: number) => void): Command {
  return new Command('token')
    .description('Get the access token of a mini program, for its AppId and AppSecret')
    .requiredOption('--app <id>', 'the AppId of the mini program')
    .requiredOption('--platform <url>', 'the platform, such as https://minigate.example.com')
    .option('--secret-stdin', 'the AppSecret is one line of the standard input')
    .option('--force-refresh', 'end the token in force and get a new one')
    .option('--ca <file>', 'PEM certificates to trust beside those of the system')
    .option('--json', 'the answer as one JSON object')
    .addHelpText('after', examples)
    .action(async (flags: TokenOptions) => {
      const { getToken } = await import('../token/get-token.ts');
      done(await getToken(flags, io));
    });
}
