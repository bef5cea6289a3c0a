import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a private key for the database. AES-256-GCM, NIST SP 800-38D.
 *
 * @param under 32 bytes
 * @param keyId bound to the text: that of one key cannot be put in the place of another
 */
export function sealKey(privateKey: string, under: Buffer, keyId: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, under, iv).setAAD(Buffer.from(keyId));
  const text = Buffer.concat([cipher.update(privateKey, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64url');
}

/** @throws Error if it was encrypted under another key, or for another `keyId`, or was changed */
export function openKey(sealed: string, under: Buffer, keyId: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const iv = bytes.subarray(0, ivBytes);
  try {
    const decipher = createDecipheriv(algorithm, under, iv, { authTagLength: tagBytes })
      .setAAD(Buffer.from(keyId))
      .setAuthTag(bytes.subarray(-tagBytes));
    return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new Error(
      `The signing key ${keyId} cannot be opened: the secret is not the one that it was made with. Start the platform with the MINIGATE_SECRET, or the server.key, that belongs to this database.`,
      { cause },
    );
  }
}
