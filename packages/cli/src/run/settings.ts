import { resolve as resolvePath } from 'node:path';
import { parseProxy } from '@minigate/network';
import type { PolicyDocument } from '@minigate/policy';
import type { RunOptions } from '../config.ts';
import { parseDuration } from '../duration.ts';
import { policyOf } from '../policy-source.ts';
import { checkReach, type Reach } from '../reach.ts';
import { reasonOf, UsageError } from '../usage-error.ts';
import { parseSteps, type Step } from './rehearsal.ts';

/** The options of a run, checked. Paths are absolute. */
export interface RunSettings extends Reach {
  readonly policy: PolicyDocument;
  readonly policyFile: string | undefined;
  readonly debugging: boolean;
  readonly proxy: string | undefined;
  /** The longest time of the run in milliseconds. */
  readonly limit: number | undefined;
  readonly steps: readonly Step[];
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
  const { policy, warnings } = await policyOf(options, folder);
  return {
    policy,
    policyFile: options.policy,
    debugging: options.debugging ?? false,
    ...(await checkReach(options, folder)),
    proxy: options.proxy === undefined ? undefined : checkProxy(options.proxy),
    limit: options.for === undefined ? undefined : parseLimit(options.for),
    steps: parseSteps(options.at ?? []),
    har:
      options.har === undefined ? undefined : { path: resolvePath(folder, options.har), name: options.har },
    harSecrets: options.harSecrets ?? false,
    warnings,
  };
}

/** The complaint does not quote the URL: it may hold a password. */
function checkProxy(url: string): string {
  try {
    parseProxy(url);
    return url;
  } catch (error) {
    throw new UsageError(`--proxy: ${reasonOf(error)}`);
  }
}

function parseLimit(text: string): number {
  const limit = parseDuration(text);
  if (limit !== undefined && limit > 0) return limit;
  throw new UsageError(`--for "${text}" is not a time. Write 500ms, 30s or 2m.`);
}
