import { apis } from './api.ts';
import type { Api } from './api.ts';
import type { Origin } from './endpoint.ts';
import type { HostProfile } from './host-profile.ts';
import { profileNamed } from './host-profiles.ts';
import { readBannedHosts, readServerDomains } from './lists.ts';
import type { PolicyDocument } from './document.ts';
import { quote } from './quote.ts';
import { reasons } from './reasons.ts';
import type { DenyReason } from './reasons.ts';
import type { ServerDomain } from './server-domain.ts';

/** What a list says of an origin, whatever path follows: everything of a decision that can be made once. */
export type Ruling = Grant | Refusal;

/** An entry covers the origin. */
export interface Grant {
  readonly verdict: 'allow';
  readonly domain: ServerDomain;
  readonly origin: Origin;
  readonly message: string;
}

/** The origin is not permitted. */
export interface Refusal {
  readonly verdict: 'deny';
  readonly reason: DenyReason;
  readonly message: string;
  readonly suggestion: string;
  readonly nearest: ServerDomain | undefined;
  /** `undefined` where nothing may ever be dialled. */
  readonly origin: Origin | undefined;
}

const mostRefusals = 256;
const longestKept = 300;

/** The server domains of one API, indexed by what a URL has in front of its path. */
export class CompiledList {
  /** The scheme that its URLs have. */
  readonly scheme: 'https' | 'wss';
  /** Every entry in force, for `connectSocket` those that decide. */
  readonly domains: readonly ServerDomain[];
  readonly byHost: ReadonlyMap<string, readonly Grant[]>;
  readonly #everyPort: boolean;
  readonly #grants: ReadonlyMap<string, Grant>;
  readonly #refusals = new Map<string, Refusal>();

  constructor(api: Api, all: readonly ServerDomain[], profile: HostProfile) {
    const written = api === 'connectSocket' ? all.filter((domain) => domain.scheme === 'wss') : [];
    this.scheme = api === 'connectSocket' ? 'wss' : 'https';
    this.domains = written.length > 0 ? written : all.filter((domain) => domain.scheme === 'https');
    this.#everyPort = written.length > 0 && profile.serverDomains.wssWithoutPort === 'every';
    const grants = this.domains.map((domain) => toGrant(this.scheme, domain));
    this.#grants = new Map(grants.map((grant) => [`${this.scheme}://${grant.origin.authority}`, grant]));
    const byHost = new Map<string, Grant[]>();
    for (const grant of grants) {
      const same = byHost.get(grant.domain.hostname);
      if (same === undefined) byHost.set(grant.domain.hostname, [grant]);
      else same.push(grant);
    }
    this.byHost = byHost;
  }

  /** The entry that covers an origin. Rule 3. */
  find({ scheme, hostname, explicitPort }: Origin): Grant | undefined {
    const same = scheme === this.scheme ? this.byHost.get(hostname) : undefined;
    if (same === undefined) return undefined;
    for (const grant of same) {
      if (grant.origin.explicitPort === explicitPort) return grant;
    }
    return this.#everyPort ? same.find((grant) => grant.origin.explicitPort === undefined) : undefined;
  }

  /** The ruling on `scheme://authority`, letter by letter: an entry, or a refusal that was kept. */
  rulingOn(origin: string): Ruling | undefined {
    return this.#grants.get(origin) ?? this.#refusals.get(origin);
  }

  /** Keeps the refusal of `scheme://authority`. Their number is bounded; finding the nearest entry is slow. */
  keep(origin: string, refusal: Refusal): void {
    if (origin.length > longestKept) return;
    if (this.#refusals.size >= mostRefusals) this.#refusals.clear();
    this.#refusals.set(origin, refusal);
  }
}

/** A policy document made ready for {@link decide}, under one host profile. */
export class CompiledPolicy {
  readonly profile: HostProfile;
  readonly banned: ReadonlySet<string>;
  readonly #lists: ReadonlyMap<Api, CompiledList>;

  constructor(document: PolicyDocument | undefined, profile: HostProfile) {
    this.profile = profile;
    this.banned = readBannedHosts(profile, document?.bannedHosts).hosts;
    const { domains } = readServerDomains(document?.serverDomains, profile, this.banned);
    this.#lists = new Map(apis.map((api) => [api, new CompiledList(api, domains[api], profile)]));
  }

  /** Of a call that does not exist, a list that is empty. */
  list(api: Api): CompiledList {
    return this.#lists.get(api) ?? new CompiledList(api, [], this.profile);
  }
}

type Cache = WeakMap<PolicyDocument, CompiledPolicy>;

const underOwnProfile: Cache = new WeakMap();
const underGivenProfile = new WeakMap<HostProfile, Cache>();

/**
 * The compiled form of a document under the given profile or else the one that it names, made once:
 * documents are immutable, so a change made to one after its first use has no effect. Anything but an
 * object grants nothing.
 */
export function compilePolicy(document: PolicyDocument, profile: HostProfile | undefined): CompiledPolicy {
  const cache = profile === undefined ? underOwnProfile : underGivenProfile.get(profile);
  const known = cache?.get(document);
  if (known !== undefined) return known;
  const usable = typeof document === 'object' && document !== null;
  const made = new CompiledPolicy(usable ? document : undefined, profile ?? profileNamed(document?.profile));
  if (!usable) return made;
  const target: Cache = cache ?? new WeakMap();
  target.set(document, made);
  if (profile !== undefined && cache === undefined) underGivenProfile.set(profile, target);
  return made;
}

function toGrant(scheme: 'https' | 'wss', domain: ServerDomain): Grant {
  const { hostname, port = 443 } = domain;
  const explicitPort = domain.port === undefined ? undefined : String(domain.port);
  const authority = explicitPort === undefined ? hostname : `${hostname}:${explicitPort}`;
  const message = `${reasons.LISTED.sentence}: ${quote(domain.text)}.`;
  return { verdict: 'allow', domain, origin: { scheme, hostname, port, explicitPort, authority }, message };
}
