import { diagnoseAcceleration } from '@minigate/network/diagnose';
import type { PolicyDocument, PolicyIssue } from '@minigate/policy';
import { type Io, jsonLine, printable } from '../output.ts';
import { openPlatformPolicy } from '../platform/platform-policy.ts';
import { describeIssue, policyOf } from '../policy-source.ts';
import { checkReach, type Reach } from '../reach.ts';
import { UsageError } from '../usage-error.ts';
import { describeAcceleration } from './acceleration-report.ts';
import { type DoctorOptions, parseTimeout } from './examine-servers.ts';

/**
 * `minigate doctor --acceleration`: tries the candidates of an acceleration policy, and tells which one a program would
 * be given and what is wrong with the others.
 *
 * @returns the exit code: 0, or 1 if something fails
 * @throws UsageError if the command cannot be carried out
 */
export async function examineAcceleration(
  servers: readonly string[],
  options: DoctorOptions,
  io: Io,
): Promise<number> {
  if (servers.length > 0 || options.domain !== undefined || options.api !== undefined) {
    throw new UsageError(
      '--acceleration examines the servers that a policy names: pass neither servers, --domain nor --api.',
    );
  }
  const timeout = options.timeout === undefined ? undefined : parseTimeout(options.timeout);
  const reach = await checkReach(options, io.cwd);
  const { policy, warnings, faults } = await policyFrom(options, reach, io);
  for (const warning of warnings) io.stderr.write(`${printable(warning)}\n`);
  const { ca, resolve, allowAddresses } = reach;
  const found = await diagnoseAcceleration(policy, {
    ...{ resolve, allowAddresses },
    ...(ca !== undefined && { ca }),
    ...(timeout !== undefined && { timeout }),
  });
  const report = faults.length === 0 ? found : { ...found, faults };
  io.stdout.write(`${options.json === true ? jsonLine(report) : describeAcceleration(report, io)}\n`);
  return report.outcome === 'failure' ? 1 : 0;
}

async function policyFrom(
  options: DoctorOptions,
  reach: Reach,
  io: Io,
): Promise<{ policy: PolicyDocument; warnings: readonly string[]; faults: readonly string[] }> {
  const ofPlatform = options.app !== undefined || options.platform !== undefined;
  if (ofPlatform === (options.policy !== undefined)) {
    throw new UsageError(
      '--acceleration needs one policy: a document with --policy, or that of a mini program with --app and --platform.',
    );
  }
  if (!ofPlatform) {
    const { policy, ignored } = await policyOf(options, io.cwd);
    const others = ignored.filter((issue) => !endsAcceleration(issue));
    return {
      policy,
      warnings: others.map((issue) => `Ignored: ${options.policy}: ${describeIssue(issue)}`),
      // They stand in the report.
      faults: ignored.filter(endsAcceleration).map(describeIssue),
    };
  }
  const { feed, policy, warnings } = await openPlatformPolicy(options, reach, io);
  await feed.close();
  return { policy, warnings, faults: [] };
}

/** Whether the acceleration policy is not in force because of it. */
function endsAcceleration({ code, at }: PolicyIssue): boolean {
  return code !== 'UNKNOWN_FIELD' && at !== undefined && /^acceleration\b/.test(at);
}
