import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decide,
  generatePolicyKey,
  openPolicy,
  type SignedPolicyFaultCode,
  signedPolicyFaults,
  signPolicy,
  verifyPolicy,
} from '../src/index.ts';
import {
  base64url,
  day,
  document,
  expected,
  first,
  issuer,
  now,
  second,
  signAnything,
  signed,
  withParts,
} from './signed.ts';

const header = { alg: 'EdDSA', kid: first.thumbprint, typ: 'minigate-policy+jws' };
const payload = { iss: issuer, policy: document };

async function faultOf(text: unknown, more: Partial<Parameters<typeof verifyPolicy>[1]> = {}) {
  const result = await verifyPolicy(text, { ...expected, ...more });
  return result.ok ? 'none' : result.fault.code;
}

describe('a signed policy', () => {
  it('gives the document that was signed, ready for decide and frozen', async () => {
    const result = await verifyPolicy(signed, expected);
    expect(result).toEqual({
      ok: true,
      policy: document,
      ignored: [],
      keyId: first.thumbprint,
      nextKey: undefined,
    });
    if (!result.ok) return;
    expect(Object.isFrozen(result.policy.serverDomains)).toBe(true);
    expect(decide(result.policy, 'request', 'https://api.example.test/').verdict).toBe('allow');
  });

  it('has a header of three fields and a payload of issuer and policy', () => {
    const [head = '', body = ''] = signed.split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(head)).toEqual(header);
    expect(read(body)).toEqual(payload);
  });

  it('announces the key that signs next, without its private half', async () => {
    const text = await signPolicy({ issuer, document, nextKey: second.privateKey }, first.privateKey);
    expect(text.split('.')[1]).not.toContain(base64url(second.privateKey.d).slice(0, 20));
    expect(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()).not.toContain(second.privateKey.d);
    expect(await verifyPolicy(text, expected)).toMatchObject({ ok: true, nextKey: second.publicKey });
  });

  it('reports entries that grant nothing', async () => {
    const text = await signAnything(header, {
      ...payload,
      policy: { ...document, serverDomains: ['http://a.example.test'] },
    });
    expect(await verifyPolicy(text, expected)).toMatchObject({
      ok: true,
      ignored: [{ code: 'NOT_HTTPS', at: 'serverDomains[0]' }],
    });
  });

  it('is as old as its version, and of the same version as old as its time', async () => {
    const age = (version: number, issuedAt: number) => faultOf(signed, { newerThan: { version, issuedAt } });
    expect(await age(3, document.issuedAt)).toBe('none');
    expect(await age(2, now)).toBe('none');
    expect(await age(3, document.issuedAt - 1)).toBe('none');
    expect(await age(3, document.issuedAt + 1)).toBe('OLDER_VERSION');
    expect(await age(4, 0)).toBe('OLDER_VERSION');
  });

  it('holds until it expires, and from five minutes before it is issued', async () => {
    expect(await faultOf(signed, { now: document.expiresAt - 1 })).toBe('none');
    expect(await faultOf(signed, { now: document.expiresAt })).toBe('EXPIRED');
    expect(await faultOf(signed, { now: document.issuedAt - 300_000 })).toBe('none');
    expect(await faultOf(signed, { now: document.issuedAt - 300_001 })).toBe('ISSUED_IN_FUTURE');
  });

  it('can be opened for showing after it has expired, by anybody who trusts its key', async () => {
    const { keys, thumbprints } = expected;
    expect(await openPolicy(signed, { issuer, keys, thumbprints })).toMatchObject({ ok: true });
  });
});

const hmac = (input: string) =>
  createHmac('sha256', Buffer.from(first.publicKey.x, 'base64url')).update(input).digest('base64url');

