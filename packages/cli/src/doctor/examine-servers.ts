import { diagnose, type Diagnosis } from '@minigate/network/diagnose';
import { parseApi } from '../api-name.ts';
import { parseDuration } from '../duration.ts';
import { type Io, jsonLine, printable } from '../output.ts';
import type { PlatformFlags } from '../platform/platform.ts';
import { policyOf, type PolicySource } from '../policy-source.ts';
import { checkReach, type ReachFlags } from '../reach.ts';
import { UsageError } from '../usage-error.ts';
import { describeDiagnosis } from './text-report.ts';

/** What `minigate doctor` may be told by flags. */
export interface DoctorOptions extends PolicySource, ReachFlags, PlatformFlags {
  readonly acceleration?: boolean;
  readonly api?: string;
  readonly timeout?: string;
  readonly json?: boolean;
}

/**
 * `minigate doctor`: examines servers one after the other, and tells of each when it is done.
 *
 * @returns the exit code: 0, or 1 if something fails
 * @throws UsageError if the command cannot be carried out
 */
export async function examineServers(
  servers: readonly string[],
  options: DoctorOptions,
  io: Io,
): Promise<number> {
  if (servers.length === 0) {
    throw new UsageError(
      'There is no server to examine. Write some behind the flags, or pass --acceleration.',
    );
  }
  if (options.app !== undefined || options.platform !== undefined) {
    throw new UsageError(
      '--app and --platform go with --acceleration. For servers, name a policy with --policy.',
    );
  }
  const api = options.api === undefined ? undefined : parseApi(options.api);
  const timeout = options.timeout === undefined ? undefined : parseTimeout(options.timeout);
  const { ca, resolve, allowAddresses } = await checkReach(options, io.cwd);
  const policy = await policyFrom(options, io, api);
  const terms = {
    ...(api !== undefined && { api }),
    ...(timeout !== undefined && { timeout }),
    ...(ca !== undefined && { ca }),
    ...(policy !== undefined && { policy }),
    resolve,
    allowAddresses,
  };
  const show = options.json === true ? jsonLine : (report: Diagnosis) => describeDiagnosis(report, io);
  let code = 0;
  for (const server of servers) {
    const report = await diagnose(server, terms);
    if (report.outcome === 'failure') code = 1;
    io.stdout.write(`${show(report)}\n`);
    await io.drained();
  }
  return code;
}

async function policyFrom(
  { domain, policy: file }: DoctorOptions,
  io: Io,
  api: ReturnType<typeof parseApi> | undefined,
) {
  if (domain === undefined && file === undefined) return undefined;
  const { policy, warnings } = await policyOf({ domain, policy: file }, io.cwd, api);
  for (const warning of warnings) io.stderr.write(`Ignored: ${printable(warning)}\n`);
  return policy;
}

export function parseTimeout(text: string): number {
  const time = parseDuration(text);
  if (time !== undefined && time >= 1 && time <= 30_000) return time;
  throw new UsageError(`--timeout "${text}" is not a time up to 30s. Write 500ms or 10s.`);
}
