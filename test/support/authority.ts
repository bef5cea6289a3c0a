import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** Signed certificate timestamps. RFC 6962, 3.3. */
const TIMESTAMPS = '1.3.6.1.4.1.11129.2.4.2';

/** What a TLS server is given: PEM texts for the `key` and `cert` options of node:tls. */
export interface Certificate {
  key: string;
  /** The leaf, followed by the intermediate where that one is served. */
  cert: string;
}

export interface CertificateRequest {
  /** DNS names and IP addresses the certificate is good for; with none it has no list of them. */
  names: string[];
  /** Default: one hour before `notAfter` or now, whichever is earlier. */
  notBefore?: Date;
  /** Default: one year after `notBefore`. */
  notAfter?: Date;
  /** Signed by its own key: no authority vouches for it. */
  selfSigned?: boolean;
  /** The common name of its subject; default `Minigate Test Server`. */
  commonName?: string;
  /** An RSA key of so many bits; default: an elliptic one of 256. */
  rsaBits?: number;
  /** What the authority signs with; default SHA-256. */
  hash?: 'SHA-1' | 'SHA-256';
  /** Carries what an authority's log entries look like. */
  logged?: boolean;
  /** Signed by an intermediate, which the server sends along or (an incomplete chain) keeps for itself. */
  intermediate?: 'served' | 'withheld';
}

/** A certificate authority that lives as long as the process that made it. */
export interface Authority {
  /** The root certificate, for the `ca` option of a client. */
  pem: string;
  issue(request: CertificateRequest): Promise<Certificate>;
}

interface Signer {
  name: string;
  keys: webcrypto.CryptoKeyPair;
  certificate: x509.X509Certificate;
}

/**
 * Makes a root and gives what it takes to issue server certificates with it, wrong ones included.
 *
 * @example
 * const authority = await createAuthority();
 * const good = await authority.issue({ names: ['api.example.test'] });
 * const expired = await authority.issue({ names: ['api.example.test'], notAfter: new Date(Date.now() - 60_000) });
 */
export async function createAuthority(): Promise<Authority> {
  const root = await createSigner('Minigate Test Root');
  return {
    pem: root.certificate.toString('pem'),
    async issue(request) {
      if (request.selfSigned) return issueLeaf(request);
      if (!request.intermediate) return issueLeaf(request, root);
      const intermediate = await createSigner('Minigate Test Intermediate', root);
      const leaf = await issueLeaf(request, intermediate);
      if (request.intermediate === 'withheld') return leaf;
      return { key: leaf.key, cert: `${leaf.cert}\n${intermediate.certificate.toString('pem')}` };
    },
  };
}

async function createSigner(label: string, issuer?: Signer): Promise<Signer> {
  const keys = await generateKeys();
  const name = `CN=${label}`;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: issuer?.name ?? name,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - YEAR),
    notAfter: new Date(Date.now() + YEAR),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create((issuer?.keys ?? keys).publicKey),
    ],
  });
  return { name, keys, certificate };
}

async function issueLeaf(request: CertificateRequest, issuer?: Signer): Promise<Certificate> {
  const keys = await generateKeys(request.rsaBits);
  const subject = [{ CN: [request.commonName ?? 'Minigate Test Server'] }];
  const now = Date.now();
  const notBefore = request.notBefore ?? new Date(Math.min(now, request.notAfter?.getTime() ?? now) - HOUR);
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: issuer?.name ?? subject,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: { ...ALGORITHM, hash: request.hash ?? ALGORITHM.hash },
    notBefore,
    notAfter: request.notAfter ?? new Date(notBefore.getTime() + YEAR),
    extensions: [
      ...(request.names.length > 0 ? [alternativeNames(request.names)] : []),
      ...(request.logged ? [new x509.Extension(TIMESTAMPS, false, new Uint8Array([4, 2, 0, 0]))] : []),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.AuthorityKeyIdentifierExtension.create((issuer?.keys ?? keys).publicKey),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: x509.PemConverter.encode(key, 'PRIVATE KEY'), cert: certificate.toString('pem') };
}

function alternativeNames(names: string[]): x509.SubjectAlternativeNameExtension {
  return new x509.SubjectAlternativeNameExtension(
    names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value })),
  );
}

function generateKeys(rsaBits?: number): Promise<webcrypto.CryptoKeyPair> {
  const algorithm =
    rsaBits === undefined
      ? ALGORITHM
      : {
          name: 'RSASSA-PKCS1-v1_5',
          hash: 'SHA-256',
          modulusLength: rsaBits,
          publicExponent: new Uint8Array([1, 0, 1]),
        };
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}
