import { judgeAddress } from './address.ts';
import type { AddressJudgement } from './address.ts';
import type { Api } from './api.ts';
import type { CompiledList, CompiledPolicy, Refusal } from './compiled-policy.ts';
import type { AllowDecision, Decision, DenyDecision } from './decision.ts';
import { readEndpoint } from './endpoint.ts';
import type { Origin, Target } from './endpoint.ts';
import { explainUnlisted } from './explain.ts';
import { hostKind, isLocalhost, withBrackets, withoutTrailingDots } from './host.ts';
import { findLocalNetworkFault } from './local-network.ts';
import type { NetworkInterface } from './local-network.ts';
import { readLocation } from './location.ts';
import type { RedirectBase } from './location.ts';
import { quote } from './quote.ts';
import { reasons } from './reasons.ts';
import type { DenyReason } from './reasons.ts';

/** What a verdict depends on beside document, API and URL. */
export interface Circumstances {
  /** Debugging mode: the verdict stays, and says whether it is enforced. Rule 8. */
  readonly debugging?: boolean | undefined;
  /** This device's interfaces, for the LAN rule; without them no LAN address is allowed. Rule 7. */
  readonly interfaces?: readonly NetworkInterface[] | undefined;
  /** The hop that redirected (its decision's `target`); the URL is then its Location, relative ones included. Rule 6. */
  readonly base?: RedirectBase | undefined;
}

/**
 * The full reading of a URL and the rules in their order. Whatever debugging mode never waives is looked for
 * first, so that a waived reason never hides one that is not. Rules 1 to 8.
 */
export function judgeUrl(
  policy: CompiledPolicy,
  api: Api,
  url: unknown,
  circumstances: Circumstances,
): Decision {
  const { base, debugging } = circumstances;
  if (typeof url !== 'string') return deny(refuse('NOT_TEXT', kindOf(url)), debugging, '/');
  const target = base === undefined ? readEndpoint(url) : readLocation(url, base);
  if (typeof target === 'string') return deny(refuse(target, quote(url)), debugging, '/');

  const list = policy.list(api);
  if (hostKind(target.hostname) !== 'name') return judgeLiteral(policy, list, target, circumstances);
  const refusal = findUnwaivedRefusal(policy, list, target);
  if (refusal !== undefined) return denyAndKeep(list, url, refusal, target, circumstances);
  if (base !== undefined && isDowngrade(base, target)) {
    return deny(refuse('REDIRECT_TO_HTTP', quoteOrigin(target), target), debugging, target.path);
  }
  if (isLocalhost(target.hostname)) {
    return denyAndKeep(list, url, refuse('LOCALHOST', quoteOrigin(target), target), target, circumstances);
  }
  const grant = list.find(target);
  if (grant !== undefined) return allow('LISTED', grant.message, target, target.path);
  const unlisted: Refusal = { verdict: 'deny', ...explainUnlisted(policy, api, target), origin: target };
  return denyAndKeep(list, url, unlisted, target, circumstances);
}

/** An IP address is never covered by the list; the LAN rule alone can allow it. Rules 2 and 7. */
function judgeLiteral(
  policy: CompiledPolicy,
  list: CompiledList,
  target: Target,
  { base, interfaces, debugging }: Circumstances,
): Decision {
  const literal = judgeAddress(target.hostname);
  const refusal = findUnwaivedRefusal(policy, list, target) ?? findForbiddenAddress(literal, target);
  if (refusal !== undefined) return deny(refusal, debugging, '/');
  if (base !== undefined && isDowngrade(base, target)) {
    return deny(refuse('REDIRECT_TO_HTTP', quoteOrigin(target), target), debugging, target.path);
  }
  const subject = quote(withBrackets(target.hostname));
  const fault =
    interfaces === undefined
      ? literal.globallyRoutable
        ? 'IP_ADDRESS'
        : 'PRIVATE_ADDRESS'
      : findLocalNetworkFault(target.hostname, interfaces);
  if (fault !== undefined) return deny(refuse(fault, subject, target), debugging, target.path);
  return allow('LAN_ADDRESS', `${reasons.LAN_ADDRESS.sentence}: ${subject}.`, target, target.path);
}

/** What holds in debugging mode too. */
function findUnwaivedRefusal(
  policy: CompiledPolicy,
  list: CompiledList,
  target: Target,
): Refusal | undefined {
  const { scheme, hostname } = target;
  const socket = scheme === 'wss' || scheme === 'ws';
  if (socket !== (list.scheme === 'wss')) return refuse('UNSUPPORTED_SCHEME', quoteOrigin(target));
  if (policy.banned.has(withoutTrailingDots(hostname))) return refuse('BANNED_HOST', quoteOrigin(target));
  return hostname.endsWith('.') ? refuse('TRAILING_DOT', quoteOrigin(target)) : undefined;
}

function findForbiddenAddress(literal: AddressJudgement, target: Target): Refusal | undefined {
  if (literal.class === 'metadata') return refuse('METADATA_ADDRESS', quoteOrigin(target));
  return literal.waived ? undefined : refuse('LINK_LOCAL_ADDRESS', quoteOrigin(target));
}

function isDowngrade(base: RedirectBase, { scheme }: Origin): boolean {
  return (base.scheme === 'https' || base.scheme === 'wss') && (scheme === 'http' || scheme === 'ws');
}

/** Keeps what holds for every path of the origin as it is written in this URL. */
function denyAndKeep(
  list: CompiledList,
  url: string,
  refusal: Refusal,
  { scheme, authority, path }: Target,
  { base, debugging }: Circumstances,
): DenyDecision {
  if (base === undefined) list.keep(url.slice(0, scheme.length + 3 + authority.length), refusal);
  return deny(refusal, debugging, path);
}

export function allow(
  reason: AllowDecision['reason'],
  message: string,
  { scheme, hostname, port, explicitPort, authority }: Origin,
  path: string,
): AllowDecision {
  const target = { scheme, hostname, port, explicitPort, authority, path };
  return { verdict: 'allow', enforced: true, reason, message, target };
}

export function deny(
  { reason, message, suggestion, nearest, origin }: Refusal,
  debugging: boolean | undefined,
  path: string,
): DenyDecision {
  const enforced = debugging !== true || !reasons[reason].waived;
  if (origin === undefined)
    return { verdict: 'deny', enforced, reason, message, suggestion, nearest, target: undefined };
  const { scheme, hostname, port, explicitPort, authority } = origin;
  const target = { scheme, hostname, port, explicitPort, authority, path };
  return { verdict: 'deny', enforced, reason, message, suggestion, nearest, target };
}

function refuse(reason: DenyReason, subject: string, origin?: Origin): Refusal {
  const { sentence, fix } = reasons[reason];
  return {
    verdict: 'deny',
    reason,
    message: `${sentence}: ${subject}.`,
    suggestion: fix,
    nearest: undefined,
    origin,
  };
}

function quoteOrigin({ scheme, authority }: Origin): string {
  return quote(`${scheme}://${authority}`);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
