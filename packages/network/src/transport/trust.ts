import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

/**
 * What servers' certificates are checked against: the roots of Node.js and of NODE_EXTRA_CA_CERTS, and the
 * given ones beside them. TLS 1.2 or later. Made on first use, once for a transport: it is costly.
 *
 * @param ca PEM texts, each with one certificate or more
 */
export function createTrust(ca: readonly string[]): () => SecureContext {
  let context: SecureContext | undefined;
  return () => {
    context ??= createSecureContext({
      minVersion: 'TLSv1.2',
      ...(ca.length > 0 && { ca: [...rootCertificates, ...extraRoots(), ...ca] }),
    });
    return context;
  };
}

/** Node.js adds these only where no `ca` is given; it has warned already if the file cannot be read. */
function extraRoots(): string[] {
  const file = process.env['NODE_EXTRA_CA_CERTS'];
  if (!file) return [];
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
}
