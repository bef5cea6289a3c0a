import { decide } from '@minigate/policy';
import { parseApi } from '../api-name.ts';
import { readConfig } from '../config.ts';
import { type Io, printable } from '../output.ts';
import { policyOf, type PolicySource } from '../policy-source.ts';
import { UsageError } from '../usage-error.ts';
import { readStrings } from './input.ts';
import { showJson, showText } from './verdicts.ts';

/** What `minigate check` may be told by flags. */
export interface CheckOptions extends PolicySource {
  readonly api?: string;
  readonly debugging?: boolean;
  readonly stdin?: boolean;
  readonly json?: boolean;
}

/**
 * `minigate check`: says of each URL whether a mini program may call it. URLs of the command line come
 * first, then those of the standard input, one by one as they arrive.
 *
 * @returns the exit code: 0, or 1 if a URL was denied, in debugging mode too
 * @throws UsageError if the command cannot be carried out, or at the first bad line of the standard input
 */
export async function checkUrls(urls: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  if (urls.length === 0 && options.stdin !== true) {
    throw new UsageError('There is no URL to check. Write some behind the flags, or pass --stdin.');
  }
  const api = parseApi(options.api ?? 'request');
  const { policy, warnings } = await policyOf(await sourceOf(options, io.cwd), io.cwd, api);
  for (const warning of warnings) io.stderr.write(`Ignored: ${printable(warning)}\n`);

  const context = { debugging: options.debugging === true };
  const show = options.json === true ? showJson : showText(io);
  let code = 0;
  for await (const url of together(urls, options.stdin === true ? readStrings(io.stdin) : [])) {
    const decision = decide(policy, api, url, context);
    if (decision.verdict === 'deny') code = 1;
    io.stdout.write(`${show(url, decision)}\n`);
    await io.drained();
  }
  return code;
}

/** From flags, or else from `minigate.json` in the current folder. */
async function sourceOf({ domain, policy }: CheckOptions, folder: string): Promise<PolicySource> {
  if (domain !== undefined || policy !== undefined) return { domain, policy };
  const config = await readConfig(folder);
  if (config.domain !== undefined || config.policy !== undefined) return config;
  throw new UsageError(
    'There is nothing to check against. Name the server domains, as in --domain https://api.example.com, or a policy document with --policy.',
  );
}

async function* together(
  first: Iterable<string>,
  then: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string> {
  yield* first;
  yield* then;
}
