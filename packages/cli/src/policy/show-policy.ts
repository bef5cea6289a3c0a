import { fetchKeySet, fetchPolicy } from '@minigate/network';
import { type Io, printable } from '../output.ts';
import { asked, networkOptions, type PlatformFlags, platformOf, unavailable } from '../platform/platform.ts';
import { checkReach, type ReachFlags } from '../reach.ts';
import { tellVerdict } from './verdict.ts';

/** What `minigate policy show` may be told by flags. */
export interface ShowOptions extends PlatformFlags, ReachFlags {
  readonly json?: boolean;
}

/**
 * `minigate policy show`: the policy that a platform has signed last.
 *
 * @returns the exit code: 0, or 1 if what the platform answers is no policy that a client would take
 * @throws UsageError if the command cannot be carried out, as when the platform cannot be reached
 */
export async function showPolicy(options: ShowOptions, io: Io): Promise<number> {
  const reach = await checkReach(options, io.cwd);
  const platform = await platformOf(options, reach, io);
  for (const notice of platform.notices) io.stderr.write(`${printable(notice)}\n`);
  const { issuer, appId } = platform;
  const there = { issuer, appId, ...networkOptions(reach) };
  const [policy, keys] = await asked(() => Promise.all([fetchPolicy(there), fetchKeySet(there)]));
  if (!policy.ok) throw unavailable(`The policy of ${issuer} for "${appId}" cannot be had.`, policy.fault);
  if (!keys.ok) throw unavailable(`The keys of ${issuer} cannot be had.`, keys.fault);
  return tellVerdict(policy.text, keys.keySet, platform, { json: options.json === true, io });
}
