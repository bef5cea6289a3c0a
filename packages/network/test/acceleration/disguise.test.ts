import { describe, expect, it } from 'vitest';
import { Disguise } from '../../src/acceleration/disguise.ts';

const disguise = new Disguise({ hostname: 'www.example.com' }, [
  { hostname: 'eu.example.net', port: 443 },
  { hostname: 'r.example.net', port: 8443 },
  { hostname: 'both.example.net', port: 443 },
  { hostname: 'both.example.net', port: 8443 },
  { hostname: 'www.example.com', port: 8443 },
  { hostname: 'www.example.com', port: 443 },
  { hostname: '2f.example.net', port: 443 },
  { hostname: 'eu.example.net.example.org', port: 443 },
]);

describe('rule 25.9: where a header names a candidate the origin stands there', () => {
  it.each([
    ['eu.example.net', 'www.example.com'],
    ['EU.Example.net', 'www.example.com'],
    ['a=1; Domain=.eu.example.net', 'a=1; Domain=.www.example.com'],
    ['a=1; Domain=r.example.net', 'a=1; Domain=www.example.com'],
    ['https://eu.example.net:443/', 'https://www.example.com/'],
    ['https://eu.example.net:0443/', 'https://www.example.com/'],
    ['https://r.example.net:08443/x', 'https://www.example.com/x'],
    ['https://www.example.com:8443/x', 'https://www.example.com/x'],
    [
      'https://both.example.net/ https://both.example.net:8443/',
      'https://www.example.com/ https://www.example.com/',
    ],
    ['https://eu%2Eexample.net/', 'https://www.example.com/'],
    ['https://eu%252eexample%252enet/', 'https://www.example.com/'],
    ['/l?h%3Deu.example.net', '/l?h%3Dwww.example.com'],
    ['/l?off=5%25eu.example.net', '/l?off=5%25www.example.com'],
    ['/l?u=%22eu.example.net%22', '/l?u=%22www.example.com%22'],
    ['https://u%40eu.example.net/', 'https://u%40www.example.com/'],
    ['/l?h%3D%2Eeu.example.net', '/l?h%3D%2Ewww.example.com'],
    ['https%3A%2F%2Feu.example.net%3A443%2F', 'https%3A%2F%2Fwww.example.com%2F'],
    ['https%3A%2F%2Fr.example.net%3A8443%2Fx', 'https%3A%2F%2Fwww.example.com%2Fx'],
    ['https%253A%252F%252Fr.example.net%253a8443%252F', 'https%253A%252F%252Fwww.example.com%252F'],
    ['https%253A%252F%252Feu.example.net', 'https%253A%252F%252Fwww.example.com'],
    ['see eu.example.net. Or: eu.example.net: there', 'see www.example.com. Or: www.example.com: there'],
    ['eu.example.net.example.org', 'www.example.com'],
  ])('%s', (said, told) => {
    expect(disguise.text(said)).toBe(told);
    expect(disguise.headers(['X-Any', said])).toEqual(['X-Any', told]);
  });

  it.each([
    'a.eu.example.net',
    'a%2Eeu.example.net',
    'a%252eeu.example.net',
    'noteu.example.net',
    'not-eu.example.net',
    'not%2Deu.example.net',
    'no%74eu.example.net',
    'eu.example.network',
    'eu.example.net%2Dwork',
    'eu.example.net.au',
    'eu.example.net%2Eau',
    'eu-example.net',
    'https://eu.example.net:8443/',
    'https%3A%2F%2Feu.example.net%3A8443%2F',
    'https://r.example.net/x',
    'https%3A%2F%2Fr.example.net%2Fx',
    'https://r.example.net:84430/',
    'https%3A%2F%2F.example.net',
    'https://www.example.com:444/',
  ])('but not where it only looks like one: %s', (said) => {
    expect(disguise.text(said)).toBe(said);
  });

  it.each([
    ['https://eu.example.net', 'https://www.example.com'],
    ['https://eu.example.net./a', 'https://www.example.com/a'],
    ['https://eu.example.net:/a', 'https://www.example.com/a'],
    ['https://%65u.example.net/a', 'https://www.example.com/a'],
    ['https://eu\u00e3\u0080\u0082example.net/a', 'https://www.example.com/a'],
    ['//r.example.net:08443?h=eu.example.net', '//www.example.com?h=www.example.com'],
    ['https://me:secret@eu.example.net:0443/', 'https://me:secret@www.example.com/'],
    ['https://eu.example.net@other.example/', 'https://www.example.com@other.example/'],
    ['https://www.example.com:443/', 'https://www.example.com:443/'],
    ['https://a.eu.example.net/', 'https://a.eu.example.net/'],
    ['https://eu.example.net:99999/', 'https://eu.example.net:99999/'],
    ['/next?a=1', '/next?a=1'],
    ['', ''],
  ])('and in a Location however it is spelt: %s', (said, told) => {
    expect(disguise.headers(['LOCATION', said, 'Content-Location', said])).toEqual([
      ...['LOCATION', told],
      ...['Content-Location', told],
    ]);
  });

  it('and nothing where the origin is the only candidate', () => {
    const none = new Disguise({ hostname: 'www.example.com' }, [{ hostname: 'www.example.com', port: 443 }]);
    expect(none.headers(['Location', 'https://www.example.com:443/'])).toEqual([
      'Location',
      'https://www.example.com:443/',
    ]);
  });

  it('in time that grows with the text', () => {
    const long = `${'%25'.repeat(100_000)}${'eu.example.net.'.repeat(20_000)}${'/'.repeat(100_000)}`;
    expect(disguise.text(long)).toBe(long);
    expect(disguise.location(`https://${long}`)).toContain('%25eu.example.net.');
  });
});
