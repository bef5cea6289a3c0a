import { Command } from 'commander';
import type { LoginOptions } from '../login/log-in.ts';
import type { Io } from '../output.ts';

const examples = `
Examples:
  minigate login https://minigate.example.com --email me@example.com
  minigate login http://127.0.0.1:7300 --email me@example.com --password-stdin < password.txt

The session is kept in the config folder of this user, readable by nobody else; minigate logout ends it.
Exit: 0, or 2 if the platform refuses.`;

/** `minigate login`. `done` gets the exit code. */
export function loginCommand(io: Io, done: (code: number) => void): Command {
  return new Command('login')
    .description('Sign in to a platform, for the commands that change something there')
    .argument('<platform>', 'its address, such as https://minigate.example.com')
    .requiredOption('--email <address>', 'who signs in')
    .option('--password-stdin', 'the password is one line of the standard input')
    .option('--ca <file>', 'PEM certificates to trust beside those of the system')
    .addHelpText('after', examples)
    .action(async (platform: string, flags: LoginOptions) => {
      const { logIn } = await import('../login/log-in.ts');
      done(await logIn(platform, flags, io));
    });
}

/** `minigate logout`. `done` gets the exit code. */
export function logoutCommand(io: Io, done: (code: number) => void): Command {
  return new Command('logout')
    .description('End the session with a platform')
    .argument('[platform]', 'its address; without it, the one of the last login')
    .option('--ca <file>', 'PEM certificates to trust beside those of the system')
    .addHelpText('after', '\nExit: 0, or 2 if there is no session.')
    .action(async (platform: string | undefined, flags: { ca?: string }) => {
      const { logOut } = await import('../login/log-in.ts');
      done(await logOut(platform, flags, io));
    });
}
