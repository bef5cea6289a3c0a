import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { DialPlan } from '../transport/dial.ts';
import type { Budget } from './budget.ts';
import type { Findings } from './findings.ts';
import { type Handshake, type Seen, shakeHands, type Unseen } from './handshake.ts';
import type { TlsFinding } from './report.ts';

/** What handshakes of several kinds have shown. */
export interface TlsSeen {
  /** What a client sees; absent where it cannot connect. */
  readonly client: Seen | undefined;
  /** With no authority known: the chain is as the server sends it. */
  readonly bare: Seen | undefined;
  readonly finding: TlsFinding | undefined;
}

/** Accepts whatever OpenSSL can still speak, and trusts nobody. */
const anything: SecureContextOptions = { ca: [], ciphers: 'DEFAULT:@SECLEVEL=0', minVersion: 'TLSv1' };
const upTo12: SecureContextOptions = { ...anything, maxVersion: 'TLSv1.2' };
const upTo11: SecureContextOptions = { ...anything, maxVersion: 'TLSv1.1' };
/** What a client offers, trusting nobody. */
const alike: SecureContextOptions = { ca: [], minVersion: 'TLSv1.2' };
const ephemeral12: SecureContextOptions = { ...upTo12, ciphers: 'ECDHE:@SECLEVEL=0', minVersion: 'TLSv1.2' };

/**
 * Shakes hands as a client does, and then in other ways that show what the server offers beside: older
 * versions, and the chain without what this machine adds to it.
 */
export async function examineTls(
  plan: DialPlan,
  first: Handshake,
  budget: Budget,
  findings: Findings,
): Promise<TlsSeen> {
  const attempt = (options: SecureContextOptions): Promise<Handshake> =>
    shakeHands(
      { ...plan, timeout: budget.phase },
      { secureContext: createSecureContext(options), protocols: [] },
    );

  if ('unseen' in first) {
    const { error } = first.unseen;
    const silent = error.code === 'CONNECTION_TIMED_OUT';
    const other = silent ? undefined : seenIn(await attempt(upTo12));
    tellNoTls(first.unseen, other, findings);
    return { client: undefined, bare: other, finding: undefined };
  }

  const client = first.seen;
  findings.ok('tls', `It speaks ${named(client.version)} with ${client.cipher}.`);
  const bare = seenIn(await attempt(alike));
  const tls12 = client.version === 'TLSv1.2' || speaks(await attempt(upTo12), 'TLSv1.2');
  const older = tls12 === true ? speaks(await attempt(upTo11)) : undefined;
  const tls13 = client.version === 'TLSv1.3';
  tellVersions({ tls13, tls12, older }, findings);
  await tellSecrecy(client, attempt, findings);
  const offers = {
    tls13,
    ...(tls12 !== undefined && { tls12 }),
    ...(older !== undefined && { older }),
  };
  const { version, cipher, protocol } = client;
  return { client, bare, finding: { version, cipher, ...(protocol !== undefined && { protocol }), offers } };
}

function seenIn(handshake: Handshake): Seen | undefined {
  return 'seen' in handshake ? handshake.seen : undefined;
}

/** Whether a handshake shows that a version is spoken; nothing where it ended for another reason. */
function speaks(handshake: Handshake, version?: string): boolean | undefined {
  if ('seen' in handshake) return version === undefined || handshake.seen.version === version;
  return handshake.unseen.error.code === 'TLS_MISMATCH' ? false : undefined;
}

function tellNoTls({ error }: Unseen, other: Seen | undefined, findings: Findings): void {
  if (other === undefined) {
    findings.fail('tls', {
      failure: error.code === 'CONNECTION_TIMED_OUT' ? 'timed-out' : 'tls',
      sentence: error.message,
      fix:
        error.code === 'CONNECTION_TIMED_OUT'
          ? 'The port accepts connections, but nothing there speaks TLS.'
          : error.fix,
    });
  } else if (other.version === 'TLSv1.2') {
    findings.fail('tls', {
      failure: 'tls',
      sentence: `It speaks TLS 1.2, but only with what clients no longer accept: ${other.cipher} was agreed on after that was permitted.`,
      fix: 'Switch on the cipher suites of ECDHE with AES-GCM, and use no key below 2048 bits (RSA) or 256 bits (elliptic).',
    });
  } else {
    findings.fail('tls-versions', {
      failure: 'tls',
      sentence: `It speaks nothing newer than ${named(other.version)}.`,
      fix: 'The server must speak TLS 1.2 or later.',
    });
  }
}

interface Offers {
  readonly tls13: boolean;
  readonly tls12: boolean | undefined;
  readonly older: boolean | undefined;
}

function tellVersions({ tls13, tls12, older }: Offers, findings: Findings): void {
  if (tls13 && tls12 === false) {
    findings.warn(
      'tls-versions',
      'It speaks TLS 1.3 only: Android before 10 and iOS before 12.2 cannot connect.',
      'Switch TLS 1.2 on too.',
      ['ios', 'android'],
    );
  } else if (older === true) {
    findings.note(
      'tls-versions',
      `It speaks ${tls13 ? 'TLS 1.2 and 1.3' : 'TLS 1.2'}, and still what is older.`,
      {
        fix: 'Switch TLS 1.0 and 1.1 off: no client of a mini program needs them. RFC 8996.',
      },
    );
  } else if (!tls13) {
    findings.note('tls-versions', 'It speaks TLS 1.2, not 1.3.', {
      fix: 'Switch TLS 1.3 on: connections begin one round trip sooner.',
    });
  } else {
    findings.ok('tls-versions', tls12 === true ? 'It speaks TLS 1.2 and 1.3.' : 'It speaks TLS 1.3.');
  }
}

/** TLS 1.3 has nothing else. Of TLS 1.2 iOS offers only suites with ECDHE. */
async function tellSecrecy(
  { version, cipher }: Seen,
  attempt: (options: SecureContextOptions) => Promise<Handshake>,
  findings: Findings,
): Promise<void> {
  if (version === 'TLSv1.3' || cipher.startsWith('ECDHE-')) {
    findings.ok('forward-secrecy', 'Keys are agreed on with forward secrecy.');
    return;
  }
  const fix = 'Switch on the cipher suites that begin with ECDHE, and prefer them.';
  if (speaks(await attempt(ephemeral12)) === true) {
    findings.warn('forward-secrecy', `It prefers ${cipher}, which is not ECDHE, to suites that are.`, fix);
  } else {
    findings.fail('forward-secrecy', {
      failure: 'tls',
      sentence: `It agrees on ${cipher} and on no suite with ECDHE, which App Transport Security of iOS demands.`,
      fix,
      platforms: ['ios'],
    });
  }
}

function named(version: string): string {
  return version.replace(/^TLSv1$/, 'TLSv1.0').replace(/^TLSv/, 'TLS ');
}
