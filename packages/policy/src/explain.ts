import { apis } from './api.ts';
import type { Api } from './api.ts';
import type { CompiledList, CompiledPolicy } from './compiled-policy.ts';
import type { Origin, UrlScheme } from './target.ts';
import { isDnsName } from './host.ts';
import { findNearest } from './nearest.ts';
import type { Neighbour } from './neighbourhood.ts';
import { quoteVisible } from './quote.ts';
import { reasons } from './reasons.ts';
import type { DenyReason } from './reasons.ts';
import type { Refusal } from './ruling.ts';

/** What an entry is compared with. */
type Wanted = Pick<Origin, 'scheme' | 'hostname' | 'explicitPort'>;

/** Why no server domain covers a URL. */
type UnlistedReason = Extract<
  DenyReason,
  | 'INSECURE_SCHEME'
  | 'NO_SERVER_DOMAINS'
  | 'HOST_NOT_LISTED'
  | 'PORT_MISSING'
  | 'PORT_NOT_PERMITTED'
  | 'PORT_DIFFERENT'
>;

/** Says why no server domain covers a URL, which one comes nearest, and what to change. Rules 1 to 3. */
export function explainUnlisted(
  policy: CompiledPolicy,
  list: CompiledList,
  api: Api,
  origin: Origin,
): Refusal {
  const neighbour = findNearest(list, origin.hostname, origin.explicitPort);
  const reason = findReason(list, origin, neighbour);
  const written = writeOrigin(origin.scheme, origin);
  return {
    verdict: 'deny',
    reason,
    message: `${reasons[reason].sentence}: ${quoteVisible(written)}, called by ${nameOf(api)}.`,
    suggestion: suggest(policy, list, api, reason, origin, neighbour),
    nearest: neighbour?.domain,
    origin,
    literal: false,
  };
}

function findReason(list: CompiledList, origin: Origin, neighbour: Neighbour | undefined): UnlistedReason {
  if (origin.scheme !== list.scheme) return 'INSECURE_SCHEME';
  if (list.domains.length === 0) return 'NO_SERVER_DOMAINS';
  if (neighbour?.relation !== 'sameHost') return 'HOST_NOT_LISTED';
  if (origin.explicitPort === undefined) return 'PORT_MISSING';
  return neighbour.domain.port === undefined ? 'PORT_NOT_PERMITTED' : 'PORT_DIFFERENT';
}

function suggest(
  policy: CompiledPolicy,
  list: CompiledList,
  api: Api,
  reason: UnlistedReason,
  origin: Origin,
  neighbour: Neighbour | undefined,
): string {
  const { scheme } = list;
  const wanted = writeOrigin(scheme, origin);
  if (reason === 'HOST_NOT_LISTED' || reason === 'NO_SERVER_DOMAINS') {
    return `${remark(policy, api, scheme, origin, neighbour)}${suggestEntry('Configure', api, wanted, origin)}.`;
  }
  const configure = suggestEntry('configure', api, wanted, origin);
  const entry = neighbour?.domain.text ?? '';
  const usable = neighbour === undefined ? '' : `${scheme}${entry.slice(neighbour.domain.scheme.length)}`;
  switch (reason) {
    case 'PORT_NOT_PERMITTED':
      return `The entry ${entry} has no port, so the URL must not carry one: write ${usable}/… or ${configure}.`;
    case 'PORT_MISSING':
      return `The entry ${entry} has a port, so the URL must carry it: write ${usable}/… or ${configure}.`;
    case 'PORT_DIFFERENT':
      return `The entry ${entry} covers its own port only: write ${usable}/… or ${configure}.`;
    default:
      return neighbour?.relation === 'sameHost'
        ? `Write ${usable}/….`
        : `Write ${wanted}/… and ${configure}.`;
  }
}

/** What is worth knowing about the entries before another one is added. */
function remark(
  policy: CompiledPolicy,
  api: Api,
  scheme: UrlScheme,
  { hostname, explicitPort }: Origin,
  neighbour: Neighbour | undefined,
): string {
  if (policy.separate) {
    const elsewhere = findElsewhere(policy, api, { scheme, hostname, explicitPort });
    if (elsewhere.length > 0) return `It is configured for ${elsewhere.join(', ')} only. `;
  }
  switch (neighbour?.relation) {
    case 'parent':
      return `The entry ${neighbour.domain.text} does not cover the names under it. `;
    case 'child':
      return `The entry ${neighbour.domain.text} does not cover the name above it. `;
    case 'similar':
      return `Is ${neighbour.domain.text} meant? `;
    default:
      return '';
  }
}

/** The other calls for which an origin is configured. */
function findElsewhere(policy: CompiledPolicy, api: Api, wanted: Wanted): Api[] {
  return apis.filter((other) => other !== api && policy.list(other).find(wanted) !== undefined);
}

/** Which entry would cover the URL, or why none can. Banned hosts, addresses and localhost were refused before. */
function suggestEntry(
  verb: 'Configure' | 'configure',
  api: Api,
  wanted: string,
  { hostname }: Origin,
): string {
  if (isDnsName(hostname)) return `${verb} ${wanted} as a server domain of ${nameOf(api)}`;
  const give = verb === 'Configure' ? 'Give' : 'give';
  return `${give} the server a host name of letters, digits, hyphens and dots`;
}

/** Whatever stands in the place of a call. */
function nameOf(api: unknown): string {
  for (const known of apis) if (known === api) return known;
  return 'an unknown call';
}

function writeOrigin(scheme: string, { hostname, explicitPort }: Origin): string {
  return `${scheme}://${hostname}${explicitPort === undefined ? '' : `:${explicitPort}`}`;
}
