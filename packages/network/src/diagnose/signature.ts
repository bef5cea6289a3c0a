/** Object identifiers of signature algorithms, in hex as DER writes them. RFC 3279, 4055, 5758, 8410. */
const names: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'RSA-MD5',
  '2a864886f70d010105': 'RSA-SHA1',
  '2a864886f70d01010e': 'RSA-SHA224',
  '2a864886f70d01010b': 'RSA-SHA256',
  '2a864886f70d01010c': 'RSA-SHA384',
  '2a864886f70d01010d': 'RSA-SHA512',
  '2a864886f70d01010a': 'RSA-PSS',
  '2a8648ce3d0401': 'ECDSA-SHA1',
  '2a8648ce3d040301': 'ECDSA-SHA224',
  '2a8648ce3d040302': 'ECDSA-SHA256',
  '2a8648ce3d040303': 'ECDSA-SHA384',
  '2a8648ce3d040304': 'ECDSA-SHA512',
  '2b6570': 'Ed25519',
  '2b6571': 'Ed448',
};

const weak = /-(?:MD5|SHA1|SHA224)$/;

/** 1.3.6.1.4.1.11129.2.4.2, the extension with signed certificate timestamps. RFC 6962, 3.3. */
const timestamps = Buffer.from('060a2b06010401d679020402', 'hex');

/** Whether iOS refuses certificates signed so. */
export function isWeak(signature: string): boolean {
  return weak.test(signature);
}

/** Whether a certificate in DER has the extension with proofs of its log entries; they are not verified. */
export function isLogged(certificate: Buffer): boolean {
  return certificate.includes(timestamps);
}

/**
 * The signature algorithm of a certificate in DER, which node:crypto does not tell: the first element of the
 * second element. RFC 5280, 4.1.
 *
 * @example
 * signatureOf(new X509Certificate(pem).raw); // 'ECDSA-SHA256'
 */
export function signatureOf(certificate: Buffer): string {
  const outer = element(certificate, 0);
  const signed = outer && element(certificate, outer.start);
  const algorithm = signed && element(certificate, signed.end);
  const identifier = algorithm && element(certificate, algorithm.start);
  if (identifier === undefined) return 'unknown';
  const hex = certificate.subarray(identifier.start, identifier.end).toString('hex').slice(0, 64);
  return names[hex] ?? hex;
}

/** Where the content of the DER element at an offset begins and ends; nothing where the bytes are no element. */
function element(bytes: Buffer, at: number): { start: number; end: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined) return undefined;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const start = at + 2 + lengthBytes;
  if (lengthBytes > 4 || start > bytes.length) return undefined;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  const end = start + length;
  return end > bytes.length ? undefined : { start, end };
}
