import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Api, binance, decide, type HostProfile, type PolicyDocument, reasons } from '../src/index.ts';

const serverDomains = ['https://myserver.com'];
const document: PolicyDocument = { appId: 'demo', version: 1, serverDomains };

/** Objects that throw, or lie, wherever they are touched. */
const hostile: unknown[] = [
  null,
  undefined,
  5,
  'text',
  Symbol('symbol'),
  [],
  () => document,
  Object.create(null),
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('read');
      },
      ownKeys: () => {
        throw new Error('listed');
      },
    },
  ),
  {
    get serverDomains() {
      throw new Error('read');
    },
  },
  {
    get profile() {
      throw new Error('read');
    },
  },
  {
    get bannedHosts() {
      throw new Error('read');
    },
  },
  {
    toString: () => {
      throw new Error('shown');
    },
  },
  { serverDomains: 'https://myserver.com' },
  { serverDomains: { request: 'https://myserver.com' } },
  { serverDomains: [null, {}, 5, Symbol('entry'), ['https://myserver.com']] },
  { serverDomains: { __proto__: { request: ['https://myserver.com'] } } },
  { profile: '__proto__', bannedHosts: 'x' },
];

describe('decide never throws', () => {
  it('whatever stands in the place of the URL', () => {
    const strange = fc.oneof(
      fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }),
      fc.constantFrom(...hostile),
    );
    fc.assert(
      fc.property(
        strange.filter((value) => typeof value !== 'string'),
        (url) => {
          const { verdict, enforced, reason, target } = decide(document, 'request', url, { debugging: true });
          expect([verdict, enforced, reason, target]).toEqual(['deny', true, 'NOT_TEXT', undefined]);
        },
      ),
    );
  });

  it.each(hostile.map((value, index) => [index, value]))(
    'for hostile document %i, which grants nothing',
    (_, value) => {
      for (const text of ['https://myserver.com/', '', 'https://api.binance.com/']) {
        expect(decide(value as PolicyDocument, 'request', text).verdict).toBe('deny');
      }
      expect(decide(value as PolicyDocument, 'request', 'https://api.binance.com/').reason).toBe(
        'BANNED_HOST',
      );
    },
  );

  it.each(hostile.map((value, index) => [index, value]))(
    'for hostile call %i, for which nothing is configured',
    (_, value) => {
      const { verdict, reason } = decide(document, value as Api, 'https://myserver.com/');
      expect([verdict, reason]).toEqual(['deny', 'NO_SERVER_DOMAINS']);
    },
  );
});

describe('a document is read once', () => {
  it('so a change after the first decision has no effect, and a copy is judged anew', () => {
    const list = ['https://myserver.com'];
    const changing = { appId: 'demo', version: 1, serverDomains: list };
    expect(decide(changing, 'request', 'https://other.example').verdict).toBe('deny');
    list.push('https://other.example');
    expect(decide(changing, 'request', 'https://other.example').verdict).toBe('deny');
    expect(decide({ ...changing }, 'request', 'https://other.example').verdict).toBe('allow');
  });

  it('for each host profile', () => {
    const strict: HostProfile = {
      ...binance,
      bannedHosts: ['myserver.com'],
      serverDomains: { ...binance.serverDomains, wssWithoutPort: 'unwritten' },
    };
    const sockets = { appId: 'demo', version: 1, serverDomains: ['wss://live.example', ...serverDomains] };
    const reasonsUnder = (profile?: HostProfile) => [
      decide(sockets, 'request', 'https://myserver.com', { profile }).reason,
      decide(sockets, 'connectSocket', 'wss://live.example:99', { profile }).reason,
    ];
    expect([reasonsUnder(), reasonsUnder(strict), reasonsUnder()]).toEqual([
      ['LISTED', 'LISTED'],
      ['BANNED_HOST', 'PORT_NOT_PERMITTED'],
      ['LISTED', 'LISTED'],
    ]);
  });

  it('and an unknown profile means binance', () => {
    const unknown = { ...document, profile: 'toString' } as unknown as PolicyDocument;
    expect(decide(unknown, 'request', 'https://api.binance.com').reason).toBe('BANNED_HOST');
    expect(decide(unknown, 'request', 'https://myserver.com').reason).toBe('LISTED');
  });
});

describe('a decision', () => {
  it('is plain data', () => {
    for (const url of ['https://myserver.com/a', 'https://myserver.com:443/', 'https://127.0.0.1/', '\n']) {
      const decision = decide(document, 'request', url);
      expect(structuredClone(decision)).toEqual(decision);
      expect(JSON.parse(JSON.stringify(decision))).toMatchObject({
        verdict: decision.verdict,
        message: decision.message,
      });
    }
  });

  it('is not shared: changing one changes no other', () => {
    const change = (url: string) =>
      Object.assign(decide(document, 'request', url), { verdict: 'allow' }).target;
    Object.assign(change('https://myserver.com:443/') ?? {}, { hostname: 'evil.example' });
    Object.assign(change('https://myserver.com/') ?? {}, { hostname: 'evil.example' });
    expect(decide(document, 'request', 'https://myserver.com:443/')).toMatchObject({
      verdict: 'deny',
      target: { hostname: 'myserver.com' },
    });
    expect(decide(document, 'request', 'https://myserver.com/').target?.hostname).toBe('myserver.com');
  });

  it('shows hostile text escaped and cut', () => {
    const { message } = decide(document, 'request', `\u001b[2J\u202e${'x'.repeat(10_000_000)}\n`);
    expect(message.length).toBeLessThan(300);
    const shown = decide(document, 'request', 'https://a\u001b[2J\u202e\ud800/').message;
    expect(shown).toBe('The URL contains a control character: "https://a\\u{1b}[2J\\u{202e}\\u{d800}/".');
  });
});

