import { parsePolicyDocument, type PolicyIssue } from '@minigate/policy';
import type { JsonObject } from './policy-json.ts';

/** What the platform bans, which no candidate may be. */
export interface Bans {
  readonly bannedHosts: readonly string[];
  readonly bannedOrigins: readonly string[];
}

/** Judges an acceleration policy by the policy package, as the platform does. An empty object stands for none. */
export function judgePolicy(acceleration: JsonObject, bans: Bans): readonly PolicyIssue[] {
  if (Object.keys(acceleration).length === 0) return [];
  const program = { appId: 'platform', version: 0, serverDomains: [] };
  const read = parsePolicyDocument({ ...program, ...bans, acceleration });
  return read.ok ? read.ignored : read.issues;
}
