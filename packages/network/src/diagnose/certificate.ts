import { X509Certificate } from 'node:crypto';
import { clip } from './clip.ts';
import { diagnosisLimits } from './limits.ts';
import type { CertificateFinding } from './report.ts';
import { isLogged, signatureOf } from './signature.ts';

const day = 24 * 60 * 60 * 1000;

/** Bits of the elliptic curves that certificates are made with, by their names in OpenSSL. */
const curves: Readonly<Record<string, number>> = {
  prime192v1: 192,
  secp224r1: 224,
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
};
const edwards: Readonly<Record<string, number>> = { ed25519: 256, ed448: 456 };

/** One certificate of a server, read as far as it can be. */
export interface ReadCertificate extends CertificateFinding {
  readonly fingerprint: string;
  /** Signed by its own key. */
  readonly selfSigned: boolean;
  /** Names hosts where clients look for them, not only in its subject. */
  readonly hasNames: boolean;
  /** Milliseconds since the epoch; NaN where there is none. */
  readonly begins: number;
  readonly ends: number;
}

/** Reads a certificate in DER. Gives nothing where OpenSSL cannot read it either. */
export function readCertificate(der: Buffer, now: number): ReadCertificate | undefined {
  try {
    return describe(new X509Certificate(der), der, now);
  } catch {
    return undefined;
  }
}

/** What the report has of it. */
export function toFinding(certificate: ReadCertificate): CertificateFinding {
  const { subject, issuer, names, notBefore, notAfter, daysLeft, keyType, keyBits, signature, logged } =
    certificate;
  return { subject, issuer, names, notBefore, notAfter, daysLeft, keyType, keyBits, signature, logged };
}

/** The common name of a subject or issuer, or all of it where there is none. */
export function shortName(name: string): string {
  return /(?:^|, )CN=([^,]+)/.exec(name)?.[1] ?? name;
}

function describe(certificate: X509Certificate, der: Buffer, now: number): ReadCertificate {
  const begins = Date.parse(certificate.validFrom);
  const ends = Date.parse(certificate.validTo);
  const alternative = certificate.subjectAltName;
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: namesOf(alternative ?? ''),
    notBefore: isoOf(begins),
    notAfter: isoOf(ends),
    daysLeft: Number.isNaN(ends) ? 0 : Math.floor((ends - now) / day),
    ...keyOf(certificate),
    signature: signatureOf(der),
    logged: isLogged(der),
    fingerprint: certificate.fingerprint256,
    selfSigned: certificate.checkIssued(certificate),
    hasNames: alternative !== undefined,
    begins,
    ends,
  };
}

/** Node.js gives one part of a name a line. */
function oneLine(name: string | undefined): string {
  return clip((name ?? '').replaceAll('\n', ', '));
}

function namesOf(alternative: string): string[] {
  return alternative
    .split(', ')
    .flatMap((text) => /^(?:DNS|IP Address):(.+)$/s.exec(text)?.[1] ?? [])
    .slice(0, diagnosisLimits.certificateNames)
    .map(clip);
}

function isoOf(time: number): string {
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}

function keyOf(certificate: X509Certificate): Pick<CertificateFinding, 'keyType' | 'keyBits'> {
  try {
    const { asymmetricKeyType: keyType = 'unknown', asymmetricKeyDetails: details = {} } =
      certificate.publicKey;
    const ofCurve = curves[details.namedCurve ?? ''] ?? edwards[keyType];
    return { keyType, keyBits: details.modulusLength ?? ofCurve ?? 0 };
  } catch {
    return { keyType: 'unknown', keyBits: 0 };
  }
}
