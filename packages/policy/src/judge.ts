import { judgeAddress } from './address.ts';
import type { AddressJudgement } from './address.ts';
import type { Api } from './api.ts';
import { findBan } from './bans.ts';
import type { CompiledList, CompiledPolicy } from './compiled-policy.ts';
import type { Decision } from './decision.ts';
import { readEndpoint } from './endpoint.ts';
import type { Origin, Target } from './target.ts';
import { explainUnlisted } from './explain.ts';
import { hostKind, isLocalhost, withBrackets } from './host.ts';
import { findLocalNetworkFault } from './local-network.ts';
import type { NetworkInterface } from './local-network.ts';
import { readLocation } from './location.ts';
import type { RedirectBase } from './location.ts';
import { quote } from './quote.ts';
import { reasons } from './reasons.ts';
import { conclude, refuse } from './ruling.ts';
import type { Refusal, Ruling } from './ruling.ts';

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
  const { base, interfaces, debugging } = circumstances;
  if (typeof url !== 'string') return conclude(refuse('NOT_TEXT', kindOf(url)), '/', debugging);
  const target = base === undefined ? readEndpoint(url) : readLocation(url, base);
  if (typeof target === 'string') return conclude(refuse(target, quote(url)), '/', debugging);

  const list = policy.list(api);
  const literal = hostKind(target.hostname) !== 'name';
  const ruling = literal
    ? ruleOnAddress(policy, list, target, circumstances)
    : ruleOnName(policy, list, api, target, base);
  if (base === undefined && !(literal && interfaces !== undefined)) list.keep(url, target, ruling);
  return conclude(ruling, target.path, debugging);
}

function ruleOnName(
  policy: CompiledPolicy,
  list: CompiledList,
  api: Api,
  target: Target,
  base: RedirectBase | undefined,
): Ruling {
  const refusal = findUnwaivedRefusal(policy, list, target) ?? findDowngrade(base, target);
  if (refusal !== undefined) return refusal;
  if (isLocalhost(target.hostname)) return refuse('LOCALHOST', quoteOrigin(target), target);
  const grant = list.find(target);
  if (grant === undefined) return explainUnlisted(policy, list, api, target);
  return { verdict: 'allow', reason: 'LISTED', message: grant.message, origin: target };
}

/** An IP address is never covered by the list; the LAN rule alone can allow it. Rules 2 and 7. */
function ruleOnAddress(
  policy: CompiledPolicy,
  list: CompiledList,
  target: Target,
  { base, interfaces }: Circumstances,
): Ruling {
  const judged = judgeAddress(target.hostname);
  const refusal =
    findUnwaivedRefusal(policy, list, target) ??
    findForbiddenAddress(judged, target) ??
    findDowngrade(base, target);
  if (refusal !== undefined) return { ...refusal, literal: true };
  const subject = quote(withBrackets(target.hostname));
  const outside = judged.globallyRoutable ? 'IP_ADDRESS' : 'PRIVATE_ADDRESS';
  const fault = interfaces === undefined ? outside : findLocalNetworkFault(target.hostname, interfaces);
  if (fault !== undefined) return refuse(fault, subject, target, true);
  const message = `${reasons.LAN_ADDRESS.sentence}: ${subject}.`;
  return { verdict: 'allow', reason: 'LAN_ADDRESS', message, origin: target };
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
  const ban = findBan(policy.bans, target);
  if (ban !== undefined) return refuse(ban, quoteOrigin(target));
  return hostname.endsWith('.') ? refuse('TRAILING_DOT', quoteOrigin(target)) : undefined;
}

function findForbiddenAddress(literal: AddressJudgement, target: Target): Refusal | undefined {
  if (literal.class === 'metadata') return refuse('METADATA_ADDRESS', quoteOrigin(target));
  return literal.waived ? undefined : refuse('LINK_LOCAL_ADDRESS', quoteOrigin(target));
}

function findDowngrade(base: RedirectBase | undefined, target: Target): Refusal | undefined {
  const encrypted = base?.scheme === 'https' || base?.scheme === 'wss';
  const plain = target.scheme === 'http' || target.scheme === 'ws';
  return encrypted && plain ? refuse('REDIRECT_TO_HTTP', quoteOrigin(target), target) : undefined;
}

function quoteOrigin({ scheme, authority }: Origin): string {
  return quote(`${scheme}://${authority}`);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
