import { type Diagnosis } from '@minigate/network/diagnose';
import { parseApi } from '../api-name.ts';
import { describeDiagnosis } from '../doctor/text-report.ts';
import { type Io, jsonLine } from '../output.ts';
import { asSignedIn } from '../platform/signed-in.ts';
import type { DomainOptions } from './server-domains.ts';

/**
 * `minigate domain check`: lets the platform examine the server of a saved server domain, as it is seen from there.
 *
 * @returns the exit code: 0, or 1 if something fails
 * @throws UsageError if the platform refuses: the entry is not on the list, or the hour's checks are used up
 */
export async function checkDomain(domain: string, options: DomainOptions, io: Io): Promise<number> {
  const api = parseApi(options.api ?? 'request');
  const path = `/console/v1/mini-programs/${encodeURIComponent(options.app)}/domain-check`;
  const answer = await asSignedIn(options, io, (client) => client.call('POST', path, { domain, api }));
  const { diagnosis, remaining } = answer as { diagnosis: Diagnosis; remaining: number };
  if (options.json === true) io.stdout.write(`${jsonLine({ diagnosis, remaining })}\n`);
  else {
    const left = `${remaining} more ${remaining === 1 ? 'check' : 'checks'} this hour`;
    io.stdout.write(`${describeDiagnosis(diagnosis, io)}\n\n  Seen from the platform · ${left}\n`);
  }
  return diagnosis.outcome === 'failure' ? 1 : 0;
}
