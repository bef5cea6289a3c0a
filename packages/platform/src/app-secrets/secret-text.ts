import { createHash, randomBytes } from 'node:crypto';

/**
 * A new AppSecret: 256 random bits as 64 hexadecimal digits. They are the same in a query, in a form and behind a colon
 * of Basic authentication, so no client can encode them wrongly.
 */
export function newSecret(): string {
  return randomBytes(32).toString('hex');
}

/** What the database keeps of an AppSecret: its SHA-256, in hexadecimal. No salt is needed before 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}
