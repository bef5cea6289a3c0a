import { setTimeout as delay } from 'node:timers/promises';
import { type Decision, decide, type HostProfile, profiles, type Target } from '@minigate/policy';
import type { DialTerms } from '../transport/dial-plan.ts';
import { isRedirect, locationOf } from '../transport/redirects.ts';
import type { Budget } from './budget.ts';
import { clip } from './clip.ts';
import type { Failing, Findings } from './findings.ts';
import type { HopFinding } from './report.ts';
import { type Subject, urlOf } from './subject.ts';
import { type Visit, visit } from './visit.ts';

/** What came of the request and of the redirects behind it. */
export interface Visits {
  readonly hops: readonly HopFinding[];
  readonly first: Visit;
  /** The one whose answer counts; absent where none came. */
  readonly last: Visit | undefined;
}

/** How the visits are made. */
export interface VisitTerms {
  readonly dialling: Omit<DialTerms, 'timeout'>;
  readonly budget: Budget;
  /** A connection that fails takes as long as one that is waited for, so that time does not tell the cause. */
  readonly coarse: boolean;
}

/**
 * Asks for the target, and follows redirects as far as the policy permits: each hop is judged before it is
 * dialled. Rule 6.
 */
export async function makeVisits(
  { api, policy, decision }: Subject,
  target: Target,
  terms: VisitTerms,
  findings: Findings,
): Promise<Visits> {
  const profile = profiles[policy.profile ?? 'binance'];
  const isSocket = api === 'connectSocket';
  const hops: HopFinding[] = [];
  const asked = new Set<string>();
  let here = target;
  let { verdict, reason } = decision;
  let first: Visit | undefined;
  for (;;) {
    asked.add(endpointOf(here));
    const seen = await visitInTime(here, terms, profile);
    const { head, error } = seen;
    first ??= seen;
    hops.push({ url: urlOf(here), verdict, reason, ...(head !== undefined && { status: head.status }) });
    if (head === undefined || error !== undefined) {
      tellNoAnswer(seen, here, findings);
      return { hops, first, last: undefined };
    }
    const location = isRedirect(head.status) ? locationOf(head.headers) : undefined;
    if (location === undefined) {
      tellAnswer(seen, head.status, isSocket, findings);
      if (hops.length > 1) tellRedirects(hops.length - 1, findings);
      return { hops, first, last: seen };
    }
    const next = decide(policy, api, location, { base: here });
    const fault = isSocket
      ? noRedirects
      : findRedirectFault(
          next,
          head.status,
          hops.length > profile.limits.redirects || terms.budget.over,
          asked,
        );
    if (fault !== undefined || next.target === undefined) {
      const url = next.target === undefined ? clip(location) : urlOf(next.target);
      hops.push({ url, verdict: next.verdict, reason: next.reason });
      findings.fail('redirects', fault ?? noRedirects);
      return { hops, first, last: undefined };
    }
    here = next.target;
    ({ verdict, reason } = next);
  }
}

const noRedirects: Failing = {
  failure: 'http',
  sentence: 'It answers with a redirect, which the handshake of a socket does not follow.',
  fix: 'Let connectSocket call the URL that the redirect leads to.',
};

/** Why a redirect is not followed. */
function findRedirectFault(
  next: Decision,
  status: number,
  enough: boolean,
  asked: ReadonlySet<string>,
): Failing | undefined {
  if (next.verdict === 'deny') {
    const sentence = `It redirects with ${status} to where no call may go: ${next.message}`;
    return { failure: 'not-permitted', sentence, fix: next.suggestion };
  }
  if (asked.has(endpointOf(next.target))) {
    const sentence = `It redirects in a circle: ${urlOf(next.target)} comes again.`;
    return { failure: 'http', sentence, fix: 'Answer one of these URLs without a redirect.' };
  }
  if (!enough) return undefined;
  const sentence = 'It redirects more often, or for longer, than a call may follow.';
  return { failure: 'http', sentence, fix: 'Call the final URL.' };
}

async function visitInTime(
  target: Target,
  { dialling, budget, coarse }: VisitTerms,
  profile: HostProfile,
): Promise<Visit> {
  const start = performance.now();
  const timeout = budget.phase;
  const seen = await visit(target, { ...dialling, timeout }, profile);
  const rest = timeout - (performance.now() - start);
  if (coarse && !seen.connected && rest > 0) await delay(rest);
  return seen;
}

function tellNoAnswer({ head, error, connected }: Visit, target: Target, findings: Findings): void {
  const late = error?.code === 'TIMED_OUT' || error?.code === 'CONNECTION_TIMED_OUT';
  const what =
    head === undefined ? 'has no answer' : `has an answer with status ${head.status} that is not whole`;
  const fix = !connected || error?.code !== 'TIMED_OUT' ? error?.fix : 'Find out what the server waits for.';
  findings.fail('http', {
    failure: late ? 'timed-out' : 'http',
    sentence: `${urlOf(target)} ${what}: ${error === undefined ? 'it ended' : clip(error.message)}`,
    fix,
  });
}

function tellAnswer({ timing }: Visit, status: number, isSocket: boolean, findings: Findings): void {
  const said = `It answers a GET with status ${status}`;
  if (isSocket) {
    findings.note('http', `${said}. A WebSocket handshake was not tried.`);
  } else if (status >= 500) {
    findings.warn('http', `${said}: the server has a fault.`, 'Look into the log of the server.');
  } else if (status >= 400) {
    findings.note('http', `${said}: the server is there, and a program gets the status in \`success\`.`);
  } else {
    findings.ok('http', `${said}, in ${Math.round(timing.responseStart - timing.requestStart)} ms.`);
  }
}

function tellRedirects(count: number, findings: Findings): void {
  const times = count === 1 ? 'once' : `${count} times`;
  findings.ok('redirects', `It redirects ${times}, each time to what the policy permits.`);
}

/** What a redirect that comes back comes back to. */
function endpointOf({ scheme, hostname, port, path }: Target): string {
  return `${scheme} ${hostname} ${port} ${path}`;
}
