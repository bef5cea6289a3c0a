import {
  type Api,
  decide,
  type Decision,
  parsePolicyDocument,
  parseServerDomain,
  type PolicyDocument,
} from '@minigate/policy';
import type { DraftJudgement } from './judge-draft.ts';

/** A policy document with the good entries of a draft, and the bans that the platform has told of. */
export function documentOf(
  { lists, verdicts }: DraftJudgement,
  texts: ReadonlyMap<number, string>,
): PolicyDocument {
  const bannedHosts = [...verdicts].flatMap(([id, { code }]) => {
    if (code !== 'BANNED_HOST') return [];
    const read = parseServerDomain(texts.get(id), { api: 'connectSocket', profile: { bannedHosts: [] } });
    return read.ok ? read.domain.hostname : [];
  });
  const read = parsePolicyDocument({ appId: 'draft', version: 0, serverDomains: lists, bannedHosts });
  return read.ok ? read.document : { appId: 'draft', version: 0, serverDomains: [] };
}

/** What a production client would say of a call by this draft. */
export function tryUrl(document: PolicyDocument, api: Api, url: string): Decision {
  return decide(document, api, url);
}
