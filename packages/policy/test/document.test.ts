import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binance, decide, issueTable, parsePolicyDocument } from '../src/index.ts';

const least = { appId: 'demo', version: 1, serverDomains: ['https://myserver.com'] };

function read(value: unknown) {
  const result = parsePolicyDocument(value);
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join(' '));
  return result;
}
const codes = (value: unknown) => {
  const result = parsePolicyDocument(value);
  return result.ok ? 'ok' : result.issues.map(({ code, at }) => `${code}${at === undefined ? '' : ` ${at}`}`);
};

describe('parsePolicyDocument', () => {
  it('never throws, and what it gives is read by decide', () => {
    const field = fc.anything({ withBigInt: true, withNullPrototype: true });
    const shaped = fc.record(
      {
        appId: field,
        version: field,
        serverDomains: field,
        bannedHosts: field,
        acceleration: field,
        profile: field,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          field,
          shaped,
          shaped.map((value) => ({ ...least, ...value })),
        ),
        (value) => {
          const result = parsePolicyDocument(value);
          if (result.ok)
            expect(decide(result.document, 'request', 'https://api.binance.com').reason).toBe('BANNED_HOST');
          else expect(result.issues.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives a copy, frozen to the last value', () => {
    const acceleration = { candidates: [{ origin: 'https://fast.example' }], thresholds: { nearBest: 2 } };
    const given = structuredClone({ ...least, acceleration });
    const { document } = read(given);
    given.serverDomains.push('https://evil.example');
    given.acceleration.candidates.push({ origin: 'https://evil.example' });
    given.acceleration.thresholds.nearBest = 3;
    expect(document).toEqual({ ...least, acceleration });
    const { candidates, thresholds } = document.acceleration ?? {};
    for (const value of [document, document.serverDomains, document.acceleration, candidates, thresholds]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
    expect(Object.isFrozen(candidates?.[0])).toBe(true);
  });

  it('reads a getter once, and refuses a document that cannot be read as data', () => {
    let reads = 0;
    const counting = {
      ...least,
      get serverDomains() {
        reads += 1;
        return reads === 1 ? ['https://first.example'] : ['https://later.example'];
      },
    };
    expect(read(counting).document.serverDomains).toEqual(['https://first.example']);
    const circle: Record<string, unknown> = { ...least };
    circle['acceleration'] = circle;
    const throwing = {
      get appId(): string {
        throw new Error('read');
      },
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as unknown;
    const strange = [
      circle,
      throwing,
      revoked.proxy,
      { ...least, version: 1n },
      { ...least, acceleration: { deep } },
      { toJSON: () => undefined },
    ];
    for (const value of strange) expect(codes(value)).toEqual(['NOT_JSON']);
  });

  it.each([[undefined], [() => least], [Symbol('document')], [1n]])('refuses %o', (value) => {
    expect(codes(value)).toEqual(['NOT_AN_OBJECT']);
  });

  it('does not look for fields in the prototype', () => {
    expect(codes(Object.create(least))).toEqual([
      'MISSING_FIELD appId',
      'MISSING_FIELD version',
      'MISSING_FIELD serverDomains',
    ]);
    const text =
      '{"appId":"demo","version":1,"serverDomains":{"__proto__":{"request":["https://myserver.com"]}},"__proto__":{"firstParty":true},"constructor":1}';
    const { document, ignored } = read(JSON.parse(text));
    expect(document.firstParty).toBeUndefined();
    expect(decide(document, 'request', 'https://myserver.com').reason).toBe('NO_SERVER_DOMAINS');
    expect(ignored.map(({ code, entry }) => [code, entry])).toEqual([
      ['UNKNOWN_FIELD', '__proto__'],
      ['UNKNOWN_FIELD', 'constructor'],
      ['UNKNOWN_FIELD', '__proto__'],
    ]);
    expect(({} as { firstParty?: boolean }).firstParty).toBeUndefined();
  });

  it.each([
    [0, true],
    [Number.MAX_SAFE_INTEGER, true],
    [2 ** 53, false],
    [Number.NaN, false],
    [Infinity, false],
    [-1, false],
    [1.5, false],
    ['1', false],
  ])('takes version %s: %s', (version, ok) => {
    expect(parsePolicyDocument({ ...least, version }).ok).toBe(ok);
  });

  it('holds the list against the profile that it is given, rather than the one that it names', () => {
    const profile = {
      ...binance,
      bannedHosts: ['myserver.com'],
      serverDomains: { ...binance.serverDomains, maxEntries: 0 },
    };
    const banned = parsePolicyDocument({ ...least, profile: 'binance' }, { profile });
    expect(banned).toMatchObject({
      ok: true,
      ignored: [{ code: 'BANNED_HOST' }],
      document: { serverDomains: [] },
    });
    const other = parsePolicyDocument({ ...least, serverDomains: ['https://api.binance.com'] }, { profile });
    expect(other).toMatchObject({ ok: true, ignored: [{ code: 'TOO_MANY_ENTRIES', at: 'serverDomains' }] });
  });

  it('says of an ignored entry what is wrong, where, and what to write', () => {
    const { ignored } = read({ ...least, serverDomains: ['http://\u001b]0;x\u0007.example'] });
    expect(ignored).toEqual([
      {
        code: 'WHITE_SPACE',
        at: 'serverDomains[0]',
        entry: 'http://\u001b]0;x\u0007.example',
        message:
          'The entry contains white space or a control character: "http://\\u{1b}]0;x\\u{7}.example". Remove it. A list has one server domain an entry.',
      },
    ]);
  });

  it('reads lists of any length, in time that grows with it', () => {
    const many = (prefix: string) => Array.from({ length: 20_000 }, (_, n) => `${prefix}${n}.example`);
    const bad = Array.from({ length: 150_000 }, () => '');
    const { document, ignored } = read({
      ...least,
      serverDomains: { request: many('https://h'), uploadFile: bad },
      bannedHosts: many('b'),
    });
    expect(decide(document, 'request', 'https://h19999.example').reason).toBe('LISTED');
    expect(decide(document, 'request', 'https://b19999.example').reason).toBe('BANNED_HOST');
    expect(ignored).toHaveLength(1 + bad.length);
    expect(
      decide(
        { ...least, serverDomains: { request: many('https://h'), uploadFile: bad } },
        'request',
        'https://h7.example',
      ).reason,
    ).toBe('LISTED');
  });
});

describe('the issues', () => {
  it('are sentences', () => {
    for (const { sentence, fix } of Object.values(issueTable)) {
      expect(sentence).toMatch(/^[A-Za-z].*[^.]$/);
      expect(fix).toMatch(/^[A-Z].*\.$/);
    }
  });
});
