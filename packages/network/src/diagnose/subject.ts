import {
  type Api,
  type Decision,
  decide,
  parsePolicyDocument,
  parseServerDomain,
  type PolicyDocument,
  type PolicyIssue,
  type Target,
} from '@minigate/policy';
import { clip } from './clip.ts';
import type { Findings } from './findings.ts';
import type { DiagnoseTerms } from './options.ts';

/** What is examined, and by which policy. */
export interface Subject {
  readonly api: Api;
  readonly policy: PolicyDocument;
  readonly decision: Decision;
  /** Absent where nothing may be dialled. */
  readonly target: Target | undefined;
}

/**
 * Reads what somebody typed: a host name, a server domain or a URL. The verdict on it becomes the check
 * `server-domain`. Rules 1 to 5.
 */
export function readSubject(text: string, terms: DiagnoseTerms, findings: Findings): Subject {
  const url = /^(?:https?|wss?):|:\/\//i.test(text) ? text : `https://${text}`;
  const api = terms.api ?? (/^wss?:/i.test(url) ? 'connectSocket' : 'request');
  const { policy, issue } = terms.policy === undefined ? policyOf(url, api) : { policy: terms.policy };
  const decision = decide(policy, api, url);
  if (decision.verdict === 'allow') {
    const { message, target } = decision;
    const isDefault = target.explicitPort !== undefined && Number(target.explicitPort) === 443;
    const aside = ' The port is written, so programs have to write it too.';
    if (isDefault) findings.note('server-domain', message + aside, { fix: 'Leave :443 out of both.' });
    else findings.ok('server-domain', message);
  } else if (issue !== undefined) {
    const fix = issue.correction === undefined ? undefined : `Write ${issue.correction}.`;
    findings.fail('server-domain', { failure: 'not-permitted', sentence: issue.message, fix });
  } else {
    const { message, suggestion } = decision;
    findings.fail('server-domain', { failure: 'not-permitted', sentence: message, fix: suggestion });
  }
  const encrypted = decision.target?.scheme === 'https' || decision.target?.scheme === 'wss';
  return { api, policy, decision, target: encrypted ? decision.target : undefined };
}

/** A document with exactly the server domain of a URL; with none, and the reason, where it cannot be one. */
function policyOf(url: string, api: Api): { policy: PolicyDocument; issue?: PolicyIssue } {
  const { target } = decide(policyWith([]), api, url);
  if (target === undefined) return { policy: policyWith([]) };
  const parsed = parseServerDomain(`${target.scheme}://${target.authority}`, { api });
  return parsed.ok
    ? { policy: policyWith([parsed.domain.text]) }
    : { policy: policyWith([]), issue: parsed.issue };
}

function policyWith(serverDomains: readonly string[]): PolicyDocument {
  const parsed = parsePolicyDocument({ appId: 'diagnosis', version: 1, serverDomains });
  if (!parsed.ok) throw new TypeError(parsed.issues.map(({ message }) => message).join(' '));
  return parsed.document;
}

/** The URL of a target, cut. */
export function urlOf({ scheme, authority, path }: Target): string {
  return clip(`${scheme}://${authority}${path}`);
}
