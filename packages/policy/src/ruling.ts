import type { AllowDecision, Decision, DenyDecision } from './decision.ts';
import type { Origin } from './target.ts';
import { reasons } from './reasons.ts';
import type { AllowReason, DenyReason } from './reasons.ts';
import type { ServerDomain } from './server-domain.ts';

/** What holds for an origin, whatever path follows: everything of a decision that can be made once. */
export type Ruling = Permission | Refusal;

/** The origin may be called. */
export interface Permission {
  readonly verdict: 'allow';
  readonly reason: AllowReason;
  readonly message: string;
  readonly origin: Origin;
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
  /** The host is an address: the interfaces of this device may decide otherwise. Rule 7. */
  readonly literal: boolean;
}

/** A refusal in the words of the reason table. */
export function refuse(reason: DenyReason, subject: string, origin?: Origin, literal = false): Refusal {
  const { sentence, fix } = reasons[reason];
  const message = `${sentence}: ${subject}.`;
  return { verdict: 'deny', reason, message, suggestion: fix, nearest: undefined, origin, literal };
}

/** The decision on one URL of an origin that was ruled on. */
export function conclude(ruling: Ruling, path: string, debugging: boolean | undefined): Decision {
  return ruling.verdict === 'allow' ? allow(ruling, path) : deny(ruling, path, debugging);
}

function allow({ reason, message, origin }: Permission, path: string): AllowDecision {
  const { scheme, hostname, port, explicitPort, authority } = origin;
  const target = { scheme, hostname, port, explicitPort, authority, path };
  return { verdict: 'allow', enforced: true, reason, message, target };
}

function deny(refusal: Refusal, path: string, debugging: boolean | undefined): DenyDecision {
  const { reason, message, suggestion, nearest, origin } = refusal;
  const enforced = debugging !== true || !reasons[reason].waived;
  if (origin === undefined) {
    return { verdict: 'deny', enforced, reason, message, suggestion, nearest, target: undefined };
  }
  const { scheme, hostname, port, explicitPort, authority } = origin;
  const target = { scheme, hostname, port, explicitPort, authority, path };
  return { verdict: 'deny', enforced, reason, message, suggestion, nearest, target };
}
