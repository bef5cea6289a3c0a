import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as 43 characters that need no escaping anywhere. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret: SHA-256 in hexadecimal. It is as good as the secret to compare, and no use to a thief. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
