import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, parsePolicyDocument, parseServerDomain } from '../src/index.ts';
import { anyUrl, api, documentOf, expectSameTarget, path, runs, serverDomains, url } from './spelling.ts';

const document = documentOf();

const isLegal = ({ hostname, protocol }: URL) =>
  (protocol === 'https:' || protocol === 'wss:') &&
  ['myserver.com', 'api.myserver.com', 'xn--bcher-kva.example'].includes(hostname);

describe('whatever the spelling of a URL', () => {
  it('a call is allowed only if the host that new URL() reads is configured, and the written port is the one of the entry', () => {
    const allowed = { count: 0 };
    fc.assert(
      fc.property(anyUrl, api, (text, call) => {
        const decision = decide(document, call, text);
        if (decision.verdict === 'deny') return;
        allowed.count += 1;
        const read = new URL(text);
        expect(isLegal(read)).toBe(true);
        const entry = parseServerDomain(
          `https://${read.hostname}${read.hostname.startsWith('api.') ? ':8443' : ''}`,
        );
        expect(entry.ok && serverDomains.includes(entry.domain.text)).toBe(true);
        expect(decision.target.explicitPort).toBe(read.hostname.startsWith('api.') ? '8443' : undefined);
        const authority = text.slice(text.indexOf('://') + 3).split(/[/?#]/)[0] ?? '';
        expect(/:[^:\]]*$/.exec(authority)?.[0]).toBe(read.hostname.startsWith('api.') ? ':8443' : undefined);
      }),
      runs,
    );
    // Otherwise the property would show nothing.
    expect(allowed.count).toBeGreaterThan(runs.numRuns / 100);
  });

  it('the target is what new URL() would dial, for denied URLs too', () => {
    fc.assert(
      fc.property(anyUrl, api, (text, call) => {
        const decision = decide(document, call, text, { debugging: true });
        if (decision.target !== undefined) expectSameTarget(decision, text);
        expect(decision.enforced || decision.target !== undefined).toBe(true);
      }),
      runs,
    );
  });

  it('a banned host is never reached, in debugging mode neither', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('api.binance.com', 'API.binance.com.'),
        fc.infiniteStream(fc.nat()),
        (name, numbers) => {
          const next = () => numbers.next().value ?? 0;
          const ways = (character: string) => [
            character,
            character.toUpperCase(),
            encodeURIComponent(character),
            String.fromCharCode(character.charCodeAt(0) + 0xfee0),
          ];
          const spelt = Array.from(name, (character) => ways(character)[next() % 4]).join('');
          const decision = decide(document, 'request', `https://${spelt}/`, { debugging: true });
          expect([decision.verdict, decision.enforced, decision.target]).toEqual(['deny', true, undefined]);
        },
      ),
      runs,
    );
  });
});

describe('whatever the spelling of a banned origin', () => {
  const bannedOrigins = ['https://api.myserver.com:8443', 'https://myserver.com', 'http://127.0.0.1:7300'];
  const banning = { ...documentOf(), bannedOrigins };
  const names = ['myserver.com', 'API.myserver.com', '127.0.0.1', '0x7f.1', '[::ffff:7f00:1]', 'localhost'];
  const near = fc
    .tuple(
      fc.constantFrom('https', 'http', 'wss', 'ws', 'HTTPS'),
      fc.constantFrom(...names, 'ｍyserver。com', 'a.localhost', '[::1]', '8.8.8.8'),
      fc.constantFrom('', ':443', ':80', ':8443', ':7300'),
      path,
    )
    .map(([scheme, name, port, rest]) => `${scheme}://${name}${port}${rest}`);
  const places = new Map([
    ['api.myserver.com', 8443],
    ['myserver.com', 443],
    ['127.0.0.1', 7300],
    ['::1', 7300],
    ['::ffff:7f00:1', 7300],
    ['localhost', 7300],
    ['a.localhost', 7300],
  ]);

  it('its host is not reached at its port, and every other verdict is as without the ban', () => {
    const refused = { count: 0 };
    fc.assert(
      fc.property(fc.oneof(near, anyUrl), api, fc.boolean(), (text, call, debugging) => {
        const free = decide(documentOf(), call, text, { debugging });
        const { verdict, enforced, reason, target } = decide(banning, call, text, { debugging });
        if (free.target !== undefined && places.get(free.target.hostname) === free.target.port) {
          refused.count += 1;
          expect([verdict, enforced, reason, target]).toEqual(['deny', true, 'BANNED_ORIGIN', undefined]);
        } else if (reason !== 'BANNED_ORIGIN') {
          expect([verdict, enforced, target]).toEqual([free.verdict, free.enforced, free.target]);
        } else {
          // A trailing dot is never dialled either way; the ban is the earlier reason.
          expect(free.reason).toBe('TRAILING_DOT');
        }
      }),
      runs,
    );
    expect(refused.count).toBeGreaterThan(runs.numRuns / 100);
  });
});

