import {
  type OpenedPolicy,
  openPolicy,
  type PublishedKey,
  readKeySet,
  type SignedPolicyFault,
} from '@minigate/policy';
import { readEtag } from './freshness.ts';
import type { PolicyStore, StoredFile } from './policy-store.ts';

/** A policy with everything that proves it to somebody who knows the pinned thumbprint only. */
export interface StoredPolicy {
  /** The signed policy. */
  readonly text: string;
  readonly etag: string | undefined;
  /** From the pinned key to the one that signed, and those that it announced. */
  readonly keys: readonly PublishedKey[];
}

export interface Origin {
  readonly issuer: string;
  readonly appId: string;
  /** The pinned key. */
  readonly thumbprint: string;
}

export type RestoredPolicy =
  | { readonly ok: true; readonly stored: StoredPolicy; readonly opened: OpenedPolicy }
  | { readonly ok: false; readonly why: string };

export function writeStored({ text, etag, keys }: StoredPolicy): string {
  return `${JSON.stringify({ policy: text, etag, keys })}\n`;
}

/**
 * Verifies a file from the disk as if it had just come from anywhere: from the pinned thumbprint, handover by
 * handover, to the signature of the policy. It may have expired.
 */
export async function restore(file: StoredFile, store: PolicyStore, origin: Origin): Promise<RestoredPolicy> {
  const fields = parse(file.text);
  if (fields === undefined) return { ok: false, why: 'it is damaged' };
  const keys = await readKeySet(fields, { issuer: origin.issuer, thumbprints: [origin.thumbprint] });
  const trust = { keys, thumbprints: [origin.thumbprint, ...keys.map(({ kid }) => kid)] };
  const opened = await openPolicy(fields['policy'], { issuer: origin.issuer, ...trust });
  if (!opened.ok) return { ok: false, why: clause(opened.fault) };
  if (opened.policy.appId !== origin.appId) return { ok: false, why: 'it is for another mini program' };
  if (file.name !== store.nameOf(opened.policy))
    return { ok: false, why: 'it has the name of another version' };
  const stored = {
    text: String(fields['policy']),
    etag: readEtag(fields['etag']),
    keys,
  };
  return { ok: true, stored, opened };
}

function clause({ message }: SignedPolicyFault): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

function parse(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
