import type { Target } from '@minigate/policy';
import { mayDial } from '../transport/address-guard.ts';
import { clip } from './clip.ts';
import type { Findings } from './findings.ts';
import { diagnosisLimits } from './limits.ts';
import type { Named } from './name.ts';
import type { DiagnoseTerms } from './options.ts';
import type { AddressFinding } from './report.ts';

/** What the guard says of a name's addresses. */
export interface Judged {
  readonly addresses: readonly AddressFinding[];
  /** Whether they are dialled: one bad address refuses all of them. Rule 7.4. */
  readonly dialled: boolean;
}

/** Judges every address before the first is dialled. Rule 7. */
export function judgeAddresses(
  { port }: Target,
  { addresses, given }: Named,
  { guard }: DiagnoseTerms,
  findings: Findings,
): Judged {
  const judged = addresses.map((address) => guard.judge(address, port, 'enforce'));
  const dialled = judged.every(mayDial);
  const bad = judged.find(({ addressClass }) => addressClass !== 'global');
  if (bad === undefined) {
    findings.ok(
      'address',
      `${judged.length === 1 ? 'The address is' : 'All addresses are'} globally routable.`,
    );
  } else {
    const sentence = `${clip(bad.address)} is not globally routable (${bad.addressClass})`;
    if (given && dialled) {
      findings.note('address', `${sentence}. It was given: nothing is said of the address in production.`);
    } else {
      findings.fail('address', {
        failure: 'unreachable',
        sentence: dialled ? `${sentence}, so production refuses it.` : `${sentence}, so it is not dialled.`,
        fix: dialled
          ? 'Point the name at public addresses only.'
          : 'Point the name at public addresses only. To look further for now, name the address in allowAddresses (--allow-address).',
      });
    }
  }
  const listed = judged.slice(0, diagnosisLimits.addresses);
  return {
    addresses: listed.map(({ address, addressClass, verdict }) => ({ address, addressClass, verdict })),
    dialled,
  };
}
