import type { Api } from './api.ts';
import type { UrlScheme } from './endpoint.ts';
import type { HostProfile } from './host-profile.ts';
import { profileNamed } from './host-profiles.ts';
import { readBannedHosts, readServerDomains } from './lists.ts';
import type { PolicyDocument } from './policy-document.ts';
import { quote } from './quote.ts';
import { reasons } from './reasons.ts';
import type { DenyReason } from './reasons.ts';
import type { ServerDomain } from './server-domain.ts';

/** What an allowed decision says, made once for each entry. */
export interface Grant {
  readonly scheme: UrlScheme;
  readonly hostname: string;
  readonly port: number;
  readonly explicitPort: string | undefined;
  readonly authority: string;
  readonly message: string;
}

/** Why no entry of a list covers an endpoint, in words. */
export interface Explanation {
  readonly reason: DenyReason;
  readonly message: string;
  readonly suggestion: string;
  readonly nearest: ServerDomain | undefined;
}

const mostExplanations = 256;

/** The server domains of one API, indexed by what a URL has in front of its path. */
export class CompiledList {
  /** The scheme that its URLs have. */
  readonly scheme: 'https' | 'wss';
  /** Every entry in force, for `connectSocket` those that decide. */
  readonly domains: readonly ServerDomain[];
  /** `https://host` and `https://host:port`, exactly as plain URLs write them. */
  readonly grants: ReadonlyMap<string, Grant>;
  /** Hosts of which every port is covered: `wss` entries without a port, if the profile says so. */
  readonly everyPort: ReadonlyMap<string, ServerDomain>;
  readonly byHost: ReadonlyMap<string, readonly ServerDomain[]>;
  readonly #explanations = new Map<string, Explanation>();

  constructor(api: Api, all: readonly ServerDomain[], profile: HostProfile) {
    const written = api === 'connectSocket' ? all.filter((domain) => domain.scheme === 'wss') : [];
    this.scheme = api === 'connectSocket' ? 'wss' : 'https';
    this.domains = written.length > 0 ? written : all.filter((domain) => domain.scheme === 'https');
    this.grants = new Map(this.domains.map((domain) => grant(this.scheme, domain)));
    this.everyPort = new Map(
      profile.serverDomains.wssWithoutPort === 'every'
        ? written.filter(({ port }) => port === undefined).map((domain) => [domain.hostname, domain])
        : [],
    );
    const byHost = new Map<string, ServerDomain[]>();
    for (const domain of this.domains) {
      const same = byHost.get(domain.hostname);
      if (same === undefined) byHost.set(domain.hostname, [domain]);
      else same.push(domain);
    }
    this.byHost = byHost;
  }

  /** The explanation under that key, kept for a bounded number of keys: finding the nearest entry is slow. */
  explain(key: string, make: () => Explanation): Explanation {
    const known = this.#explanations.get(key);
    if (known !== undefined) return known;
    if (this.#explanations.size >= mostExplanations) this.#explanations.clear();
    const made = make();
    this.#explanations.set(key, made);
    return made;
  }
}

/** A policy document made ready for {@link decide}, under one host profile. */
export class CompiledPolicy {
  readonly profile: HostProfile;
  readonly banned: ReadonlySet<string>;
  readonly #lists: Readonly<Record<Api, CompiledList>>;

  constructor(document: PolicyDocument | undefined, profile: HostProfile) {
    this.profile = profile;
    this.banned = readBannedHosts(profile, document?.bannedHosts).hosts;
    const { domains } = readServerDomains(document?.serverDomains, profile, this.banned);
    this.#lists = {
      request: new CompiledList('request', domains.request, profile),
      downloadFile: new CompiledList('downloadFile', domains.downloadFile, profile),
      uploadFile: new CompiledList('uploadFile', domains.uploadFile, profile),
      connectSocket: new CompiledList('connectSocket', domains.connectSocket, profile),
    };
  }

  list(api: Api): CompiledList {
    return this.#lists[api];
  }
}

const compiled = new WeakMap<PolicyDocument, CompiledPolicy>();

/**
 * The compiled form of a document under a profile, made once: documents are immutable, so a change made to
 * one after its first use has no effect. Anything but an object grants nothing.
 */
export function compilePolicy(document: PolicyDocument, profile: HostProfile | undefined): CompiledPolicy {
  const known = compiled.get(document);
  if (known !== undefined && (profile === undefined || known.profile === profile)) return known;
  if (typeof document !== 'object' || document === null) return new CompiledPolicy(undefined, profileNamed(undefined));
  const made = new CompiledPolicy(document, profile ?? profileNamed(document.profile));
  compiled.set(document, made);
  return made;
}

function grant(scheme: 'https' | 'wss', domain: ServerDomain): [key: string, grant: Grant] {
  const explicitPort = domain.port === undefined ? undefined : String(domain.port);
  const authority = explicitPort === undefined ? domain.hostname : `${domain.hostname}:${explicitPort}`;
  const { hostname, port = 443 } = domain;
  const message = `${reasons.LISTED.sentence}: ${quote(domain.text)}.`;
  return [`${scheme}://${authority}`, { scheme, hostname, port, explicitPort, authority, message }];
}
