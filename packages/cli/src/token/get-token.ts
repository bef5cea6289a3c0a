import { type Io, jsonLine, printable } from '../output.ts';
import { readSecret } from '../login/log-in.ts';
import { PlatformClient, PlatformRefusal } from '../platform/platform-client.ts';
import { refusalOf } from '../platform/signed-in.ts';
import { checkReach } from '../reach.ts';

/** What `minigate token` may be told by flags. */
export interface TokenOptions {
  readonly app: string;
  readonly platform: string;
  readonly secretStdin?: boolean;
  readonly forceRefresh?: boolean;
  readonly ca?: string;
  readonly json?: boolean;
}

/**
 * `minigate token`: exchanges AppId and AppSecret for the access token, as a mini program's server does.
 *
 * @returns the exit code 0
 * @throws UsageError if the platform refuses
 */
export async function getToken(options: TokenOptions, io: Io): Promise<number> {
  const { app, platform } = options;
  const { ca } = await checkReach({ ca: options.ca }, io.cwd);
  const client = new PlatformClient({ platform, ca });
  const secret = await readSecret(options.secretStdin === true, `AppSecret of ${printable(app)}: `, io);
  const body = { app_id: app, app_secret: secret, force_refresh: options.forceRefresh === true };
  const answer = await client.call('POST', '/open-api/v1/access-token', body).catch((error: unknown) => {
    throw error instanceof PlatformRefusal ? refusalOf(error, platform) : error;
  });
  const { access_token: token, expires_in: remaining } = answer as {
    access_token: string;
    expires_in: number;
  };
  if (options.json === true) io.stdout.write(`${jsonLine(answer)}\n`);
  else {
    io.stderr.write(`Valid for ${remaining} s.\n`);
    io.stdout.write(`${printable(token)}\n`);
  }
  return 0;
}
