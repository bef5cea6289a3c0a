import type { Diagnosis } from '@minigate/network/diagnose';
import {
  type Api,
  grantedBy,
  parsePolicyDocument,
  parseServerDomain,
  type PolicyDocument,
} from '@minigate/policy';
import type { Origin } from '../audit/audit-log.ts';
import type { Core } from '../core.ts';
import { ApiError } from '../errors.ts';
import type { MiniPrograms } from '../mini-programs/mini-programs.ts';
import type { ServerDomains } from '../server-domains/server-domains.ts';
import { takeCheck } from './hourly-checks.ts';
import { domainCheckLimits } from './limits.ts';

export interface DomainCheck {
  readonly diagnosis: Diagnosis;
  /** How many more there are in this hour. */
  readonly remaining: number;
}

const { checksAtOnce, checkPhaseTime, checksPerHour, teamChecksPerHour } = domainCheckLimits;
/** Seconds until another try makes sense where there are so many. */
const pause = 10;

interface Parts {
  readonly core: Core;
  readonly miniPrograms: MiniPrograms;
  readonly serverDomains: ServerDomains;
}

/**
 * Examines servers for those who configure them. It tells classes of failures only, dials nothing that is not on the
 * saved list, and little an hour, so that nobody learns anything of the network that the platform stands in.
 */
export class DomainChecks {
  readonly #parts: Parts;
  #running = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * @param domain an entry of the saved list, in any spelling
   * @throws ApiError `NOT_LISTED`, `QUOTA_EXCEEDED`, `UNAVAILABLE`, `ARCHIVED`, `NOT_FOUND`
   */
  async run(
    origin: Origin,
    appId: string,
    { domain, api }: { domain: string; api: Api },
  ): Promise<DomainCheck> {
    if (this.#running >= checksAtOnce) throw new ApiError('UNAVAILABLE', { retryAfter: pause });
    this.#running += 1;
    try {
      const { target, policy, used } = await this.#admit(origin, appId, domain, api);
      const { surroundings } = this.#parts.core;
      const options = {
        ...surroundings,
        api,
        policy,
        disclosure: 'coarse',
        timeout: checkPhaseTime,
      } as const;
      // Loaded when it is first needed: it would be a tenth of the time that a start takes.
      const { diagnose } = await import('@minigate/network/diagnose');
      return { diagnosis: await diagnose(target, options), remaining: checksPerHour - used };
    } finally {
      this.#running -= 1;
    }
  }

  async #admit(
    origin: Origin,
    appId: string,
    domain: string,
    api: Api,
  ): Promise<{ target: string; policy: PolicyDocument; used: number }> {
    const { core, miniPrograms, serverDomains } = this.#parts;
    const read = parseServerDomain(domain, { api, profile: { bannedHosts: [] } });
    if (!read.ok) throw new ApiError('NOT_LISTED', { details: { issue: read.issue } });
    const { text } = read.domain;
    return core.storage.change(async (change) => {
      const { teamId, domainsVersion } = await miniPrograms.hold(change, appId);
      const saved = await serverDomains.version(appId, domainsVersion, change.tx);
      if (!grantedBy(saved.serverDomains)[api].includes(text)) throw new ApiError('NOT_LISTED');
      const now = core.clock.now();
      const used = await takeCheck(change.tx, { subject: appId, limit: checksPerHour }, now);
      await takeCheck(change.tx, { subject: teamId, limit: teamChecksPerHour }, now);
      await core.audit.done(change, origin, {
        action: 'domain-check.run',
        teamId,
        appId,
        details: { domain: text, api },
      });
      const policy = parsePolicyDocument({
        appId,
        version: domainsVersion,
        serverDomains: saved.serverDomains,
        ...(await serverDomains.bans(change.tx)),
      });
      if (!policy.ok)
        throw new Error(`Saved lists are no policy: ${policy.issues.map(({ code }) => code).join()}.`);
      const target = api === 'connectSocket' ? text.replace(/^https:/, 'wss:') : text;
      return { target, policy: policy.document, used };
    });
  }
}
