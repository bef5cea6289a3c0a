import { AccessTokens } from './access-tokens/access-tokens.ts';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import { AppSecrets } from './app-secrets/app-secrets.ts';
import { AuditTrail } from './audit/audit-trail.ts';
import type { Core } from './core.ts';
import { DomainChecks } from './diagnostics/domain-checks.ts';
import { MiniPrograms } from './mini-programs/mini-programs.ts';
import { Policies } from './policies/policies.ts';
import { PolicyEvents } from './policies/policy-events.ts';
import { SigningKeys } from './policies/signing-keys.ts';
import { PlatformStates } from './platform-state/platform-state.ts';
import { ServerDomains } from './server-domains/server-domains.ts';

/** What the routes call. Each part keeps its own tables; the others go through it. */
export interface Services {
  readonly accounts: Accounts;
  readonly auditTrail: AuditTrail;
  readonly domainChecks: DomainChecks;
  readonly miniPrograms: MiniPrograms;
  readonly signingKeys: SigningKeys;
  readonly policies: Policies;
  readonly policyEvents: PolicyEvents;
  readonly appSecrets: AppSecrets;
  readonly accessTokens: AccessTokens;
  readonly platformStates: PlatformStates;
  readonly serverDomains: ServerDomains;
  /** Ends what goes on in the background, before the database is closed. */
  close(): Promise<void>;
}

export async function createServices(core: Core): Promise<Services> {
  const accounts = createAccounts(core);
  await accounts.operators.ensureFirst();
  const miniPrograms = new MiniPrograms(core);
  const platformStates = new PlatformStates(core);
  const signingKeys = await SigningKeys.open(core);
  const policies = new Policies(core, signingKeys);
  const policyEvents = new PolicyEvents(core, policies);
  const serverDomains = new ServerDomains({ core, miniPrograms, platformStates });
  const accessTokens = new AccessTokens({ core, platformStates });
  return {
    accounts,
    auditTrail: new AuditTrail(core.storage),
    domainChecks: new DomainChecks({ core, miniPrograms, serverDomains }),
    miniPrograms,
    signingKeys,
    policies,
    policyEvents,
    appSecrets: new AppSecrets(core),
    accessTokens,
    platformStates,
    serverDomains,
    async close() {
      policyEvents.close();
      accessTokens.close();
      await accounts.passwordResets.close();
    },
  };
}
