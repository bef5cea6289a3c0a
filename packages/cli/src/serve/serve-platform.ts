import { randomBytes } from 'node:crypto';
import { createOperator, type Settings, startPlatform } from '@minigate/platform';
import { colorsFor, type Io, printable } from '../output.ts';
import { reasonOf, UsageError } from '../usage-error.ts';
import { pagesFolder } from '../pages-folder.ts';
import { platformSettings } from './platform-settings.ts';

/** What `minigate serve` may be told by flags. */
export interface ServeOptions {
  readonly port?: string;
  readonly host?: string;
  readonly data?: string;
  readonly publicUrl?: string;
  /** The e-mail address of an operator to make. */
  readonly createOperator?: string;
}

/**
 * `minigate serve`: serves a platform until it is told to end.
 *
 * @returns the exit code 0
 * @throws UsageError if a setting is wrong, or the platform cannot start with it
 */
export async function servePlatform(options: ServeOptions, io: Io): Promise<number> {
  const settings = platformSettings(
    {
      MINIGATE_PORT: options.port,
      MINIGATE_HOST: options.host,
      MINIGATE_DATA: options.data,
      MINIGATE_PUBLIC_URL: options.publicUrl,
    },
    io,
  );
  if (options.createOperator !== undefined) await makeOperator(options.createOperator, settings, io);
  const told = new Promise<void>((resolve) => io.onInterrupt(resolve));
  const platform = await startPlatform(settings, { logTo: io.stderr, pages: pagesFolder() }).catch(
    (error: unknown) => {
      throw new UsageError(`The platform cannot start: ${whyNot(error, settings)}`);
    },
  );
  const { bold, dim } = colorsFor(io.stdout, io.env);
  const database = settings.databaseUrl === undefined ? settings.dataDirectory : 'PostgreSQL';
  io.stdout.write(`\n  Minigate platform at ${bold(platform.publicUrl)}\n`);
  io.stdout.write(
    dim(
      `  console ${platform.publicUrl}/console · API description ${platform.publicUrl}/openapi.json · data in ${database} · Ctrl-C ends it\n\n`,
    ),
  );
  await told;
  await platform.close();
  return 0;
}

/** An account of that address becomes an operator, with a new password. */
async function makeOperator(email: string, settings: Settings, io: Io): Promise<void> {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw new UsageError(`--create-operator "${email}" is not an e-mail address.`);
  }
  const password = randomBytes(15).toString('base64url');
  await createOperator(settings, { email, password }).catch((error: unknown) => {
    throw new UsageError(`The operator cannot be made: ${whyNot(error, settings)}`);
  });
  io.stdout.write(
    `\n  Operator ${printable(email)}, password ${password}\n  It is shown this once. Change it after signing in.\n`,
  );
}

/** What keeps it from starting, and what to do. */
function whyNot(error: unknown, { host, port, databaseUrl }: Settings): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return `port ${port} of ${host} is taken by another program. End that one, or name another port with --port.`;
  }
  if (code === 'EADDRNOTAVAIL')
    return `this machine has no address ${host}. Name one that it has with --host.`;
  if (databaseUrl !== undefined) {
    return `PostgreSQL cannot be used: ${reasonOf(error)}. Check DATABASE_URL, and that the server runs.`;
  }
  return `${reasonOf(error)}.`;
}
