import { join } from 'node:path';
import { createPolicyFeed, type PolicyFeed } from '@minigate/network';
import type { DatedPolicyDocument } from '@minigate/policy';
import type { Io } from '../output.ts';
import type { Reach } from '../reach.ts';
import { configFolder } from './config-folder.ts';
import { portsOfPlatformHere } from './platform-here.ts';
import { asked, networkOptions, type PlatformFlags, platformOf, unavailable } from './platform.ts';

/** The policy of a platform for one run. */
export interface PlatformPolicy {
  readonly feed: PolicyFeed;
  readonly policy: DatedPolicyDocument;
  /** The origin of the platform. */
  readonly issuer: string;
  /** Where it comes from, for people. */
  readonly origin: string;
  readonly warnings: readonly string[];
  /** Where it listens on this machine, if it does: no program may reach that. */
  readonly ownPorts: readonly number[];
}

/**
 * Fetches and verifies the policy that a platform signed. What is fetched is kept for runs without a
 * connection.
 *
 * @throws UsageError if there is no policy that may be in force
 */
export async function openPlatformPolicy(
  flags: PlatformFlags,
  reach: Reach,
  io: Io,
): Promise<PlatformPolicy> {
  const { issuer, appId, thumbprint, notices } = await platformOf(flags, reach, io);
  const warnings = [...notices];
  const feed = await asked(() =>
    createPolicyFeed({
      issuer,
      appId,
      thumbprint,
      directory: join(configFolder(io.env), 'policies'),
      ...networkOptions(reach),
    }),
  );
  feed.on('fault', ({ fault, source }) => {
    if (source === 'disk') warnings.push(`${fault.message} ${fault.suggestion}`);
  });
  feed.on('policy', ({ ignored }) => warnings.push(...ignored.map(({ message }) => `${issuer}: ${message}`)));
  await feed.ready;
  await feed.refresh();
  const { policy, fault } = feed;
  if (policy === undefined) {
    await feed.close();
    throw unavailable(`There is no policy of ${issuer} for "${appId}" that may be in force.`, fault);
  }
  if (fault !== undefined) {
    warnings.push(
      `The policy may be out of date: version ${policy.version} of ${writeTime(policy.issuedAt)} is in force. ${fault.message}`,
    );
  }
  const ownPorts = await portsOfPlatformHere(issuer, reach);
  return { feed, policy, issuer, origin: `${issuer} (version ${policy.version})`, warnings, ownPorts };
}

export function writeTime(time: number): string {
  return new Date(time).toISOString();
}