describe('a refusal explains itself:', () => {
  const say = (entries: PolicyDocument['serverDomains'], url: string, api: Api = 'request') => {
    const { message, suggestion, nearest } = decide(
      { appId: 'demo', version: 1, serverDomains: entries },
      api,
      url,
    );
    return [message, suggestion, nearest?.text];
  };

  it('a port too many', () => {
    expect(say(serverDomains, 'https://myserver.com:443/a')).toEqual([
      'The URL writes a port, and the server domain has none: "https://myserver.com:443", called by request.',
      'The entry https://myserver.com has no port, so the URL must not carry one: write https://myserver.com/… or configure https://myserver.com:443 as a server domain of request.',
      'https://myserver.com',
    ]);
  });

  it('a port missing, and another port', () => {
    const entries = ['https://myserver.com:8080'];
    expect(say(entries, 'https://myserver.com/a', 'downloadFile')[1]).toBe(
      'The entry https://myserver.com:8080 has a port, so the URL must carry it: write https://myserver.com:8080/… or configure https://myserver.com as a server domain of downloadFile.',
    );
    expect(say(entries, 'https://myserver.com:9091/a')[1]).toBe(
      'The entry https://myserver.com:8080 covers its own port only: write https://myserver.com:8080/… or configure https://myserver.com:9091 as a server domain of request.',
    );
  });

  it('a wss URL that an https entry would serve with another port', () => {
    expect(say(serverDomains, 'wss://myserver.com:99/', 'connectSocket')[1]).toContain(
      'write wss://myserver.com/… or configure wss://myserver.com:99 as a server domain of connectSocket.',
    );
  });

  it('http', () => {
    expect(say(serverDomains, 'http://myserver.com/')[1]).toBe('Write https://myserver.com/….');
    expect(say(serverDomains, 'http://far.example/')[1]).toBe(
      'Write https://far.example/… and configure https://far.example as a server domain of request.',
    );
  });

  it('a host that is configured for another call', () => {
    expect(
      say({ request: serverDomains, downloadFile: ['https://cdn.example'] }, 'https://cdn.example/')[1],
    ).toBe(
      'It is configured for downloadFile only. Configure https://cdn.example as a server domain of request.',
    );
  });

  it.each([
    ['https://api.myserver.com', 'The entry https://myserver.com does not cover the names under it. '],
    ['https://a.b.c.myserver.com', 'The entry https://myserver.com does not cover the names under it. '],
    ['https://com', 'The entry https://myserver.com does not cover the name above it. '],
    ['https://myservr.com', 'Is https://myserver.com meant? '],
    ['https://mmyserver.com', 'Is https://myserver.com meant? '],
    ['https://myserver.con', 'Is https://myserver.com meant? '],
    ['https://mysevrer.com', 'Is https://myserver.com meant? '],
    ['https://maserber.com', 'Is https://myserver.com meant? '],
    ['https://mysevrer.ocm', 'Is https://myserver.com meant? '],
    ['https://msyevrer.ocm', ''],
    ['https://far.example', ''],
    ['https://xmyserver.comxx', ''],
  ])('a host that resembles an entry, %s', (url, remark) => {
    const [, suggestion, nearest] = say(serverDomains, url);
    expect(suggestion).toBe(`${remark}Configure ${url} as a server domain of request.`);
    expect(nearest).toBe(remark === '' ? undefined : 'https://myserver.com');
  });

  it('the entry with the fewest slips of the pen is the nearest', () => {
    expect(
      say(['https://abcdxx.com', 'https://abcdex.com', 'https://zzzzzz.com'], 'https://abcdef.com')[2],
    ).toBe('https://abcdex.com');
  });

  it('a host that no entry can have', () => {
    expect(say(serverDomains, 'https://a_b.example')[1]).toBe(
      'Give the server a host name of letters, digits, hyphens and dots.',
    );
  });

  it('in sentences', () => {
    for (const { sentence, fix } of Object.values(reasons)) {
      expect(sentence).toMatch(/^[A-Za-z].*[^.]$/);
      expect(fix).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('also where there are more entries than are compared', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `https://h${n}.example`);
    const [, suggestion] = say([...many, 'https://last.example.com'], 'https://lost.example.com');
    expect(suggestion).toBe('Configure https://lost.example.com as a server domain of request.');
  });
});
