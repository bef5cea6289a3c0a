import fc from 'fast-check';
import { expect } from 'vitest';
import type { Decision, PolicyDocument } from '../src/index.ts';

/** Entries of every kind, and hosts that are none of them but look or parse like one. */
export const serverDomains = [
  'https://myserver.com',
  'https://api.myserver.com:8443',
  'https://xn--bcher-kva.example',
];
const hosts = [
  'myserver.com',
  'api.myserver.com',
  'bücher.example',
  'xn--bcher-kva.example',
  'evil.example',
  'api.binance.com',
  'www.myserver.com',
  'myserver.com.evil.example',
  'mysеrver.com',
  'localhost',
  '127.0.0.1',
  '0x7f.1',
  '2130706433',
  '8.8.8.8',
  '[::1]',
  '[::ffff:8.8.8.8]',
  '169.254.169.254',
];
export const documentOf = (): PolicyDocument => ({ appId: 'demo', version: 1, serverDomains });

/** Other ways to write a character that some parser takes for the same one, and characters that hide. */
const respell = (character: string): fc.Arbitrary<string> => {
  const code = character.charCodeAt(0);
  const full = code > 32 && code < 127 ? String.fromCharCode(code + 0xfee0) : character;
  const percent = encodeURIComponent(character);
  const encoded = percent === character ? `%${code.toString(16)}` : percent;
  const dots = character === '.' ? ['。', '．', '｡', '%2e', '%2E', '..'] : [];
  const hiding = [
    '\u00ad',
    '\u200b',
    '\u200d',
    '\t',
    '\n',
    '\u0000',
    ' ',
    '\\',
    '@',
    '/',
    ':',
    '#',
    '?',
    '.',
    '[',
    ']',
    '%',
    '℀',
  ];
  return fc.oneof(
    { weight: 30, arbitrary: fc.constant(character) },
    { weight: 1, arbitrary: fc.constantFrom(character.toUpperCase(), full, encoded, ...dots) },
    { weight: 1, arbitrary: fc.constantFrom(...hiding).map((hidden) => character + hidden) },
  );
};
const host = fc
  .oneof(fc.constantFrom(...hosts), fc.webAuthority({ withPort: true, withUserInfo: true }))
  .chain((text) => fc.tuple(...Array.from(text, respell)))
  .map((parts) => parts.join(''));
const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const scheme = often('https', 'http', 'HTTPS', 'wss', 'ftp', '', 'ht\ttps', ' https');
const slashes = often(
  '://',
  ':',
  ':/',
  ':///',
  ':\\\\',
  ':/\\',
  '//',
  '://@',
  '://a:b@',
  '://myserver.com@',
  '://evil.example\\@',
);
const port = often(
  '',
  ':443',
  ':8443',
  ':',
  ':0443',
  ':00',
  ':80',
  ':65536',
  ':4a',
  ':443:443',
  '：443',
  ':%34',
);
export const path = fc.oneof(
  fc.constantFrom(
    '',
    '/',
    '?x=:443',
    '#:443',
    '/a/../b',
    '/%2e%2E/x',
    '/a b',
    '/ä?ö',
    '/@x',
    '/\\x',
    '/.',
    '/..#x',
    '/a#/\u0001',
  ),
  fc.webUrl({ withQueryParameters: true, withFragments: true }).map((url) => url.slice(url.indexOf('/', 8))),
  fc
    .array(fc.constantFrom(...'/.?#%2eE\\ \'"<>^|`{}~ä@:a\u0000\u007f'), { maxLength: 8 })
    .map((parts) => `/${parts.join('')}`),
);
const tail = often('', ' ', '\n', '\u00a0', '\ufeff');
export const url = fc.tuple(scheme, slashes, host, port, path, tail).map((parts) => parts.join(''));
export const anyUrl = fc.oneof(
  { weight: 8, arbitrary: url },
  fc.webUrl(),
  fc.string({ unit: 'binary' }),
  fc.string(),
);
export const api = fc.constantFrom('request', 'downloadFile', 'uploadFile', 'connectSocket');
/** How often a property is tried. */
export const runs = { numRuns: 5000 };

/** What a socket would be opened to for a URL that somebody else parses. */
function dialled(text: string) {
  const { protocol, hostname, port: written, host: authority, href } = new URL(text);
  const fallback = protocol === 'https:' || protocol === 'wss:' ? 443 : 80;
  return {
    scheme: protocol.slice(0, -1),
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: written === '' ? fallback : Number(written),
    // With the `?` of an empty query, which `search` does not show.
    path: href.split('#')[0]?.slice(href.indexOf(authority, protocol.length) + authority.length),
  };
}

/** Holds the target of a decision against what `new URL()` makes of the same text. */
export function expectSameTarget(decision: Decision, text: string): void {
  const { scheme: protocol, hostname, port: number, path: whole } = decision.target ?? {};
  expect({ scheme: protocol, hostname, port: number, path: whole }).toEqual(dialled(text));
}
