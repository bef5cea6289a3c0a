import { generatePolicyKey, type PolicyPrivateKey, signPolicy } from '../src/index.ts';

export const issuer = 'https://platform.example.test';
export const now = Date.UTC(2030, 0, 1);
export const day = 86_400_000;

export const document = {
  appId: 'demo',
  version: 3,
  serverDomains: ['https://api.example.test'],
  issuedAt: now - day,
  expiresAt: now + 6 * day,
};

/** Three keys of one platform, in the order in which they sign; made once, as they do not change. */
export const [first, second, third] = await Promise.all([
  generatePolicyKey(),
  generatePolicyKey(),
  generatePolicyKey(),
]);

export const expected = {
  issuer,
  appId: 'demo',
  keys: [first.publicKey],
  thumbprints: [first.thumbprint],
  now,
};

export const signed = await signPolicy({ issuer, document }, first.privateKey);

/** A JWS in compact form of anything at all. */
export async function signAnything(
  header: { alg: string; [name: string]: unknown },
  payload: unknown,
  key: PolicyPrivateKey = first.privateKey,
): Promise<string> {
  const bytes = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const input = `${base64url(JSON.stringify(header))}.${base64url(bytes)}`;
  const imported = await crypto.subtle.importKey('jwk', { ...key }, { name: 'Ed25519' }, false, ['sign']);
  const signature = await crypto.subtle.sign({ name: 'Ed25519' }, imported, new TextEncoder().encode(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** The same text with another header or payload, and the signature of the old ones. */
export function withParts(text: string, parts: { header?: unknown; payload?: unknown }): string {
  const [header = '', payload = '', signature = ''] = text.split('.');
  const write = (value: unknown, old: string) =>
    value === undefined ? old : base64url(JSON.stringify(value));
  return [write(parts.header, header), write(parts.payload, payload), signature].join('.');
}

export function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
