import { colorsFor, type Io, jsonLine } from '../output.ts';
import { asSignedIn, type ProgramFlags } from '../platform/signed-in.ts';
import { UsageError } from '../usage-error.ts';

/** What `minigate secret` may be told by flags. */
export interface SecretOptions extends ProgramFlags {
  readonly yes?: boolean;
}

/**
 * `minigate secret reset`: makes a new AppSecret and shows it, this once.
 *
 * @returns the exit code 0
 * @throws UsageError without `--yes`, or if the platform refuses
 */
export async function resetSecret(options: SecretOptions, io: Io): Promise<number> {
  if (options.yes !== true) {
    throw new UsageError(
      'A reset ends the AppSecret in use and every access token that was issued from it, at once. Add --yes if that is what you want.',
    );
  }
  const answer = await asSignedIn(options, io, (client) =>
    client.call('POST', `${pathOf(options.app)}/reset`),
  );
  const { appSecret, generation } = answer as { appSecret: string; generation: number };
  if (options.json === true) io.stdout.write(`${jsonLine({ appId: options.app, appSecret, generation })}\n`);
  else {
    const { dim } = colorsFor(io.stderr, io.env);
    io.stderr.write(
      dim('The new AppSecret. It is shown this once: keep it on your server, never in a mini program.\n'),
    );
    io.stdout.write(`${appSecret}\n`);
  }
  return 0;
}

/**
 * `minigate secret freeze` and `thaw`: while it is frozen, no access tokens are given out.
 *
 * @returns the exit code 0
 * @throws UsageError if the platform refuses
 */
export async function freezeSecret(frozen: boolean, options: SecretOptions, io: Io): Promise<number> {
  const path = `${pathOf(options.app)}/freeze`;
  const state = await asSignedIn(options, io, (client) => client.call(frozen ? 'POST' : 'DELETE', path));
  if (options.json === true) io.stdout.write(`${jsonLine(state)}\n`);
  else
    io.stdout.write(
      frozen ? 'The AppSecret is frozen: it gives no access tokens.\n' : 'The AppSecret is in use again.\n',
    );
  return 0;
}

function pathOf(appId: string): string {
  return `/console/v1/mini-programs/${encodeURIComponent(appId)}/app-secret`;
}
