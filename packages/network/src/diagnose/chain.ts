import { checkServerIdentity } from 'node:tls';
import { type ReadCertificate, readCertificate, shortName } from './certificate.ts';
import type { Findings } from './findings.ts';
import type { DiagnoseTerms } from './options.ts';
import type { Seen } from './handshake.ts';
import type { TlsSeen } from './tls.ts';

/** What OpenSSL says where an issuer is neither sent nor trusted. */
const issuerMissing: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);
const dateFaults: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** Roots that phones in use do not all have. */
const youngRoots: Readonly<Record<string, string>> = {
  'ISRG Root X1': 'Android before 7.1.1 does not know it.',
};

const renew =
  'Let the server send its certificate followed by every intermediate one: the "full chain" of the authority.';

/** What a server's certificates are judged by. */
export interface ChainSubject {
  readonly host: string;
  readonly terms: DiagnoseTerms;
  readonly now: number;
}

/** What is known of a chain. */
export interface ExaminedChain {
  /** The certificates as sent, the server's own first. */
  readonly sent: readonly ReadCertificate[];
  /** It leads to a root of the system. */
  readonly publicRoot: boolean;
}

/**
 * The chain as the server sends it, and whether it leads to a trusted authority. The latter is OpenSSL's word;
 * what is added here says why.
 *
 * Nobody said that without a `client`: it could not connect.
 */
export function examineChain(
  { client, bare }: TlsSeen,
  { host, terms, now }: ChainSubject,
  findings: Findings,
): ExaminedChain {
  const read = (seen: Seen | undefined) =>
    (seen?.chain ?? []).flatMap((der) => readCertificate(der, now) ?? []);
  const known = read(client);
  // Without a look at the chain alone, this machine's part of it cannot be told from the server's.
  const sent = bare === undefined ? known.slice(0, 1) : read(bare);
  const [leaf] = sent;
  const seen = client ?? bare;
  if (seen === undefined || leaf === undefined) return { sent: [], publicRoot: false };
  const root = known.at(-1);
  const isGiven = root !== undefined && terms.given.has(root.fingerprint);
  if (client !== undefined) {
    if (bare === undefined)
      findings.note('certificate-chain', 'The chain could not be looked at a second time.');
    else tellChain(client.fault, sent, known, findings);
    tellTrust(client.fault, sent, shortName(root?.subject ?? ''), isGiven, findings);
  }
  tellName(leaf, host, checkServerIdentity(host, seen.leaf) === undefined, findings);
  return { sent, publicRoot: client !== undefined && client.fault === undefined && !isGiven };
}

function tellName(leaf: ReadCertificate, host: string, matches: boolean, findings: Findings): void {
  if (!matches) {
    const names = leaf.names.slice(0, 5).join(', ') || 'no host at all';
    findings.fail('certificate-name', {
      failure: 'certificate',
      sentence: `The certificate is for ${names}, not for ${host}.`,
      fix: 'Get a certificate that names this host.',
    });
  } else if (!leaf.hasNames) {
    findings.fail('certificate-name', {
      failure: 'certificate',
      sentence: 'The certificate names the host in its subject only, where iOS and Android do not look.',
      fix: 'Get a certificate that has the host among its subject alternative names.',
      platforms: ['ios', 'android'],
    });
  } else {
    findings.ok('certificate-name', `The certificate is for ${host}.`);
  }
}

function tellChain(
  fault: string | undefined,
  sent: readonly ReadCertificate[],
  known: readonly ReadCertificate[],
  findings: Findings,
): void {
  const issuer = shortName(sent.at(-1)?.issuer ?? '');
  const root = sent.findIndex(({ selfSigned }) => selfSigned);
  if (fault !== undefined && issuerMissing.has(fault) && root < 0) {
    const what = sent.length === 1 ? 'its own certificate alone' : `${sent.length} certificates`;
    findings.fail('certificate-chain', {
      failure: 'certificate',
      sentence: `The server sends ${what}, and the issuer "${issuer}" is no trusted root: an intermediate certificate is missing, or the authority is a private one.`,
      fix: renew,
    });
  } else if (root < 0 && known.length > sent.length + 1) {
    findings.fail('certificate-chain', {
      failure: 'certificate',
      sentence: `The server does not send "${issuer}"; it is only known to this machine.`,
      fix: renew,
      platforms: ['ios', 'android'],
    });
  } else if (root > 0) {
    findings.note('certificate-chain', 'The chain is complete; the server sends its root too.', {
      fix: 'Leave the root out: clients have it, or do not trust it.',
    });
  } else {
    findings.ok('certificate-chain', 'The chain is complete as it is sent.');
  }
}

function tellTrust(
  fault: string | undefined,
  sent: readonly ReadCertificate[],
  root: string,
  isGiven: boolean,
  findings: Findings,
): void {
  if (fault === undefined && isGiven) {
    findings.note(
      'certificate-trust',
      `The chain leads to "${root}", which was given as trusted: phones trust it only where it was installed.`,
      { platforms: ['ios', 'android', 'binance'] },
    );
  } else if (fault === undefined) {
    const sentence = `The chain leads to "${root}", which is trusted.`;
    const since = youngRoots[root];
    if (since === undefined) findings.ok('certificate-trust', sentence);
    else findings.note('certificate-trust', `${sentence} ${since}`, { platforms: ['android'] });
  } else if (dateFaults.has(fault)) {
    findings.note('certificate-trust', 'It is not judged, as a certificate is out of date.');
  } else if (issuerMissing.has(fault) && !sent.some(({ selfSigned }) => selfSigned)) {
    findings.note('certificate-trust', 'It is not judged, as the chain does not lead to a root.');
  } else if (fault === 'DEPTH_ZERO_SELF_SIGNED_CERT') {
    findings.fail('certificate-trust', {
      failure: 'certificate',
      sentence: 'The certificate is signed by itself, not by an authority.',
      fix: 'Get a certificate of a public authority.',
    });
  } else if (fault === 'SELF_SIGNED_CERT_IN_CHAIN') {
    findings.fail('certificate-trust', {
      failure: 'certificate',
      sentence: `The chain leads to "${root}", which is no trusted root.`,
      fix: 'Get a certificate of a public authority.',
    });
  } else {
    findings.fail('certificate-trust', {
      failure: 'certificate',
      sentence: `The chain cannot be trusted: OpenSSL says ${fault}.`,
      fix: 'Get a new certificate.',
    });
  }
}
