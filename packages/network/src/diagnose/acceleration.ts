import {
  type Acceleration,
  accelerationOf,
  decide,
  type HostProfile,
  type PolicyDocument,
  profiles,
} from '@minigate/policy';
import { Chooser } from '../acceleration/chooser.ts';
import { failureOf } from '../acceleration/failures.ts';
import type { Failure } from '../acceleration/health.ts';
import { placeOf } from '../acceleration/place.ts';
import { firstByteTime, timingOf } from '../acceleration/timings.ts';
import { networkErrors } from '../errors.ts';
import type { DialTerms } from '../transport/dial-plan.ts';
import type { AccelerationDiagnosis, CandidateDiagnosis, CandidateProblem } from './acceleration-report.ts';
import { clip } from './clip.ts';
import { diagnosisLimits } from './limits.ts';
import { checkTerms, type DiagnoseOptions } from './options.ts';
import { type Trial, tryServer } from './trial.ts';

/** What an acceleration policy is examined with. */
export type DiagnoseAccelerationOptions = Pick<
  DiagnoseOptions,
  'ca' | 'resolve' | 'allowAddresses' | 'timeout' | 'lookup'
>;

/**
 * Tries every candidate of a policy document a few times, as probes do, and says which one a program would be given and
 * what is wrong with the others. The accelerated origin is tried too: it answers where no candidate is well. Rule 25.
 *
 * @param document its acceleration is examined even where its program is not the platform's own, which is told
 * @throws TypeError if the document or an option is malformed
 *
 * @example
 * const { candidates, choice } = await diagnoseAcceleration(document);
 * for (const { origin, times, problem } of candidates) console.log(origin, times.firstByte, problem?.sentence);
 */
export async function diagnoseAcceleration(
  document: PolicyDocument,
  options: DiagnoseAccelerationOptions = {},
): Promise<AccelerationDiagnosis> {
  const terms = checkTerms({ ...options, policy: document });
  const policy = terms.policy ?? document;
  const profile = profiles[policy.profile ?? 'binance'];
  const startedAt = Date.now();
  const acceleration = accelerationOf({ ...policy, firstParty: true }, profile);
  if (acceleration === undefined) {
    return { format: 1, startedAt, outcome: 'failure', faults: [reasonForNone(document)], candidates: [] };
  }
  const faults = faultsOf(policy, acceleration, profile);
  const { origin, candidates } = acceleration;
  const listed = candidates.map((candidate) => ({ ...candidate, fallback: false }));
  const all = candidates.some((one) => one.origin === origin)
    ? listed
    : [...listed, { origin, region: undefined, weight: 0, priority: 0, fallback: true }];
  const tried = await Promise.all(
    all.map(async (one) => ({ ...one, trials: await tryOften(one.origin, acceleration, terms, profile) })),
  );
  const { choice, costs } = choose(acceleration, tried);
  const found = tried.map((one) => diagnosisOf(one, costs.get(one.origin), choice.origin));
  const worst =
    found.some(({ outcome }) => outcome === 'failure') || faults.length > 0 ? 'failure' : undefined;
  const outcome = worst ?? (found.some((one) => one.outcome === 'warning') ? 'warning' : 'ok');
  return { format: 1, startedAt, outcome, origin, faults, candidates: found, choice };
}

function reasonForNone({ acceleration }: PolicyDocument): string {
  return acceleration === undefined
    ? 'The document has no acceleration policy. It needs one that names the candidates.'
    : 'The acceleration policy has a fault, so it is not in force.';
}

function faultsOf(policy: PolicyDocument, { origin }: Acceleration, profile: HostProfile): string[] {
  const decision = decide(policy, 'request', `${origin}/`, { profile, debugging: false, interfaces: [] });
  return [
    ...(policy.firstParty === true
      ? []
      : ['The platform has not marked the program as its own, so its calls are not accelerated.']),
    ...(decision.verdict === 'allow'
      ? []
      : [`Programs may not call the accelerated origin ${origin}: ${clip(decision.message)}`]),
  ];
}

