import { type Api, grantedBy, type ServerDomainLists } from '@minigate/policy';
import type { EntryVerdict } from '../../server-domains/judgement.ts';

/** What WeChat calls the list of each call. */
export const weChatLists = {
  requestdomain: 'request',
  wsrequestdomain: 'connectSocket',
  uploaddomain: 'uploadFile',
  downloaddomain: 'downloadFile',
} as const satisfies Record<string, Api>;

/** Lists of WeChat's that mini programs have no calls for here. */
export const unknownLists = ['udpdomain', 'tcpdomain'] as const;

export type WeChatList = keyof typeof weChatLists | (typeof unknownLists)[number];

/** The entries that a request gives for each list; undefined where it does not name one. */
export type GivenLists = { readonly [L in WeChatList]?: readonly string[] | undefined };

const known = Object.entries(weChatLists) as [keyof typeof weChatLists, Api][];

/** The given lists under the platform's names. */
export function toServerDomains(given: GivenLists): { readonly [A in Api]?: readonly string[] } {
  return Object.fromEntries(
    known.flatMap(([list, api]) => (given[list] === undefined ? [] : [[api, given[list]]])),
  );
}

/** What is granted, in WeChat's lists. */
export function showLists(lists: ServerDomainLists): Record<WeChatList, readonly string[]> {
  const granted = grantedBy(lists);
  return {
    requestdomain: granted.request,
    wsrequestdomain: granted.connectSocket,
    uploaddomain: granted.uploadFile,
    downloaddomain: granted.downloadFile,
    udpdomain: [],
    tcpdomain: [],
  };
}

/** The given entries that were refused, in WeChat's lists; those for lists that there are not are refused all. */
export function showInvalid(
  given: GivenLists,
  verdicts: readonly EntryVerdict[],
): Record<`invalid_${WeChatList}`, readonly string[]> {
  const of = (list: keyof typeof weChatLists) =>
    given[list] === undefined
      ? []
      : verdicts.filter(({ ok, list: api }) => !ok && api === weChatLists[list]).map(({ entry }) => entry);
  return {
    invalid_requestdomain: of('requestdomain'),
    invalid_wsrequestdomain: of('wsrequestdomain'),
    invalid_uploaddomain: of('uploaddomain'),
    invalid_downloaddomain: of('downloaddomain'),
    invalid_udpdomain: given.udpdomain ?? [],
    invalid_tcpdomain: given.tcpdomain ?? [],
  };
}
