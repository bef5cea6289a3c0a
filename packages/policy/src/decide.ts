import type { Api } from './api.ts';
import { compilePolicy } from './compiled-policy.ts';
import type { Decision } from './decision.ts';
import type { PolicyDocument } from './document.ts';
import type { HostProfile } from './host-profile.ts';
import { judgeUrl } from './judge.ts';
import type { Circumstances } from './judge.ts';
import { recall } from './recall.ts';
import { conclude } from './ruling.ts';

/** What a verdict depends on beside document, API and URL. */
export interface DecideContext extends Circumstances {
  /** Wins over the profile that the document names. */
  readonly profile?: HostProfile | undefined;
}

const nothingElse: DecideContext = {};

/**
 * May this mini program talk to that URL? Pure: no clock, no I/O. Never throws, whatever the URL is; the
 * work grows linearly with its length, and beyond 65,536 characters a URL is refused unread.
 *
 * The document is taken to be immutable, as {@link parsePolicyDocument} returns it: its lists are read once.
 * Dial `target`, never the URL's text. Rules 1 to 8.
 *
 * @example
 * const document = { appId: 'demo', version: 1, serverDomains: ['https://myserver.com'] };
 * decide(document, 'request', 'https://myserver.com/a').verdict; // 'allow'
 * decide(document, 'request', 'https://myserver.com:443/a').reason; // 'PORT_NOT_PERMITTED'
 */
export function decide(
  document: PolicyDocument,
  api: Api,
  url: unknown,
  context: DecideContext = nothingElse,
): Decision {
  const policy = compilePolicy(document, context.profile);
  if (typeof url === 'string' && context.base === undefined) {
    const recalled = recall(policy.list(api), url);
    if (recalled !== undefined) {
      const { ruling, path } = recalled;
      const overruled = ruling.verdict === 'deny' && ruling.literal && context.interfaces !== undefined;
      if (!overruled) return conclude(ruling, path, context.debugging);
    }
  }
  return judgeUrl(policy, api, url, context);
}
