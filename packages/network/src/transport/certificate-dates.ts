import type { DetailedPeerCertificate } from 'node:tls';

/**
 * What is wrong with the dates of a chain for a device whose clock says `now`; undefined if nothing is.
 *
 * @param certificate the server's, with those that signed it as far as they are known
 * @param now milliseconds since the epoch
 */
export function findDateFault(certificate: DetailedPeerCertificate, now: number): string | undefined {
  const seen = new Set<DetailedPeerCertificate>();
  for (let one: DetailedPeerCertificate | undefined = certificate; one !== undefined && !seen.has(one); ) {
    seen.add(one);
    const { valid_from: from, valid_to: to } = one;
    if (Date.parse(from) > now) return `a certificate is not valid before ${from}`;
    if (Date.parse(to) < now) return `a certificate has expired, on ${to}`;
    // The types promise it; a session that is taken up again has the server's certificate only.
    one = one.issuerCertificate as DetailedPeerCertificate | undefined;
  }
  return undefined;
}
