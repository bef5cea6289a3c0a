import { Command } from 'commander';
import type { Io } from '../output.ts';
import type { ServeOptions } from '../serve/serve-platform.ts';

const examples = `
Examples:
  minigate serve
  minigate serve --create-operator me@example.com
  minigate serve --port 7300 --data /var/lib/minigate
  DATABASE_URL=postgres://… MINIGATE_SECRET=… minigate serve

Everything else is set by environment variables; docs/guide/platform.md lists them. The log goes to the standard
error, one JSON object a line.

Ctrl-C or SIGTERM ends it: requests under way are answered first.
Exit: 0 when it was ended, or 2 if it cannot start.`;

/** `minigate serve`. `done` gets the exit code. */
export function serveCommand(io: Io, done: (code: number) => void): Command {
  return new Command('serve')
    .description('Serve a platform: console API, access tokens, signed policies')
    .option('--port <number>', 'the port to listen on; 0 takes a free one (MINIGATE_PORT)')
    .option('--host <address>', 'the address to listen on (MINIGATE_HOST)')
    .option('--data <folder>', 'the folder of the embedded database and the keys (MINIGATE_DATA)')
    .option(
      '--public-url <url>',
      'where clients reach it, such as https://minigate.example.com (MINIGATE_PUBLIC_URL)',
    )
    .option('--create-operator <email>', 'make an operator first, and show its password this once')
    .addHelpText('after', examples)
    .action(async (flags: ServeOptions) => {
      const { servePlatform } = await import('../serve/serve-platform.ts');
      done(await servePlatform(flags, io));
    });
}
