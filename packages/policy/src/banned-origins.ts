import { judgeAddress, parseIpv6 } from './address.ts';
import { endOfAuthority, readEndpoint } from './endpoint.ts';
import type { Target } from './target.ts';
import { asArray, textOf } from './foreign.ts';
import { isLocalhost, withBrackets, withoutTrailingDots } from './host.ts';
import { issue } from './issues.ts';
import type { PolicyIssue } from './issues.ts';

/** Hosts with the port that is dialled, as {@link placeOf} writes them. */
export type BannedOrigins = ReadonlySet<string>;

/** The origins that a document bans, each one by its host and port. Rule 4.4. */
export function readBannedOrigins(value: unknown): {
  places: BannedOrigins;
  /** Each one once, in its one spelling. */
  texts: readonly string[];
  issues: PolicyIssue[];
} {
  const texts = new Map<string, string>();
  const issues: PolicyIssue[] = [];
  for (const [index, text] of asArray(value).entries()) {
    const origin = readOrigin(text);
    if (origin === undefined) {
      issues.push(issue('INVALID_BANNED_ORIGIN', { ...textOf(text), at: `bannedOrigins[${index}]` }));
      continue;
    }
    const place = placeOf(origin.hostname, origin.port);
    if (!texts.has(place)) texts.set(place, writeOrigin(origin));
  }
  return { places: new Set(texts.keys()), texts: [...texts.values()], issues };
}

/**
 * Host and port as bans compare them: what leads to the same listener is the same place, whatever the scheme
 * and the spelling. All names and addresses of this machine itself are one host.
 */
export function placeOf(hostname: string, port: number): string {
  return `${hostOfPlace(withoutTrailingDots(hostname))}:${port}`;
}

function hostOfPlace(hostname: string): string {
  if (isLocalhost(hostname)) return 'localhost';
  const { class: of } = judgeAddress(hostname);
  if (of === 'loopback' || of === 'unspecified') return 'localhost';
  const ipv6 = parseIpv6(hostname);
  return ipv6?.isIPv4MappedAddress() === true ? ipv6.toIPv4Address().toString() : hostname;
}

function readOrigin(text: unknown): Target | undefined {
  if (typeof text !== 'string') return undefined;
  const target = readEndpoint(text);
  if (typeof target === 'string') return undefined;
  const whole = endOfAuthority(text, target.scheme.length + 3) === text.length;
  return whole && withoutTrailingDots(target.hostname) !== '' ? target : undefined;
}

function writeOrigin({ scheme, hostname, explicitPort }: Target): string {
  const host = withBrackets(withoutTrailingDots(hostname));
  return `${scheme}://${host}${explicitPort === undefined ? '' : `:${explicitPort}`}`;
}
