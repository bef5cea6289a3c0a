import { setTimeout as delay } from 'node:timers/promises';
import type { Target } from '@minigate/policy';
import { type DialTerms, planDial } from '../transport/dial-plan.ts';
import { examineAnswer } from './answer.ts';
import { Budget } from './budget.ts';
import { toFinding } from './certificate.ts';
import { examineCertificates } from './certificates.ts';
import { examineChain } from './chain.ts';
import type { Findings } from './findings.ts';
import { type Handshake, shakeHands } from './handshake.ts';
import { findAddresses } from './name.ts';
import type { DiagnoseTerms } from './options.ts';
import { judgeAddresses } from './reach.ts';
import type { Diagnosis, PhaseTimes } from './report.ts';
import type { Subject } from './subject.ts';
import { examineTls } from './tls.ts';
import { makeVisits, type Visits } from './visits.ts';

/** The part of a report that comes from the server. */
export type Examined = Pick<Diagnosis, 'addresses' | 'tls' | 'certificates' | 'hops' | 'answer' | 'times'>;

/** Nothing was dialled. */
export const nothing: Examined = { addresses: [], certificates: [], hops: [], times: {} };

type Times = { -readonly [K in keyof PhaseTimes]: number };

/**
 * The examination from top to bottom: name, addresses, connection, TLS, certificates, HTTP. A phase that
 * fails ends it; what TLS and certificates show is told even where HTTP is not to be spoken any more.
 */
export async function examine(
  subject: Subject,
  target: Target,
  terms: DiagnoseTerms,
  findings: Findings,
): Promise<Examined> {
  const budget = new Budget(terms.timeout);
  const times: Times = {};
  const named = await findAddresses(target, terms, budget, findings);
  if (named === undefined) return nothing;
  if (named.time !== undefined) times.name = rounded(named.time);

  const start = performance.now();
  const reachTime = budget.phase;
  const { addresses, dialled } = judgeAddresses(target, named, terms, findings);
  const pinned: Omit<DialTerms, 'timeout'> = {
    ...terms,
    // One answer for all connections: what was judged is what is dialled.
    lookup: async (hostname) => (hostname === target.hostname ? named.addresses : terms.lookup(hostname)),
  };
  const plan = () => planDial(target, 'enforce', true, { ...pinned, timeout: budget.phase });
  const first = dialled
    ? await shakeHands(plan(), { secureContext: terms.secureContext(), protocols })
    : 'refused';
  if (first === 'refused' || stageOf(first) === 'connect') {
    if (first !== 'refused') tellUnreached(first, findings);
    if (terms.coarse) await waitUntil(start + reachTime);
    return { ...nothing, addresses, times };
  }
  findings.ok('connect', 'It accepts TCP connections.');
  if ('seen' in first) {
    times.connect = rounded(first.seen.connectTime);
    times.tls = rounded(first.seen.tlsTime);
  }

  const now = Date.now();
  const seen = await examineTls(plan(), first, budget, findings);
  const { sent, publicRoot } = examineChain(
    seen,
    { host: target.hostname.replace(/\.$/, ''), terms, now },
    findings,
  );
  examineCertificates(sent, publicRoot, now, findings);
  const shown = {
    addresses,
    ...(seen.finding !== undefined && { tls: seen.finding }),
    certificates: sent.map(toFinding),
    times,
  };
  if (seen.client === undefined || isRefused(findings)) {
    findings.note('http', 'Nothing was asked: a client would end the connection before.');
    return { ...nothing, ...shown };
  }

  const visits = await makeVisits(
    subject,
    target,
    { dialling: pinned, budget, coarse: terms.coarse },
    findings,
  );
  addTimes(times, visits);
  const { last, hops } = visits;
  const answer = last?.head === undefined ? undefined : examineAnswer(last, last.head, findings);
  if (subject.api !== 'connectSocket') tellHttp2(seen.client.protocol, findings);
  return { ...shown, hops, ...(answer !== undefined && { answer }) };
}

const protocols = ['h2', 'http/1.1'];

function stageOf(handshake: Handshake): 'connect' | 'tls' | undefined {
  return 'unseen' in handshake ? handshake.unseen.stage : undefined;
}

function tellUnreached(handshake: Handshake, findings: Findings): void {
  if (!('unseen' in handshake)) return;
  const { message, fix } = handshake.unseen.error;
  findings.fail('connect', { failure: 'unreachable', sentence: message, fix });
}

/** A client of this project would end the handshake, so nothing is sent. */
function isRefused(findings: Findings): boolean {
  return findings.checks.some(
    ({ id, outcome, platforms }) =>
      outcome === 'failure' && id.startsWith('certificate-') && platforms?.includes('binance'),
  );
}

function tellHttp2(protocol: string | undefined, findings: Findings): void {
  if (protocol === 'h2') {
    findings.ok('http2', 'It offers HTTP/2.');
  } else {
    findings.note('http2', 'It does not offer HTTP/2.', {
      fix: 'Switch HTTP/2 on: calls with enableHttp2 use it, and others are not hindered.',
    });
  }
}

function addTimes(times: Times, { first: { timing } }: Visits): void {
  if (timing.responseStart === 0 || timing.requestStart === 0) return;
  times.firstByte = rounded(timing.responseStart - timing.requestStart);
  if (timing.responseEnd === 0) return;
  const { name = 0, connect = 0, tls = 0 } = times;
  times.total = rounded(name + connect + tls + timing.responseEnd - timing.requestStart);
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

async function waitUntil(moment: number): Promise<void> {
  const rest = moment - performance.now();
  if (rest > 0) await delay(rest);
}
