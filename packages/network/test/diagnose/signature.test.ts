import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../../../test/support/authority.ts';
import { readCertificate } from '../../src/diagnose/certificate.ts';
import { isWeak, signatureOf } from '../../src/diagnose/signature.ts';

async function derOf(): Promise<Buffer> {
  const { cert } = await (await createAuthority()).issue({ names: ['api.example.test'] });
  return Buffer.from(cert.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
}

describe('the signature algorithm of a certificate', () => {
  it('is read from its DER', async () => {
    expect(signatureOf(await derOf())).toBe('ECDSA-SHA256');
  });

  it.each([
    ['RSA-MD5', true],
    ['RSA-SHA1', true],
    ['ECDSA-SHA1', true],
    ['RSA-SHA256', false],
    ['ECDSA-SHA384', false],
    ['Ed25519', false],
  ])('%s is weak: %s', (name, weak) => {
    expect(isWeak(name)).toBe(weak);
  });

  it('is a word for whatever bytes there are, whole, cut or changed', async () => {
    const der = await derOf();
    const changed = fc
      .tuple(fc.nat(der.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(der.length))
      .map(([at, byte, length]) => {
        const copy = Buffer.from(der);
        copy[at] = byte;
        return copy.subarray(0, length);
      });
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.oneof(changed, bytes), (input) => {
        expect(signatureOf(input)).toMatch(/^[\w-]+$/);
        const read = readCertificate(input, Date.now());
        if (read !== undefined) expect(read.daysLeft).toSatisfy(Number.isInteger);
      }),
      { numRuns: 2000 },
    );
  });
});
