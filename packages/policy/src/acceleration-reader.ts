import type { AccelerationCandidate, AccelerationPolicy, AccelerationThresholds } from './acceleration.ts';
import { accelerationLimits as limits } from './acceleration-limits.ts';
import { placeOf } from './banned-origins.ts';
import type { Bans } from './bans.ts';
import { AccelerationFields } from './acceleration-fields.ts';
import type { HostProfile } from './host-profile.ts';
import { issue } from './issues.ts';
import type { PolicyIssue } from './issues.ts';
import { parseEntry } from './server-domain.ts';
import type { ServerDomain } from './server-domain.ts';

const probePathForm = /^\/(?!\/)[!-"$-[\]-~]*$/;
const regionForm = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Reads the acceleration policy of a document, which is plain data. Rule 25.
 *
 * @returns no policy where it has a fault, beside a field that nothing reads; at most 32 issues
 */
export function readAcceleration(
  value: unknown,
  profile: Pick<HostProfile, 'acceleration'>,
  bans: Bans,
): { policy: AccelerationPolicy | undefined; issues: readonly PolicyIssue[] } {
  if (value === undefined) return { policy: undefined, issues: [] };
  const reader = new Reader(bans);
  const policy = reader.policy(value, profile.acceleration.origin);
  const unread = reader.issues.filter(({ code }) => code === 'UNKNOWN_FIELD');
  const faults = reader.issues.filter(({ code }) => code !== 'UNKNOWN_FIELD');
  const issues = [...faults, ...unread].slice(0, limits.mostIssues);
  return { policy: faults.length === 0 ? policy : undefined, issues };
}

/** A server is dialled, not matched with what a program writes: 443 is the port that is meant where none is written. */
function withoutDefaultPort({ text, hostname, port }: ServerDomain): string {
  return port === 443 ? `https://${hostname}` : text;
}

class Reader {
  readonly issues: PolicyIssue[] = [];
  readonly #bans: Bans;

  constructor(bans: Bans) {
    this.#bans = bans;
  }

  policy(value: unknown, defaultOrigin: string): AccelerationPolicy | undefined {
    const fields = AccelerationFields.of(value, 'acceleration', this.issues);
    if (fields === undefined) return this.#refuse(issue('INVALID_ACCELERATION', { at: 'acceleration' }));
    fields.knowOnly(['origin', 'candidates', 'probePath', 'thresholds', 'timeToLive']);
    const written = fields.get('origin');
    const origin = this.#accelerated(written ?? defaultOrigin);
    const candidates = this.#candidates(fields.get('candidates'));
    const probePath = this.#probePath(fields.get('probePath'));
    const thresholds = this.#thresholds(fields.get('thresholds'));
    const timeToLive = fields.number('timeToLive', [limits.leastTimeToLive, limits.longestTimeToLive]);
    return {
      ...(written === undefined || origin === undefined ? {} : { origin: origin.text }),
      candidates,
      ...(probePath === undefined ? {} : { probePath }),
      ...(thresholds === undefined ? {} : { thresholds }),
      ...(timeToLive === undefined ? {} : { timeToLive }),
    };
  }

  #accelerated(text: unknown): ServerDomain | undefined {
    const at = 'acceleration.origin';
    const origin = this.#server(text, at);
    if (origin?.port === undefined) return origin;
    const correction = `https://${origin.hostname}`;
    return this.#refuse(issue('ACCELERATED_PORT', { entry: origin.text, at, correction }));
  }

  #candidates(value: unknown): AccelerationCandidate[] {
    const at = 'acceleration.candidates';
    if (value !== undefined && !Array.isArray(value)) {
      this.#refuse(issue('INVALID_ACCELERATION_FIELD', { at }));
      return [];
    }
    const list: readonly unknown[] = value ?? [];
    if (list.length === 0) this.#refuse(issue('NO_CANDIDATES', { at }));
    if (list.length > limits.mostCandidates) {
      this.#refuse(issue('TOO_MANY_CANDIDATES', { at }));
      return [];
    }
    const places = new Set<string>();
    return list.flatMap((entry, index) => this.#candidate(entry, `${at}[${index}]`, places) ?? []);
  }

  #candidate(value: unknown, at: string, places: Set<string>): AccelerationCandidate | undefined {
    const fields = AccelerationFields.of(value, at, this.issues);
    if (fields === undefined) return this.#refuse(issue('INVALID_ACCELERATION_FIELD', { at }));
    fields.knowOnly(['origin', 'region', 'weight', 'priority']);
    const origin = this.#server(fields.get('origin'), `${at}.origin`);
    const region = fields.text('region', regionForm, limits.longestRegion);
    const weight = fields.count('weight', [1, limits.mostWeight]);
    const priority = fields.count('priority', [0, limits.mostPriority]);
    if (origin === undefined) return undefined;
    const place = placeOf(origin.hostname, origin.port ?? 443);
    if (places.has(place)) {
      return this.#refuse(issue('DUPLICATE', { entry: origin.text, at: `${at}.origin` }));
    }
    places.add(place);
    return {
      origin: withoutDefaultPort(origin),
      ...(region === undefined ? {} : { region }),
      ...(weight === undefined ? {} : { weight }),
      ...(priority === undefined ? {} : { priority }),
    };
  }

  #probePath(value: unknown): string | undefined {
    if (value === undefined) return undefined;
    const fits = typeof value === 'string' && value.length <= limits.longestProbePath;
    if (fits && probePathForm.test(value)) return value;
    return this.#refuse(
      issue('INVALID_PROBE_PATH', {
        at: 'acceleration.probePath',
        ...(typeof value === 'string' ? { entry: value } : {}),
      }),
    );
  }

  #thresholds(value: unknown): Partial<AccelerationThresholds> | undefined {
    if (value === undefined) return undefined;
    const at = 'acceleration.thresholds';
    const fields = AccelerationFields.of(value, at, this.issues);
    if (fields === undefined) return this.#refuse(issue('INVALID_ACCELERATION_FIELD', { at }));
    const ejection = [limits.leastEjection, limits.longestEjection] as const;
    const read: { readonly [Name in keyof AccelerationThresholds]: number | undefined } = {
      nearBest: fields.number('nearBest', [1, limits.mostNearBest]),
      consecutiveFailures: fields.count('consecutiveFailures', [1, limits.mostConsecutiveFailures]),
      failureRate: fields.number('failureRate', [limits.leastFailureRate, 1]),
      ejectionTime: fields.number('ejectionTime', ejection),
      longestEjection: fields.number('longestEjection', ejection),
      ejectedShare: fields.number('ejectedShare', [0, 1]),
    };
    fields.knowOnly(Object.keys(read));
    return Object.fromEntries(Object.entries(read).filter(([, number]) => number !== undefined));
  }

  /** An origin that is written like a server domain and that the platform does not ban. */
  #server(text: unknown, at: string): ServerDomain | undefined {
    const result = parseEntry(text, 'request', this.#bans);
    return result.ok ? result.domain : this.#refuse({ ...result.issue, at });
  }

  #refuse(fault: PolicyIssue): undefined {
    this.issues.push(fault);
    return undefined;
  }
}