describe('the fast path of decide', () => {
  // A redirect from nowhere takes the full reading; an absolute Location is judged by its own text alone.
  const base = { scheme: 'http', authority: 'nowhere.example', path: '/' } as const;
  const plain = fc
    .tuple(
      fc.constantFrom(
        'https://myserver.com',
        'https://api.myserver.com:8443',
        'https://MYSERVER.com',
        'https://evil.example',
        'https://8.8.8.8',
        'https://myserver.com:443',
        'http://myserver.com',
      ),
      path,
    )
    .map((parts) => parts.join(''));
  const absolute = fc.oneof(plain, url).filter((text) => /^[a-z][a-z0-9+.-]*:/i.test(text));

  it('never differs from the full reading, whatever was decided before', () => {
    const used = documentOf();
    fc.assert(
      fc.property(absolute, fc.boolean(), (text, debugging) => {
        const slow = decide(documentOf(), 'request', text, { debugging, base });
        // The first time is noted, the second kept, the third recalled.
        for (let time = 1; time <= 3; time += 1) {
          expect(decide(used, 'request', text, { debugging })).toEqual(slow);
        }
      }),
      runs,
    );
  });

  it('reads a host in plain letters as new URL() does', () => {
    const labels = [
      'a',
      'a-',
      '-b',
      'xn--a',
      'xn--bcher-kva',
      'axn--b',
      '0x7f',
      '0xg',
      '10',
      '7',
      'com',
      'c0',
      '',
    ];
    const host = fc
      .array(fc.constantFrom(...labels), { minLength: 1, maxLength: 5 })
      .map((all) => all.join('.'));
    const plainPath = fc.constantFrom(
      '',
      '/',
      '/v1/orders?id=17#top',
      '/a/./b',
      '/..',
      '?x',
      '#y',
      '/a b',
      ':443',
      ':',
      '@a',
    );
    const answered = { count: 0 };
    fc.assert(
      fc.property(host, plainPath, (name, rest) => {
        const text = `https://${name}${rest}`;
        const decision = decide(document, 'request', text, { debugging: true });
        if (decision.target === undefined) return;
        answered.count += 1;
        expectSameTarget(decision, text);
      }),
      runs,
    );
    expect(answered.count).toBeGreaterThan(runs.numRuns / 10);
  });

  it('does not recall for one device what the LAN rule says on another', () => {
    const interfaces = [{ address: '192.168.1.7', netmask: '255.255.255.0' }];
    const reasonOf = (context: object) => decide(document, 'request', 'http://192.168.1.20/', context).reason;
    expect([{}, { interfaces }, {}, { interfaces: [] }, { interfaces }].map(reasonOf)).toEqual([
      'PRIVATE_ADDRESS',
      'LAN_ADDRESS',
      'PRIVATE_ADDRESS',
      'LAN_OTHER_SUBNET',
      'LAN_ADDRESS',
    ]);
  });

  it('decides the same after more different hosts than it remembers', () => {
    const first = decide(document, 'request', 'https://evil0.example/');
    for (let n = 0; n < 10_000; n += 1) decide(document, 'request', `https://evil${n % 5000}.example/`);
    expect(decide(document, 'request', 'https://evil0.example/')).toEqual(first);
    expect(decide(document, 'request', 'https://myserver.com/').verdict).toBe('allow');
  });
});

describe('parseServerDomain', () => {
  it('never throws, and what it corrects or accepts is accepted as it is', () => {
    fc.assert(
      fc.property(fc.oneof(url, fc.anything()), api, (entry, call) => {
        const result = parseServerDomain(entry, { api: call });
        const text = result.ok ? result.domain.text : result.issue.correction;
        if (text === undefined) return;
        const again = parseServerDomain(text, { api: call });
        expect(again.ok && again.domain.text).toBe(text);
        const parsed = parsePolicyDocument({ appId: 'x', version: 1, serverDomains: { [call]: [text] } });
        expect(parsed).toMatchObject({ ok: true, ignored: [] });
        const called = call === 'connectSocket' ? text.replace(/^https/, 'wss') : text;
        if (parsed.ok) expect(decide(parsed.document, call, called).verdict).toBe('allow');
      }),
      runs,
    );
  });
});
