import {
  type Api,
  decide,
  type Decision,
  type DenyReason,
  parsePolicyDocument,
  parseServerDomain,
  type PolicyDocument,
} from '@minigate/policy';
import type { Draft } from './draft.ts';
import type { DraftJudgement } from './judge-draft.ts';

/** A policy document with the good entries of a draft, and the bans that the platform has told of. */
export function documentOf({ lists, verdicts }: DraftJudgement, draft: Draft): PolicyDocument {
  const bannedHosts = Object.values(draft.lists)
    .flat()
    .flatMap(({ id, text }) => {
      if (verdicts.get(id)?.code !== 'BANNED_HOST') return [];
      const read = parseServerDomain(text, { api: 'connectSocket', profile: { bannedHosts: [] } });
      return read.ok ? read.domain.hostname : [];
    });
  const read = parsePolicyDocument({ appId: 'draft', version: 0, serverDomains: lists, bannedHosts });
  return read.ok ? read.document : { appId: 'draft', version: 0, serverDomains: [] };
}

/** What a client in production says of a call. */
export function tryUrl(document: PolicyDocument, api: Api, url: string): Decision {
  return decide(document, api, url);
}

const curable: ReadonlySet<DenyReason> = new Set([
  'HOST_NOT_LISTED',
  'NO_SERVER_DOMAINS',
  'PORT_DIFFERENT',
  'PORT_MISSING',
  'PORT_NOT_PERMITTED',
]);

/** The entry that would allow what was refused; undefined where no entry can. */
export function entryFor(decision: Decision): string | undefined {
  if (decision.verdict === 'allow' || !curable.has(decision.reason)) return undefined;
  const { target } = decision;
  if (target === undefined) return undefined;
  const port = target.explicitPort === undefined ? '' : `:${target.explicitPort}`;
  const read = parseServerDomain(`${target.scheme}://${target.hostname}${port}`, { api: 'connectSocket' });
  return read.ok ? read.domain.text : undefined;
}
