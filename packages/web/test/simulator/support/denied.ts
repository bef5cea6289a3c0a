import { decide, parsePolicyDocument, type PolicyDocument } from '@minigate/policy';
import type { Entry } from '@minigate/runtime/inspector';

export function policyOf(serverDomains: unknown): PolicyDocument {
  const result = parsePolicyDocument({ appId: 'demo', version: 1, serverDomains });
  if (!result.ok) throw new Error('The policy of the test has a fault.');
  return result.document;
}

/** A call as it stands when its URL was judged. */
export function judged(
  url: string,
  policy: PolicyDocument,
  { api = 'request', debugging = false }: { api?: Entry['api']; debugging?: boolean } = {},
): Entry {
  return {
    id: 1,
    api,
    url,
    method: 'GET',
    calledAt: 0,
    state: 'settled',
    waited: 0,
    bodyBytes: 0,
    hops: [{ hop: 0, url, decision: decide(policy, api, url, { debugging }) }],
  };
}
