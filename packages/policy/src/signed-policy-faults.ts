/** One row of {@link signedPolicyFaults}. */
export interface SignedPolicyFaultRow {
  /** What is wrong, without a full stop; a fault's message adds what is concerned. */
  readonly sentence: string;
  /** What to do. */
  readonly fix: string;
}

/** Every reason why a signed policy is not taken. `docs/errors.md` shows this table. */
export const signedPolicyFaults = {
  MALFORMED: {
    sentence: 'The text is no signed policy',
    fix: 'Take the body of the policy endpoint as it is: three parts of base64url with dots between them.',
  },
  TOO_LARGE: {
    sentence: 'The signed policy is longer than 1 MiB',
    fix: 'Remove entries that are not needed from the lists.',
  },
  WRONG_TYPE: {
    sentence: 'The text is signed, but as something else than a policy',
    fix: 'Use the policy endpoint of the platform.',
  },
  WRONG_ALGORITHM: {
    sentence: 'The policy is not signed with EdDSA',
    fix: 'Use a platform that signs with Ed25519 keys; no other algorithm is taken, and none at all neither.',
  },
  UNTRUSTED_KEY: {
    sentence: 'The policy is signed with a key that is not trusted',
    fix: 'Compare the thumbprint with the one that the platform publishes for its operators, and pin that one if it was replaced.',
  },
  UNKNOWN_KEY: {
    sentence: 'The public half of the key that signed the policy is missing',
    fix: 'Fetch the public keys of the platform: /.well-known/jwks.json.',
  },
  BAD_SIGNATURE: {
    sentence: 'The signature does not fit the policy: it was changed after it was signed',
    fix: 'Fetch it again, and look at what stands between this client and the platform.',
  },
  WRONG_ISSUER: {
    sentence: 'The policy comes from another platform',
    fix: 'Name the platform by the address that it has as its issuer, letter by letter.',
  },
  WRONG_APP_ID: {
    sentence: 'The policy is for another mini program',
    fix: 'Ask for the policy of this AppId.',
  },
  INVALID_POLICY: {
    sentence: 'What was signed is no policy document',
    fix: 'Correct the document on the platform.',
  },
  NO_LIFETIME: {
    sentence: 'The policy does not say from when until when it holds',
    fix: 'Sign documents with issuedAt and a later expiresAt.',
  },
  INVALID_NEXT_KEY: {
    sentence: 'The key that is announced is no Ed25519 public key',
    fix: 'Announce a public key in the form of RFC 8037, without its private part.',
  },
  EXPIRED: {
    sentence: 'The policy has expired',
    fix: 'Connect to the platform, so that a newer one can be fetched.',
  },
  ISSUED_IN_FUTURE: {
    sentence: 'The policy is issued at a time that has not come yet',
    fix: 'Set the clock of this machine, or that of the platform.',
  },
  OLDER_VERSION: {
    sentence: 'The policy is older than the one that is known already',
    fix: 'Fetch it again; if that does not help, look at what answers in the place of the platform.',
  },
} as const satisfies Record<string, SignedPolicyFaultRow>;

/** Why a signed policy is not taken: a key of {@link signedPolicyFaults}. */
export type SignedPolicyFaultCode = keyof typeof signedPolicyFaults;

/** Why a signed policy, or a statement about keys, is not taken. */
export interface SignedPolicyFault {
  readonly code: SignedPolicyFaultCode;
  /** For people: what is wrong, and with what. Hostile text in it is escaped and cut. */
  readonly message: string;
  /** What to do. */
  readonly suggestion: string;
}

/** A fault in the words of the table. */
export function signedPolicyFault(code: SignedPolicyFaultCode, subject?: string): SignedPolicyFault {
  const { sentence, fix } = signedPolicyFaults[code];
  return {
    code,
    message: subject === undefined ? `${sentence}.` : `${sentence}: ${subject}.`,
    suggestion: fix,
  };
}
