import { type Api, parseServerDomain, type PolicyDocument, reasons, type ReasonCode } from '@minigate/policy';
import { type Denial, denialsOf, type Entry } from '@minigate/runtime/inspector';

/** Why a rule ended a call, or would end it outside of debugging mode. */
export interface Refusal extends Denial {
  /** The number in docs/rules.md. */
  readonly rule: number;
  readonly reasonCode: ReasonCode | undefined;
  /** The entry that would allow the call, as a policy document writes it; none where no entry can. */
  readonly entry?: string;
}

/** Every refusal on the way of a call, in order. */
export function refusalsOf(entry: Entry): Refusal[] {
  return denialsOf(entry).map((denial) => {
    const reasonCode = isReason(denial.reason) ? denial.reason : undefined;
    const wanted =
      reasonCode !== undefined && unlisted.has(reasonCode) ? entryFor(denial, entry.api) : undefined;
    return {
      ...denial,
      reasonCode,
      rule: reasonCode === undefined ? 7 : reasons[reasonCode].rule,
      ...(wanted === undefined ? undefined : { entry: wanted }),
    };
  });
}

/** The refusals that another server domain would lift. */
const unlisted: ReadonlySet<ReasonCode> = new Set([
  'NO_SERVER_DOMAINS',
  'HOST_NOT_LISTED',
  'PORT_NOT_PERMITTED',
  'PORT_MISSING',
  'PORT_DIFFERENT',
]);

function entryFor({ origin }: Denial, api: Api): string | undefined {
  if (origin === undefined) return undefined;
  const text = origin.replace(/^ws:/, 'wss:').replace(/^http:/, 'https:');
  const result = parseServerDomain(text, { api });
  return result.ok ? result.domain.text : result.issue.correction;
}

function isReason(reason: string): reason is ReasonCode {
  return Object.hasOwn(reasons, reason);
}

/** The list that was asked, and what stands in it. Rule 1.2. */
export interface AskedList {
  /** Undefined where one list serves all four APIs. */
  readonly api: Api | undefined;
  readonly entries: readonly string[];
}

export function askedList({ serverDomains }: PolicyDocument, api: Api): AskedList {
  if (isOneList(serverDomains)) return { api: undefined, entries: serverDomains };
  const own = serverDomains[api];
  if (own === undefined && api === 'connectSocket') {
    return { api: 'request', entries: serverDomains.request ?? [] };
  }
  return { api, entries: own ?? [] };
}

function isOneList(lists: PolicyDocument['serverDomains']): lists is readonly string[] {
  return Array.isArray(lists);
}

/**
 * Where the owner of a program adds a server domain: the console, with the entry filled in.
 *
 * @returns undefined where the console's address is no web address
 */
export function addInConsole(
  consoleUrl: string,
  appId: string,
  entry: string,
  api: Api | undefined,
): string | undefined {
  if (!/^https?:\/\//i.test(consoleUrl)) return undefined;
  const query = new URLSearchParams({ add: entry, ...(api === undefined ? {} : { api }) });
  return `${consoleUrl}#/mini-programs/${encodeURIComponent(appId)}/settings/server-domains?${query}`;
}
