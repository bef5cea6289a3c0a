import { resolve as resolvePath } from 'node:path';
import type { PolicyDocument } from '@minigate/policy';
import type { RunOptions } from '../config.ts';
import { parseDuration } from '../duration.ts';
import { policyOf } from '../policy-source.ts';
import { checkReach, type Reach } from '../reach.ts';
import { UsageError } from '../usage-error.ts';
import { type Mocks, readMocksFile } from './mocks.ts';
import { parseSteps, type Step } from './rehearsal.ts';

/** The options of a run, checked. Paths are absolute. */
export interface RunSettings extends Reach {
  /** `undefined` where a platform has it. */
  readonly policy: PolicyDocument | undefined;
  readonly policyFile: string | undefined;
  readonly debugging: boolean;
  readonly json: boolean;
  /** The longest time of the run in milliseconds. */
  readonly limit: number | undefined;
  readonly steps: readonly Step[];
  /** Made-up answers, in place of servers. */
  readonly mocks: Mocks | undefined;
  readonly har: { readonly path: string; readonly name: string } | undefined;
  readonly harSecrets: boolean;
  readonly warnings: readonly string[];
}

/**
 * Checks what `minigate run` was told and reads the files it names.
 *
 * @param folder where relative paths begin
 * @throws UsageError with one sentence for the first thing that is wrong
 */
export async function checkOptions(options: RunOptions, folder: string): Promise<RunSettings> {
  const { policy, warnings } = hasPlatform(options)
    ? { policy: undefined, warnings: [] }
    : await policyOf(options, folder);
  return {
    ...(await checkReach(options, folder)),
    policy,
    policyFile: options.policy,
    debugging: options.debugging ?? false,
    json: options.json ?? false,
    limit: options.for === undefined ? undefined : parseLimit(options.for),
    steps: parseSteps(options.at ?? []),
    mocks: options.mocks === undefined ? undefined : await readMocksFile(options.mocks, folder),
    har:
      options.har === undefined ? undefined : { path: resolvePath(folder, options.har), name: options.har },
    harSecrets: options.harSecrets ?? false,
    warnings,
  };
}

/** @throws UsageError if there are server domains beside it */
function hasPlatform({ platform, app, platformKey, domain, policy }: RunOptions): boolean {
  if (platform === undefined && app === undefined && platformKey === undefined) return false;
  if (domain === undefined && policy === undefined) return true;
  throw new UsageError(
    '--platform and --domain or --policy cannot go together: the policy of the platform has its own list of server domains.',
  );
}

function parseLimit(text: string): number {
  const limit = parseDuration(text);
  if (limit !== undefined && limit > 0) return limit;
  throw new UsageError(`--for "${text}" is not a time. Write 500ms, 30s or 2m.`);
}
