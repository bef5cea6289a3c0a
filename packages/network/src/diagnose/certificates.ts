import { type ReadCertificate, shortName } from './certificate.ts';
import type { Findings } from './findings.ts';
import { isWeak } from './signature.ts';

const day = 24 * 60 * 60 * 1000;
/** Renewals are due before. */
const soon = 14 * day;
/** What iOS 13 and later accept of any authority, and of public ones from September 2020 on. */
const longestOfAny = 825 * day;
const longestOfPublic = 398 * day;
const publicSince = Date.UTC(2020, 8, 1);

/** What App Transport Security demands of a key. */
const leastBits: Readonly<Record<string, number>> = { rsa: 2048, 'rsa-pss': 2048, ec: 256 };

/** Dates, key and signatures of a chain as it was sent.

 @param publicRoot it leads to a root of the system */
export function examineCertificates(
  sent: readonly ReadCertificate[],
  publicRoot: boolean,
  now: number,
  findings: Findings,
): void {
  const [leaf] = sent;
  if (leaf === undefined) return;
  tellDates(sent, leaf, now, findings);
  tellLifetime(leaf, publicRoot, findings);
  tellKey(leaf, findings);
  tellSignature(sent, findings);
  if (leaf.logged) {
    findings.ok('certificate-transparency', 'The certificate carries proofs that it was logged.');
  } else {
    findings.note(
      'certificate-transparency',
      'The certificate carries no proof that it was logged. Unless the handshake has one, iOS refuses it where a public authority issued it.',
      publicRoot ? { platforms: ['ios'] } : {},
    );
  }
}

function tellDates(
  sent: readonly ReadCertificate[],
  leaf: ReadCertificate,
  now: number,
  findings: Findings,
): void {
  const expired = sent.find(({ ends }) => ends <= now);
  const early = sent.find(({ begins }) => begins > now);
  const unread = sent.find(({ begins, ends }) => Number.isNaN(begins) || Number.isNaN(ends));
  const lifetime = leaf.ends - leaf.begins;
  if (expired !== undefined) {
    findings.fail('certificate-dates', {
      failure: 'certificate',
      sentence: `The certificate of "${shortName(expired.subject)}" expired on ${dateOf(expired.notAfter)}.`,
      fix: 'Renew it, and let that happen by itself from now on.',
    });
  } else if (early !== undefined) {
    findings.fail('certificate-dates', {
      failure: 'certificate',
      sentence: `The certificate of "${shortName(early.subject)}" is valid from ${dateOf(early.notBefore)} on, not yet.`,
      fix: 'Check the clock of who issued it, and of this machine; or wait.',
    });
  } else if (unread !== undefined) {
    findings.fail('certificate-dates', {
      failure: 'certificate',
      sentence: 'A certificate has dates that cannot be read.',
      fix: 'Get a new certificate.',
    });
  } else if (leaf.ends - now < Math.min(soon, lifetime / 3)) {
    const sentence = `The certificate expires in ${days(leaf.daysLeft)}, on ${dateOf(leaf.notAfter)}.`;
    findings.warn('certificate-dates', sentence, 'Renew it, and let that happen by itself from now on.');
  } else {
    findings.ok(
      'certificate-dates',
      `The certificate is valid for ${days(leaf.daysLeft)} more, until ${dateOf(leaf.notAfter)}.`,
    );
  }
}

function tellLifetime({ begins, ends }: ReadCertificate, publicRoot: boolean, findings: Findings): void {
  // RFC 5280, 4.1.2.5: both ends are inclusive.
  const lifetime = ends + 1000 - begins;
  const longest = publicRoot && begins >= publicSince ? longestOfPublic : longestOfAny;
  if (Number.isNaN(lifetime)) return;
  if (lifetime <= longest) {
    const rounded = Math.round(lifetime / day);
    findings.ok(
      'certificate-lifetime',
      `It was issued for ${rounded < 1 ? 'less than a day' : days(rounded)}.`,
    );
    return;
  }
  findings.fail('certificate-lifetime', {
    failure: 'certificate',
    sentence: `It was issued for ${days(Math.round(lifetime / day))}; iOS accepts ${days(longest / day)}.`,
    fix: 'Get a certificate that is renewed more often.',
    platforms: ['ios'],
  });
}

function tellKey({ keyType, keyBits }: ReadCertificate, findings: Findings): void {
  const shown = `${keyType.toUpperCase()}${keyBits === 0 ? '' : ` of ${keyBits} bits`}`;
  const least = leastBits[keyType];
  if (least !== undefined && keyBits >= least) {
    findings.ok('certificate-key', `The key is ${shown}.`);
    return;
  }
  findings.fail('certificate-key', {
    failure: 'certificate',
    sentence:
      least === undefined
        ? `The key is ${shown}; phones know RSA and elliptic keys only.`
        : `The key is ${shown}; App Transport Security of iOS demands ${least} bits.`,
    fix: 'Get a certificate for a new key: RSA of 2048 bits, or elliptic of 256 bits.',
    platforms: least === undefined ? ['ios', 'android'] : ['ios'],
  });
}

/** Nobody verifies the signature of a root on itself. */
function tellSignature(sent: readonly ReadCertificate[], findings: Findings): void {
  const judged = sent.filter(({ selfSigned }, at) => at === 0 || !selfSigned);
  const bad = judged.find(({ signature }) => isWeak(signature));
  if (bad === undefined) {
    findings.ok('certificate-signature', `The certificates are signed with ${judged[0]?.signature}.`);
  } else {
    findings.fail('certificate-signature', {
      failure: 'certificate',
      sentence: `The certificate of "${shortName(bad.subject)}" is signed with ${bad.signature}; iOS demands SHA-256, and Android refuses SHA-1 from version 10 on.`,
      fix: 'Get a certificate that is signed with SHA-256 or better.',
      platforms: ['ios', 'android'],
    });
  }
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function dateOf(iso: string): string {
  return iso.slice(0, 10);
}
