import { signPolicy } from '@minigate/policy';
import { LRUCache } from 'lru-cache';
import type { Core } from '../core.ts';
import { ApiError } from '../errors.ts';
import { issueTime } from './issue-time.ts';
import { entityTag } from './key-ring.ts';
import { readPolicyContent, readPolicyVersions } from './policy-content.ts';
import type { SigningKeys } from './signing-keys.ts';

/** A policy document as clients get it. */
export interface SignedPolicy {
  /** A JWS in compact form, see `signPolicy`. */
  readonly text: string;
  /** The strong entity tag of `text`, the same on all replicas. */
  readonly etag: string;
  readonly version: number;
  /** From then on it is signed anew. Milliseconds since the epoch. */
  readonly renewedAt: number;
}

/** How much is kept of what was signed, in bytes of text. */
const mostBytes = 32 * 1024 * 1024;

/**
 * The signed policy of each mini program. Nothing that is signed is stored: it follows from the database, byte by byte,
 * on every replica. It is made when it is first asked for and kept until a change is announced.
 */
export class Policies {
  readonly #core: Core;
  readonly #keys: SigningKeys;
  readonly #kept = new LRUCache<string, SignedPolicy>({
    maxSize: mostBytes,
    sizeCalculation: ({ text }) => text.length,
  });
  /** Those that are being made. An announcement forgets them too, so that what they read before it is not kept. */
  readonly #making = new Map<string, Promise<SignedPolicy>>();

  constructor(core: Core, keys: SigningKeys) {
    this.#core = core;
    this.#keys = keys;
    core.storage.announcements.listen((announcement) => {
      if (announcement.kind === 'secret') return;
      if (announcement.kind === 'policy') {
        this.#kept.delete(announcement.appId);
        this.#making.delete(announcement.appId);
      } else {
        this.#kept.clear();
        this.#making.clear();
      }
    });
  }

  /** What is kept of it, if that is still what would be signed now. */
  kept(appId: string): SignedPolicy | undefined {
    const kept = this.#kept.get(appId);
    return kept !== undefined && this.#core.clock.now() < kept.renewedAt ? kept : undefined;
  }

  /** @throws ApiError `NOT_FOUND` if there is no such mini program */
  async signed(appId: string): Promise<SignedPolicy> {
    const kept = this.kept(appId) ?? this.#making.get(appId);
    if (kept !== undefined) return kept;
    const made = this.#sign(appId);
    this.#making.set(appId, made);
    try {
      const signed = await made;
      if (this.#making.get(appId) === made) this.#kept.set(appId, signed);
      return signed;
    } finally {
      if (this.#making.get(appId) === made) this.#making.delete(appId);
    }
  }

  /** The versions that are in force now; those of mini programs that do not exist are missing. */
  versions(appIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return readPolicyVersions(this.#core.storage.db, appIds);
  }

  async #sign(appId: string): Promise<SignedPolicy> {
    const { storage, clock, settings, publicUrl } = this.#core;
    const { current, next, changedAt: keysChangedAt } = await this.#keys.ring();
    const content = await readPolicyContent(storage.db, appId, publicUrl);
    if (content === undefined) throw new ApiError('NOT_FOUND');
    const changedAt = Math.max(content.changedAt, keysChangedAt);
    const lifetime = settings.policyLifetime;
    const { issuedAt, expiresAt, renewedAt } = issueTime({ appId, changedAt, lifetime }, clock.now());
    const document = { ...content.document, issuedAt, expiresAt };
    const text = await signPolicy({ issuer: publicUrl, document, nextKey: next }, current);
    return { text, etag: entityTag(text), version: document.version, renewedAt };
  }
}
