import { apis } from './api.ts';
import type { Api } from './api.ts';
import { findBan, readBans } from './bans.ts';
import type { Bans } from './bans.ts';
import type { HostProfile } from './host-profile.ts';
import { profileNamed } from './host-profiles.ts';
import { readServerDomains } from './lists.ts';
import { Neighbourhood } from './neighbourhood.ts';
import type { PolicyDocument } from './document.ts';
import { quote } from './quote.ts';
import { reasons } from './reasons.ts';
import type { Permission, Ruling } from './ruling.ts';
import type { ServerDomain } from './server-domain.ts';
import { Sightings } from './sightings.ts';
import type { Origin } from './target.ts';

const mostKept = 2048;
/** A kept ruling holds on to the URL that it was found for. */
const longestKept = 1024;

/** An entry covers the origin. */
interface Grant extends Permission {
  readonly domain: ServerDomain;
}

/** The server domains of one API, indexed by what a URL has in front of its path. */
export class CompiledList {
  /** The scheme that its URLs have. */
  readonly scheme: 'https' | 'wss';
  /** Every entry in force. */
  readonly domains: readonly ServerDomain[];
  readonly byHost: ReadonlyMap<string, readonly Grant[]>;
  readonly #portless: HostProfile['serverDomains']['wssWithoutPort'];
  readonly #grants: ReadonlyMap<string, Grant>;
  readonly #kept = new Map<string, Ruling>();
  #sightings: Sightings | undefined;
  #neighbourhood: Neighbourhood | undefined;

  constructor(api: Api, all: readonly ServerDomain[], profile: HostProfile, bans: Bans) {
    this.scheme = api === 'connectSocket' ? 'wss' : 'https';
    this.domains = api === 'connectSocket' ? all : all.filter((domain) => domain.scheme === 'https');
    this.#portless = profile.serverDomains.wssWithoutPort;
    const grants = this.domains.map((domain) => toGrant(this.scheme, domain));
    // An entry for every port of a host may cover one that is banned.
    const free = grants.filter((grant) => findBan(bans, grant.origin) === undefined);
    this.#grants = new Map(free.map((grant) => [`${this.scheme}://${grant.origin.authority}`, grant]));
    const byHost = new Map<string, Grant[]>();
    for (const grant of grants) {
      const same = byHost.get(grant.domain.hostname);
      if (same === undefined) byHost.set(grant.domain.hostname, [grant]);
      else same.push(grant);
    }
    this.byHost = byHost;
  }

  /** The entry that covers an origin. Rule 3. */
  find({
    scheme,
    hostname,
    explicitPort,
  }: Pick<Origin, 'scheme' | 'hostname' | 'explicitPort'>): Grant | undefined {
    const same = scheme === this.scheme ? this.byHost.get(hostname) : undefined;
    if (same === undefined) return undefined;
    for (const grant of same) {
      if (grant.origin.explicitPort === explicitPort) return grant;
    }
    return same.find(({ domain }) => this.#coversEveryPort(domain));
  }

  /** A written `wss` entry without a port; an `https` one that is read as `wss` keeps the strict rule. */
  #coversEveryPort({ scheme, port }: ServerDomain): boolean {
    return scheme === 'wss' && port === undefined && this.#portless === 'every';
  }

  /** What is near to a host; made when it is first needed. */
  get neighbourhood(): Neighbourhood {
    return (this.#neighbourhood ??= new Neighbourhood(this.domains));
  }

  /** The ruling on `scheme://authority`, letter by letter: an entry, or what was kept. */
  rulingOn(origin: string): Ruling | undefined {
    return this.#grants.get(origin) ?? this.#kept.get(origin);
  }

  /**
   * Keeps what was found for a URL and holds for every path behind its origin as it is written, from the second
   * time that the origin comes. Their number is bounded.
   */
  keep(url: string, { scheme, authority }: Origin, ruling: Ruling): void {
    if (url.length > longestKept) return;
    this.#sightings ??= new Sightings();
    if (!this.#sightings.again(authority)) return;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(url.slice(0, scheme.length + 3 + authority.length), ruling);
  }
}

/** A policy document made ready for {@link decide}, under one host profile. */
export class CompiledPolicy {
  readonly profile: HostProfile;
  readonly bans: Bans;
  /** Whether each call has a list of its own, so that an entry may be missing in one and stand in another. */
  readonly separate: boolean;
  readonly #lists: ReadonlyMap<Api, CompiledList>;
  readonly #none: CompiledList;

  constructor(document: PolicyDocument | undefined, profile: HostProfile) {
    this.profile = profile;
    this.bans = readBans(profile, document).bans;
    const serverDomains = document?.serverDomains;
    this.separate = !Array.isArray(serverDomains);
    const { domains } = readServerDomains(serverDomains, profile, this.bans);
    this.#lists = new Map(apis.map((api) => [api, new CompiledList(api, domains[api], profile, this.bans)]));
    this.#none = new CompiledList('request', [], profile, this.bans);
  }

  /** Of a call that does not exist, a list that is empty. */
  list(api: Api): CompiledList {
    return this.#lists.get(api) ?? this.#none;
  }
}

type Cache = WeakMap<PolicyDocument, CompiledPolicy>;

const underOwnProfile: Cache = new WeakMap();
const underGivenProfile = new WeakMap<HostProfile, Cache>();

/**
 * The compiled form of a document under the given profile or else the one that it names, made once:
 * documents are immutable, so a change made to one after its first use has no effect. Anything but an
 * object, and an object that throws when it is read, grants nothing.
 */
export function compilePolicy(document: PolicyDocument, profile: HostProfile | undefined): CompiledPolicy {
  const cache = profile === undefined ? underOwnProfile : underGivenProfile.get(profile);
  const known = cache?.get(document);
  if (known !== undefined) return known;
  const usable = typeof document === 'object' && document !== null;
  if (!usable) return new CompiledPolicy(undefined, profile ?? profileNamed(undefined));
  const made = compile(document, profile);
  const target: Cache = cache ?? new WeakMap();
  target.set(document, made);
  if (profile !== undefined && cache === undefined) underGivenProfile.set(profile, target);
  return made;
}

function compile(document: PolicyDocument, given: HostProfile | undefined): CompiledPolicy {
  try {
    return new CompiledPolicy(document, given ?? profileNamed(document.profile));
  } catch {
    return new CompiledPolicy(undefined, given ?? profileNamed(undefined));
  }
}

function toGrant(scheme: 'https' | 'wss', domain: ServerDomain): Grant {
  const { hostname, port = 443 } = domain;
  const explicitPort = domain.port === undefined ? undefined : String(domain.port);
  const authority = explicitPort === undefined ? hostname : `${hostname}:${explicitPort}`;
  const message = `${reasons.LISTED.sentence}: ${quote(domain.text)}.`;
  return {
    verdict: 'allow',
    reason: 'LISTED',
    domain,
    origin: { scheme, hostname, port, explicitPort, authority },
    message,
  };
}