/** One text and one expectation for each row of the table. */
const refusals: Record<SignedPolicyFaultCode, [string, () => unknown, object?][]> = {
  MALFORMED: [
    ['nothing', () => undefined],
    ['an empty text', () => ''],
    ['two parts', () => signed.split('.').slice(0, 2).join('.')],
    ['four parts', () => `${signed}.a`],
    ['padding', () => `${signed}==`],
    ['a line feed behind it', () => `${signed}\n`],
    ['a header that is no JSON', () => `${base64url('{')}.${base64url('{}')}.${base64url('x')}`],
    ['a header without kid', () => withParts(signed, { header: { ...header, kid: undefined } })],
    ['a critical extension', () => signAnything({ ...header, crit: ['exp'], exp: 1 }, payload)],
    ['an unencoded payload', () => signAnything({ ...header, b64: false, crit: ['b64'] }, payload)],
    ['a payload that is no JSON', () => signAnything(header, '{')],
    ['a payload that is a list', () => signAnything(header, [payload])],
  ],
  TOO_LARGE: [['a text of more than 1 MiB', () => `a.${'a'.repeat(1024 * 1024)}.a`]],
  WRONG_TYPE: [
    ['a token', () => signAnything({ ...header, typ: 'JWT' }, payload)],
    ['a statement about keys', () => signAnything({ ...header, typ: 'minigate-key+jws' }, payload)],
    ['no type', () => signAnything({ alg: 'EdDSA', kid: first.thumbprint }, payload)],
  ],
  WRONG_ALGORITHM: [
    ['none', () => `${base64url(JSON.stringify({ ...header, alg: 'none' }))}.${signed.split('.')[1]}.`],
    ['none with a signature', () => withParts(signed, { header: { ...header, alg: 'none' } })],
    [
      'HS256 with the public key as the secret',
      () => {
        const input = `${base64url(JSON.stringify({ ...header, alg: 'HS256' }))}.${signed.split('.')[1]}`;
        return `${input}.${hmac(input)}`;
      },
    ],
    ['ES256', () => withParts(signed, { header: { ...header, alg: 'ES256' } })],
    ['no algorithm', () => withParts(signed, { header: { ...header, alg: undefined } })],
  ],
  UNTRUSTED_KEY: [
    ['a key that nobody pinned', () => signPolicy({ issuer, document }, second.privateKey)],
    [
      'a key that is given and not trusted',
      () => signPolicy({ issuer, document }, second.privateKey),
      { keys: [first.publicKey, second.publicKey] },
    ],
    [
      'a key in the header itself',
      () =>
        signAnything(
          { ...header, kid: second.thumbprint, jwk: second.publicKey },
          payload,
          second.privateKey,
        ),
    ],
  ],
  UNKNOWN_KEY: [
    [
      'a key of somebody else under the name of the trusted one',
      () => signAnything(header, payload, second.privateKey),
      { keys: [{ ...second.publicKey, kid: first.thumbprint }] },
    ],
    ['a trusted key whose public half is not given', () => signed, { keys: [] }],
  ],
  BAD_SIGNATURE: [
    [
      'another payload',
      () => withParts(signed, { payload: { ...payload, policy: { ...document, version: 4 } } }),
    ],
    [
      'the signature of another key under the name of the trusted one',
      () => signAnything(header, payload, second.privateKey),
    ],
    ['another header', () => withParts(signed, { header: { ...header, cty: 'x' } })],
  ],
  WRONG_ISSUER: [
    ['another platform', () => signAnything(header, { ...payload, iss: 'https://other.example.test' })],
    ['a slash behind the issuer', () => signAnything(header, { ...payload, iss: `${issuer}/` })],
    ['no issuer', () => signAnything(header, { policy: document })],
  ],
  WRONG_APP_ID: [['another mini program', () => signed, { appId: 'other' }]],
  INVALID_POLICY: [
    ['no document', () => signAnything(header, { iss: issuer })],
    ['a document without lists', () => signAnything(header, { iss: issuer, policy: { appId: 'demo' } })],
  ],
  NO_LIFETIME: [
    ['no times', () => signAnything(header, { ...payload, policy: { ...document, expiresAt: undefined } })],
    [
      'an end before the beginning',
      () => signAnything(header, { ...payload, policy: { ...document, expiresAt: document.issuedAt } }),
    ],
    [
      'an end that no calendar has',
      () => signAnything(header, { ...payload, policy: { ...document, expiresAt: Number.MAX_SAFE_INTEGER } }),
    ],
  ],
  INVALID_NEXT_KEY: [
    ['an RSA key', () => signAnything(header, { ...payload, nextKey: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } })],
    [
      'a key that is too short',
      () => signAnything(header, { ...payload, nextKey: { ...second.publicKey, x: 'AA' } }),
    ],
    ['null', () => signAnything(header, { ...payload, nextKey: null })],
  ],
  EXPIRED: [['a week later', () => signed, { now: now + 7 * day }]],
  ISSUED_IN_FUTURE: [['two days before', () => signed, { now: now - 2 * day }]],
  OLDER_VERSION: [
    ['a version that was replaced', () => signed, { newerThan: { version: 4, issuedAt: document.issuedAt } }],
  ],
};

