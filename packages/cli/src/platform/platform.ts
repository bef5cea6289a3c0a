import { fetchSigner, type PolicyFeedFault } from '@minigate/network';
import type { Io } from '../output.ts';
import type { Reach } from '../reach.ts';
import { UsageError } from '../usage-error.ts';
import { configFolder } from './config-folder.ts';
import { isThumbprint, KnownPlatforms } from './known-platforms.ts';

/** How a command is told of a platform. */
export interface PlatformFlags {
  readonly app?: string | undefined;
  readonly platform?: string | undefined;
  readonly platformKey?: string | undefined;
}

/** A platform, one of its mini programs, and the key that is trusted. */
export interface Platform {
  readonly issuer: string;
  readonly appId: string;
  readonly thumbprint: string;
  /** What a person should know of why it is trusted. */
  readonly notices: readonly string[];
}

/**
 * The platform that the flags name. Without `--platform-key` the key that was remembered is trusted; and
 * where none was, the one that the platform says, which is remembered and told.
 *
 * @throws UsageError if the flags do not fit, or the platform cannot be asked for its key
 */
export async function platformOf(flags: PlatformFlags, reach: Reach, io: Io): Promise<Platform> {
  const { app: appId, platform: issuer, platformKey } = flags;
  if (issuer === undefined || appId === undefined || appId === '') {
    throw new UsageError(
      '--platform and --app go together: the platform, and the AppId of the mini program there.',
    );
  }
  if (platformKey !== undefined) {
    return { issuer, appId, thumbprint: checkThumbprint(platformKey), notices: [] };
  }
  const known = new KnownPlatforms(configFolder(io.env));
  const remembered = await known.find(issuer);
  if (remembered !== undefined) return { issuer, appId, thumbprint: remembered, notices: [] };
  const first = await asked(() => fetchSigner({ issuer, appId, ...networkOptions(reach) }));
  if (!first.ok) throw unavailable(`The key of ${issuer} cannot be had.`, first.fault);
  const { thumbprint } = first;
  await known.remember(issuer, thumbprint);
  const notice =
    `First use of ${issuer}: its key ${thumbprint} is trusted from now on and remembered in ${known.path}. ` +
    'Compare it with the thumbprint that the platform publishes, or pin that one with --platform-key.';
  return { issuer, appId, thumbprint, notices: [notice] };
}

export function checkThumbprint(text: string): string {
  if (isThumbprint(text)) return text;
  throw new UsageError(
    `--platform-key "${text}" is no thumbprint: it has 43 letters, digits, hyphens and underscores.`,
  );
}

/** What the flags of a command mean for a connection to a platform. */
export function networkOptions({ ca, resolve, proxy }: Reach) {
  return {
    resolve,
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/** A platform that is named in a way that cannot be used is a fault of the command line. */
export async function asked<T>(ask: () => T | Promise<T>, flag = '--platform'): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`${flag}: ${error.message}`);
    throw error;
  }
}

export function unavailable(sentence: string, fault: PolicyFeedFault | undefined): UsageError {
  return new UsageError(
    sentence,
    fault === undefined ? [] : [`${fault.code}: ${fault.message}`, fault.suggestion],
  );
}