async function tryOften(
  origin: string,
  { probePath: path }: Acceleration,
  terms: DialTerms,
  profile: HostProfile,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  while (trials.length < diagnosisLimits.trials) {
    trials.push(await tryServer({ ...placeOf(origin), path }, terms, profile));
  }
  return trials;
}

interface Tried {
  readonly origin: string;
  readonly region: string | undefined;
  readonly weight: number;
  readonly priority: number;
  readonly fallback: boolean;
  readonly trials: readonly Trial[];
}

/** What a client would choose that had measured just this. */
function choose(acceleration: Acceleration, tried: readonly Tried[]) {
  const chooser = new Chooser({ acceleration, random: () => 0 });
  let now = Date.now();
  for (const { origin, trials, fallback } of tried) {
    if (fallback) continue;
    for (const trial of trials) {
      now += 1;
      const why = whyOf(trial);
      const probe = { origin, kind: 'request' } as const;
      const timing = timingOf(firstByteTime(trial.timing), trial.timing);
      if (why === undefined) chooser.probeAnswered(probe, timing, now);
      else chooser.probeFailed(probe, why, now);
    }
  }
  const costs = new Map(chooser.candidates(now).map(({ origin, cost }) => [origin, cost] as const));
  const { origin, why: reason } = chooser.choose(now);
  return { choice: { origin, reason, sentence: reasonSentences[reason] }, costs };
}

const reasonSentences = {
  better:
    'Its first byte is expected first, or about as soon as that of the best one; among those the weight decides.',
  only: 'It is the only candidate that is well.',
  kept: 'It is as good as any.',
  unmeasured: 'None could be measured, so priority and weight decide.',
  fallback: 'No candidate is well, so the accelerated origin itself is called.',
} as const;

function whyOf({ error, timing, unavailable }: Trial): Failure | undefined {
  if (unavailable) return 'unavailable';
  if (error === undefined) return undefined;
  return failureOf(error, timing.requestStart !== 0) ?? 'silent';
}

function diagnosisOf(
  { trials, fallback, origin, region, weight, priority }: Tried,
  cost: number | undefined,
  chosen: string,
): CandidateDiagnosis {
  const answers = trials.filter((trial) => whyOf(trial) === undefined);
  const bad = trials.find((trial) => whyOf(trial) !== undefined);
  const status = trials.findLast((trial) => trial.status !== undefined)?.status;
  const connect = medianOf(answers.map(({ timing }) => timing.connectEnd - timing.connectStart));
  const tls = medianOf(answers.map(({ timing }) => timing.tlsEnd - timing.tlsStart));
  const firstByte = medianOf(answers.map(({ timing }) => firstByteTime(timing)));
  return {
    origin,
    fallback,
    ...(region !== undefined && { region }),
    ...(!fallback && { weight, priority }),
    outcome: bad === undefined ? 'ok' : answers.length > 0 ? 'warning' : 'failure',
    trials: trials.length,
    answered: answers.length,
    times: {
      ...(connect !== undefined && { connect }),
      ...(tls !== undefined && { tls }),
      ...(firstByte !== undefined && { firstByte }),
    },
    ...(status !== undefined && { status }),
    ...(cost !== undefined && { cost: rounded(cost) }),
    chosen: origin === chosen,
    ...(bad !== undefined && { problem: problemOf(bad) }),
  };
}

function problemOf({ error, status }: Trial): CandidateProblem {
  if (error === undefined) {
    const sentence = `It says that it cannot serve: status ${status}.`;
    return {
      code: 'UNAVAILABLE',
      sentence,
      fix: 'Look at what stands behind it, and whether the probe path is right.',
    };
  }
  return { code: error.code, sentence: clip(error.detail ?? error.text), fix: networkErrors[error.code].fix };
}

function medianOf(times: readonly number[]): number | undefined {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  return median === undefined ? undefined : rounded(median);
}

function rounded(time: number): number {
  return Math.round(time * 10) / 10;
}