const cases = Object.entries(refusals).flatMap(([code, texts]) =>
  texts.map(([title, text, more]) => ({ code, title, text, more })),
);

describe('a signed policy is refused', () => {
  it.each(cases)('with $code: $title', async ({ code, text, more }) => {
    expect(await faultOf(await text(), more)).toBe(code);
  });

  it('with a sentence and with what to do, for every reason of the table', () => {
    expect(Object.keys(refusals)).toEqual(Object.keys(signedPolicyFaults));
    for (const { sentence, fix } of Object.values(signedPolicyFaults)) {
      expect(sentence).toMatch(/^[A-Z].*[^.]$/);
      expect(fix).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('with hostile text escaped and cut', async () => {
    const hostile = `\u001b[2J\u202e${'x'.repeat(1000)}`;
    const result = await verifyPolicy(await signAnything(header, { ...payload, iss: hostile }), expected);
    expect(result.ok ? '' : result.fault.message).toMatch(
      /^The policy comes from another platform: "\\u\{1b\}\[2J\\u\{202e\}x{10,}…"\.$/,
    );
  });

  it('and never throws, whatever the text is', async () => {
    const part = fc.oneof(
      fc.base64String().map((text) => text.replaceAll(/[+/=]/g, '')),
      fc.json().map(base64url),
      fc.constantFrom(...signed.split('.')),
    );
    const texts = fc.oneof(
      fc.anything(),
      fc.array(part, { minLength: 3, maxLength: 3 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        fc.pre(text !== signed);
        expect(Object.keys(signedPolicyFaults)).toContain(await faultOf(text));
      }),
      { numRuns: 500 },
    );
  });

  it('wherever one bit of it is changed', async () => {
    const bytes = signed.split('.').map((part) => Buffer.from(part, 'base64url'));
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.nat(), async (which, at) => {
        const changed = bytes.map((part) => Buffer.from(part));
        const part = changed[which] ?? Buffer.alloc(0);
        const bit = at % (part.length * 8);
        part[bit >> 3] = (part[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const text = changed.map((one) => one.toString('base64url')).join('.');
        expect(await faultOf(text)).not.toBe('none');
      }),
      { numRuns: 500 },
    );
  });
});

describe('signPolicy', () => {
  it('signs a document in the form in which it is in force', async () => {
    const loose = { ...document, serverDomains: ['https://API.example.test', 'http://x.example.test'] };
    expect(
      await verifyPolicy(await signPolicy({ issuer, document: loose }, first.privateKey), expected),
    ).toMatchObject({
      ok: true,
      policy: { serverDomains: ['https://api.example.test'] },
      ignored: [],
    });
  });

  it('refuses a document that no client would take', async () => {
    const sign = (more: object) =>
      signPolicy({ issuer, document: { ...document, ...more } }, first.privateKey);
    await expect(sign({ appId: '' })).rejects.toThrow(TypeError);
    await expect(sign({ expiresAt: document.issuedAt })).rejects.toThrow(
      'The policy document cannot be signed: The policy does not say from when until when it holds.',
    );
  });
});

describe('generatePolicyKey', () => {
  it('makes another key each time, named by its thumbprint', async () => {
    const { privateKey, publicKey, thumbprint } = await generatePolicyKey();
    expect(thumbprint).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(thumbprint).not.toBe(first.thumbprint);
    expect(publicKey).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: publicKey.x,
      kid: thumbprint,
      alg: 'EdDSA',
      use: 'sig',
    });
    expect(privateKey).toEqual({ ...publicKey, d: privateKey.d });
  });
});
