import type { SignedPolicyFault, SignedPolicyFaultCode } from '@minigate/policy';

interface PolicyFeedFaultRow {
  /** What is wrong, without a full stop; a fault's message adds what was seen. */
  readonly sentence: string;
  /** What to do. */
  readonly fix: string;
}

/** Why a feed has no newer policy, beside what is wrong with a signed policy itself. `docs/errors.md` shows this table. */
export const policyFeedFaults = {
  NOTHING_YET: {
    sentence: 'No policy has arrived yet',
    fix: 'Wait for `ready` before the mini program is started.',
  },
  PLATFORM_UNREACHABLE: {
    sentence: 'The platform cannot be reached',
    fix: 'Look at the connection of this machine and at the address of the platform.',
  },
  PLATFORM_TOO_SLOW: {
    sentence: 'The platform did not answer in time',
    fix: 'Look at the connection of this machine and at the load of the platform.',
  },
  PLATFORM_REDIRECTS: {
    sentence: 'The platform answers with a redirect, which is not followed',
    fix: 'Name the platform by the address that it has as its issuer.',
  },
  NO_SUCH_PROGRAM: {
    sentence: 'The platform knows no mini program of this AppId',
    fix: 'Compare the AppId with the one that the console shows.',
  },
  PLATFORM_REFUSES: {
    sentence: 'The platform answers with an error',
    fix: 'It is asked again after a while. If that does not help, look at the log of the platform.',
  },
  NOT_A_POLICY: {
    sentence: 'What answers is no platform: the answer has another type',
    fix: 'Compare the address of the platform, and look at what stands between this machine and it.',
  },
  ANSWER_TOO_LARGE: {
    sentence: 'The answer of the platform is larger than any policy may be',
    fix: 'Remove entries that are not needed from the lists.',
  },
  STORED_POLICY_REFUSED: {
    sentence: 'A policy that was kept on the disk is not used',
    fix: 'A new one is fetched in its place. Look at who can write to the folder.',
  },
  STORE_FAILED: {
    sentence: 'The folder for policies cannot be used, so nothing is kept for times without a connection',
    fix: 'Name a folder that this user may write to.',
  },
} as const satisfies Record<string, PolicyFeedFaultRow>;

/** Why a policy feed has no newer policy: a key of `policyFeedFaults` or of `signedPolicyFaults`. */
export type PolicyFeedFaultCode = keyof typeof policyFeedFaults | SignedPolicyFaultCode;

/** What went wrong, in words for people; hostile text in it is escaped and cut. */
export interface PolicyFeedFault extends Omit<SignedPolicyFault, 'code'> {
  readonly code: PolicyFeedFaultCode;
}

/** A fault in the words of the table. */
export function feedFault(code: keyof typeof policyFeedFaults, seen?: string): PolicyFeedFault {
  const { sentence, fix } = policyFeedFaults[code];
  return { code, message: seen === undefined ? `${sentence}.` : `${sentence}: ${seen}.`, suggestion: fix };
}
