import type { Io } from '../output.ts';
import { checkReach } from '../reach.ts';
import { UsageError } from '../usage-error.ts';
import { configFolder } from './config-folder.ts';
import { Logins } from './logins.ts';
import { PlatformClient, PlatformRefusal } from './platform-client.ts';

/** How a command is told of the platform that somebody is signed in to. */
export interface ClientFlags {
  /** The platform; without it, that of the last login. */
  readonly platform?: string;
  readonly ca?: string;
}

/** And of the mini program there. */
export interface ProgramFlags extends ClientFlags {
  readonly app: string;
  readonly json?: boolean;
}

/**
 * Calls a platform as the one who has signed in with `minigate login`.
 *
 * @throws UsageError if nobody has, or the platform refuses; its own sentence tells why
 */
export async function asSignedIn<T>(
  flags: ClientFlags,
  io: Io,
  work: (client: PlatformClient) => Promise<T>,
): Promise<T> {
  const login = await new Logins(configFolder(io.env)).find(flags.platform);
  if (login === undefined) {
    const where = flags.platform ?? 'https://minigate.example.com';
    throw new UsageError(`You are not signed in to a platform. Sign in first: minigate login ${where}`);
  }
  const { ca } = await checkReach({ ca: flags.ca }, io.cwd);
  const client = new PlatformClient({ platform: login.platform, token: login.token, ca });
  try {
    return await work(client);
  } catch (error) {
    throw error instanceof PlatformRefusal ? refusalOf(error, login.platform) : error;
  }
}

/** A refusal as a sentence for people, with what the platform says of each entry. */
export function refusalOf({ code, message, details }: PlatformRefusal, platform: string): UsageError {
  if (code === 'NOT_SIGNED_IN') {
    return new UsageError(`Your session with ${platform} is over. Sign in again: minigate login ${platform}`);
  }
  const { entries, faults } = details as { entries?: unknown; faults?: unknown };
  return new UsageError(message, [...describeEntries(entries), ...describeFaults(faults)]);
}

/** What a platform says of entries of a list of server domains: those that it refused. */
export function describeEntries(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((row: unknown) => {
    const { ok, message, correction } = (row ?? {}) as Readonly<Record<string, unknown>>;
    if (ok === true || typeof message !== 'string') return [];
    return [typeof correction === 'string' ? `${message} Write: ${correction}` : message];
  });
}

function describeFaults(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((row: unknown) => {
    const { at, message } = (row ?? {}) as Readonly<Record<string, unknown>>;
    return typeof at === 'string' && typeof message === 'string' ? [`${at}: ${message}`] : [];
  });
}
