import { createHash } from 'node:crypto';
import {
  type PolicyPrivateKey,
  type PolicyPublicKey,
  type PublishedKey,
  readPolicyKey,
} from '@minigate/policy';
import type { Selectable } from 'kysely';
import type { Tables } from '../database/schema.ts';
import { openKey } from './sealed-key.ts';

export type SigningKeyRow = Selectable<Tables['signing_key']>;

/** The keys of the platform, as they are at one time. */
export interface KeyRing {
  /** The one that signs. */
  readonly current: PolicyPrivateKey;
  /** The one that every policy announces. */
  readonly next: PolicyPublicKey | undefined;
  /** When any of this last changed. */
  readonly changedAt: number;
  /** What `/.well-known/jwks.json` shows. */
  readonly published: readonly PublishedKey[];
  /** Its body. */
  readonly keySet: string;
  /** The strong entity tag of `keySet`. */
  readonly etag: string;
}

/** @param under what private keys are encrypted under */
export async function readKeyRing(rows: readonly SigningKeyRow[], under: Buffer): Promise<KeyRing> {
  const published: PublishedKey[] = [];
  let current: PolicyPrivateKey | undefined;
  let next: PolicyPublicKey | undefined;
  for (const row of rows.toSorted((a, b) => a.number - b.number)) {
    if (row.state === 'retired') continue;
    const key = await publicKeyOf(row);
    published.push({ ...key, ...(row.endorsement === null ? {} : { handover: row.endorsement }) });
    if (row.state === 'next') next = key;
    if (row.state === 'current') {
      current = { ...key, d: openKey(row.private_key ?? '', under, row.thumbprint) };
    }
  }
  if (current === undefined) throw new Error('None of the signing keys in the database is the current one.');
  const keySet = JSON.stringify({ keys: published });
  return {
    current,
    next,
    changedAt: Math.max(...rows.map((row) => row.changed_at)),
    published,
    keySet,
    etag: entityTag(keySet),
  };
}

/** Of an answer that is the same on all replicas, byte by byte. RFC 9110, 8.8.3. */
export function entityTag(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

async function publicKeyOf({ public_key: x, thumbprint }: SigningKeyRow): Promise<PolicyPublicKey> {
  const key = await readPolicyKey({ kty: 'OKP', crv: 'Ed25519', x });
  if (key?.kid !== thumbprint) throw new Error(`The signing key ${thumbprint} is damaged in the database.`);
  return key;
}
