import { readFile } from 'node:fs/promises';
import { resolve as resolvePath } from 'node:path';
import { fetchKeySet } from '@minigate/network';
import type { Io } from '../output.ts';
import { asked, checkThumbprint, networkOptions, unavailable } from '../platform/platform.ts';
import { checkReach, type ReachFlags } from '../reach.ts';
import { reasonOf, UsageError } from '../usage-error.ts';
import { tellVerdict } from './verdict.ts';

/** What `minigate policy verify` may be told by flags; the first three are needed. */
export interface VerifyOptions extends ReachFlags {
  readonly issuer: string;
  readonly app: string;
  readonly platformKey: string;
  /** A file with the keys, in place of a question to the issuer. */
  readonly keys?: string;
  readonly json?: boolean;
}

/** No signed policy is longer. */
const longestInput = 1024 * 1024 + 2;

/**
 * `minigate policy verify`: whether a client would take a signed policy, and why not.
 *
 * @param name a file, or `-` for the standard input
 * @returns the exit code: 0, or 1 if it would not
 * @throws UsageError if the command cannot be carried out
 */
export async function verifyPolicyFile(name: string, options: VerifyOptions, io: Io): Promise<number> {
  const { issuer, app: appId, platformKey, keys } = options;
  const thumbprint = checkThumbprint(platformKey);
  const text = name === '-' ? await readInput(io.stdin) : await readNamed(name, 'The signed policy', io.cwd);
  const keySet =
    keys === undefined
      ? await askIssuer(options, io)
      : parse(await readNamed(keys, 'The key set', io.cwd), keys);
  const json = options.json === true;
  return tellVerdict(text.trim(), keySet, { issuer, appId, thumbprint }, { json, io });
}

async function askIssuer(options: VerifyOptions, io: Io): Promise<unknown> {
  const { issuer } = options;
  const reach = await checkReach(options, io.cwd);
  const answer = await asked(() => fetchKeySet({ issuer, ...networkOptions(reach) }), '--issuer');
  if (answer.ok) return answer.keySet;
  throw unavailable(
    `The keys of ${issuer} cannot be had. Name a file that has them with --keys.`,
    answer.fault,
  );
}

async function readNamed(name: string, what: string, folder: string): Promise<string> {
  try {
    return await readFile(resolvePath(folder, name), 'utf8');
  } catch (error) {
    throw new UsageError(`${what} "${name}" cannot be read: ${reasonOf(error)}.`);
  }
}

/** What is longer than any policy is not read to its end. */
async function readInput(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      chunks.push(bytes);
      length += bytes.length;
      if (length > longestInput) break;
    }
  } catch (error) {
    throw new UsageError(`The standard input cannot be read: ${reasonOf(error)}.`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`The key set "${name}" is not JSON: ${reasonOf(error)}.`);
  }
}
