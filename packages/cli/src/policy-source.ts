import { readFile } from 'node:fs/promises';
import { resolve as resolvePath } from 'node:path';
import {
  type Api,
  parsePolicyDocument,
  parseServerDomain,
  type PolicyDocument,
  type PolicyIssue,
} from '@minigate/policy';
import { reasonOf, UsageError } from './usage-error.ts';

/** Where the server domains come from; the two do not go together. */
export interface PolicySource {
  readonly domain?: readonly string[] | undefined;
  /** The file of a policy document. */
  readonly policy?: string | undefined;
}

/**
 * The policy document that `--domain` flags or a `--policy` file stand for.
 *
 * @param folder where a relative path begins
 * @param api the call for which the domains are meant; only `connectSocket` knows `wss` entries
 * @returns the document, what of the file is not in force, and a sentence for each of it
 * @throws UsageError if a domain is none, or the file is no policy document
 */
export async function policyOf(
  { domain, policy: file }: PolicySource,
  folder: string,
  api: Api = 'request',
): Promise<{ policy: PolicyDocument; ignored: readonly PolicyIssue[]; warnings: string[] }> {
  if (file === undefined) return { policy: policyOfDomains(domain ?? [], api), ignored: [], warnings: [] };
  if (domain !== undefined) {
    throw new UsageError(
      '--domain and --policy cannot go together: a policy document has its own list of server domains.',
    );
  }
  const parsed = parsePolicyDocument(await readPolicy(resolvePath(folder, file), file));
  if (!parsed.ok) {
    throw new UsageError(`The policy document "${file}" cannot be used.`, parsed.issues.map(describeIssue));
  }
  const { document: policy, ignored } = parsed;
  return { policy, ignored, warnings: ignored.map((issue) => `${file}: ${describeIssue(issue)}`) };
}

function policyOfDomains(domains: readonly string[], api: Api): PolicyDocument {
  for (const text of domains) {
    const result = parseServerDomain(text, { api });
    if (!result.ok)
      throw new UsageError(`--domain "${text}" cannot be a server domain.`, [describeIssue(result.issue)]);
  }
  const parsed = parsePolicyDocument({ appId: 'local', version: 1, serverDomains: [...new Set(domains)] });
  if (!parsed.ok)
    throw new UsageError('These server domains cannot be used.', parsed.issues.map(describeIssue));
  return parsed.document;
}

async function readPolicy(path: string, name: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The policy document "${name}" cannot be read: ${reasonOf(error)}.`);
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UsageError(`The policy document "${name}" is not JSON: ${reasonOf(error)}.`);
  }
}

/** One sentence, with the place in the document and what to write instead. */
export function describeIssue({ at, message, correction }: PolicyIssue): string {
  const place = at === undefined || message.includes(at) ? '' : `${at}: `;
  return `${place}${message}${correction === undefined ? '' : ` Write: ${correction}`}`;
}
