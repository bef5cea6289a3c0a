import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { sameText } from '../same-text.ts';

/** What an access token says of itself. */
export interface TokenClaims {
  readonly appId: string;
  /** The generation of the AppSecret. */
  readonly generation: number;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

const form = /^(mp[a-z2-7]{26})\.([0-9a-z]{1,8})\.([0-9a-z]{1,10})\.[A-Za-z0-9_-]{43}$/;

/**
 * Access tokens as text: AppId, generation and time of issue, then their HMAC-SHA-256 under a key of the platform. So a
 * token is computed when it is asked for, and kept nowhere. Its characters need no encoding in a URL or a header.
 */
export class TokenText {
  readonly #key: KeyObject;

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    this.#key = createSecretKey(key);
  }

  write({ appId, generation, issuedAt }: TokenClaims): string {
    const claims = `${appId}.${generation.toString(36)}.${issuedAt.toString(36)}`;
    return `${claims}.${createHmac('sha256', this.#key).update(claims).digest('base64url')}`;
  }

  /** What a token says, whoever wrote it; undefined if it has not the form of one. */
  read(token: string): TokenClaims | undefined {
    const [, appId, generation, issuedAt] = form.exec(token) ?? [];
    if (appId === undefined || generation === undefined || issuedAt === undefined) return undefined;
    return { appId, generation: Number.parseInt(generation, 36), issuedAt: Number.parseInt(issuedAt, 36) };
  }

  /** Whether the platform wrote a token that says this. */
  isGenuine(token: string, claims: TokenClaims): boolean {
    return sameText(token, this.write(claims));
  }
}
