import { clip } from './diagnose/clip.ts';
import { coarsen } from './diagnose/coarse.ts';
import { examine, nothing } from './diagnose/examine.ts';
import { failuresOf, Findings, worstOf } from './diagnose/findings.ts';
import { checkTerms, type DiagnoseOptions } from './diagnose/options.ts';
import { judgePlatforms } from './diagnose/platforms.ts';
import type { Diagnosis } from './diagnose/report.ts';
import { readSubject, urlOf } from './diagnose/subject.ts';

export { type CheckId, checkTable } from './diagnose/check-table.ts';
export { diagnoseAcceleration, type DiagnoseAccelerationOptions } from './diagnose/acceleration.ts';
export type {
  AccelerationDiagnosis,
  CandidateDiagnosis,
  CandidateProblem,
} from './diagnose/acceleration-report.ts';
export type { DiagnoseOptions } from './diagnose/options.ts';
export { findRefusedNames, type RefusedName } from './diagnose/refused-names.ts';
export type {
  AddressFinding,
  AnswerFinding,
  CertificateFinding,
  Check,
  Diagnosis,
  FailureClass,
  HopFinding,
  Outcome,
  PhaseTimes,
  Platform,
  PlatformFinding,
  TlsFinding,
} from './diagnose/report.ts';

/**
 * Examines one server as mini programs will meet it: name, addresses, TLS, certificates, HTTP, redirects and
 * text, and what iOS, Android and the rules of this project make of that. Whatever the server does becomes a
 * finding, within bounded time and memory. docs/guide/diagnostics.md explains the report.
 *
 * Texts of the server are in the report as they came, cut but not escaped.
 *
 * @param target a host name, a server domain or a URL: `api.example.com`, `https://api.example.com:8443/health`
 * @throws TypeError if an option is malformed
 *
 * @example
 * const { outcome, checks } = await diagnose('https://api.example.com');
 * for (const { id, sentence, fix } of checks) console.log(id, sentence, fix ?? '');
 */
export async function diagnose(target: string, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const terms = checkTerms(options);
  const startedAt = Date.now();
  const findings = new Findings();
  const subject = readSubject(target, terms, findings);
  const mayDial = subject.target !== undefined && !(terms.coarse && subject.decision.verdict === 'deny');
  const examined =
    mayDial && subject.target !== undefined
      ? await examine(subject, subject.target, terms, findings)
      : nothing;
  const { checks } = findings;
  const report: Diagnosis = {
    format: 1,
    target: clip(target),
    ...(subject.decision.target !== undefined && { url: urlOf(subject.decision.target) }),
    api: subject.api,
    disclosure: 'full',
    startedAt,
    outcome: worstOf(checks),
    failures: failuresOf(checks),
    checks,
    ...examined,
    platforms: judgePlatforms(checks),
  };
  return terms.coarse ? coarsen(report) : report;
}
