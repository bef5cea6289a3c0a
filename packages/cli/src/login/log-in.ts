import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { type Io, printable } from '../output.ts';
import { configFolder } from '../platform/config-folder.ts';
import { Logins } from '../platform/logins.ts';
import { PlatformClient, PlatformRefusal } from '../platform/platform-client.ts';
import { refusalOf } from '../platform/signed-in.ts';
import { checkReach } from '../reach.ts';
import { UsageError } from '../usage-error.ts';

/** What `minigate login` may be told by flags. */
export interface LoginOptions {
  readonly email: string;
  readonly passwordStdin?: boolean;
  readonly ca?: string;
}

/**
 * `minigate login`: signs in to a platform and keeps the session for the other commands.
 *
 * @returns the exit code 0
 * @throws UsageError if the platform refuses, or nobody can be asked for the password
 */
export async function logIn(platform: string, options: LoginOptions, io: Io): Promise<number> {
  const { ca } = await checkReach({ ca: options.ca }, io.cwd);
  const client = new PlatformClient({ platform, ca });
  const { email } = options;
  const password = await readSecret(options.passwordStdin === true, `Password of ${printable(email)}: `, io);
  const body = { email, password, as: 'token' };
  const answer = await client.call('POST', '/console/v1/session', body).catch((error: unknown) => {
    throw error instanceof PlatformRefusal ? refusalOf(error, platform) : error;
  });
  const { token, teams } = answer as { token: string; teams: readonly { name: string; role: string }[] };
  const logins = new Logins(configFolder(io.env));
  await logins.keep({ platform, email, token });
  const named = teams.map(({ name, role }) => `${name} (${role})`).join(', ');
  io.stdout.write(`Signed in to ${platform} as ${printable(email)}.\n`);
  io.stdout.write(`${named === '' ? 'You are in no team yet.' : `Teams: ${printable(named)}.`}\n`);
  return 0;
}

/**
 * `minigate logout`: ends the session, on the platform too.
 *
 * @returns the exit code 0
 * @throws UsageError if there is no session
 */
export async function logOut(
  platform: string | undefined,
  options: { ca?: string },
  io: Io,
): Promise<number> {
  const logins = new Logins(configFolder(io.env));
  const login = await logins.find(platform);
  if (login === undefined) throw new UsageError('You are not signed in there.');
  const { ca } = await checkReach({ ca: options.ca }, io.cwd);
  const client = new PlatformClient({ ...login, ca });
  await client.call('DELETE', '/console/v1/session').catch((error: unknown) => {
    if (!(error instanceof PlatformRefusal)) throw error;
  });
  await logins.forget(login.platform);
  io.stdout.write(`Signed out of ${login.platform}.\n`);
  return 0;
}

/**
 * A secret from the standard input (one line), or from the person at the terminal.
 *
 * @throws UsageError if there is neither
 */
export async function readSecret(fromStdin: boolean, question: string, io: Io): Promise<string> {
  const given = fromStdin
    ? (await text(Readable.from(io.stdin))).replace(/\r?\n$/, '')
    : await io.askSecret(question);
  if (given !== undefined && given !== '') return given;
  throw new UsageError(
    fromStdin
      ? 'The standard input is empty.'
      : 'Nobody can be asked here. Give the secret on the standard input, with the flag that says so.',
  );
}
