import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cookiesOf, headerValue, toHeaderBag } from '../src/headers.ts';

describe('the header of an answer', () => {
  it('keeps names as received', () => {
    expect(toHeaderBag(['Content-Type', 'a/b', 'x-id', '7'])).toEqual({ 'Content-Type': 'a/b', 'x-id': '7' });
  });

  it('joins lines of one name under the first spelling, whatever their letter case', () => {
    const flat = [
      'Vary',
      'a',
      'Set-Cookie',
      'x=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT',
      'VARY',
      'b',
      'set-cookie',
      'y=2',
    ];
    expect(toHeaderBag(flat)).toEqual({
      Vary: 'a, b',
      'Set-Cookie': 'x=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT, y=2',
    });
  });

  it('joins empty values too', () => {
    expect(toHeaderBag(['a', '', 'A', ''])).toEqual({ a: ', ' });
  });

  it('is a plain object in which `__proto__` is a name like any other', () => {
    const bag = toHeaderBag(['__proto__', 'a', '__PROTO__', 'b', 'constructor', 'c', 'toString', 'd']);
    expect(Object.entries(bag)).toEqual([
      ['__proto__', 'a, b'],
      ['constructor', 'c'],
      ['toString', 'd'],
    ]);
    expect(Object.getPrototypeOf(bag)).toBe(Object.prototype);
  });

  it('loses no line', () => {
    const line = fc.tuple(fc.stringMatching(/^[A-Za-z_-]{1,3}$/), fc.stringMatching(/^[a-z0-9]{1,5}$/));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const bag = toHeaderBag(lines.flat());
        const expected = new Map<string, string[]>();
        for (const [name, value] of lines) {
          const key = name.toLowerCase();
          expected.set(key, [...(expected.get(key) ?? []), value]);
        }
        expect(Object.entries(bag).map(([name, value]) => [name.toLowerCase(), value.split(', ')])).toEqual([
          ...expected,
        ]);
      }),
    );
  });
});

describe('cookies', () => {
  it('are one element for each Set-Cookie line, commas and all', () => {
    const flat = [
      'Set-Cookie',
      'a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT',
      'X',
      'y',
      'SET-COOKIE',
      'b=2',
      'set-cookie2',
      'c',
    ];
    expect(cookiesOf(flat)).toEqual(['a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT', 'b=2']);
    expect(cookiesOf([])).toEqual([]);
  });
});

describe('a header value', () => {
  it('is that of the first line with the name', () => {
    const flat = ['a-name', '1', 'Content-Type', 'x/y', 'content-type', 'z'];
    expect(headerValue(flat, 'content-type')).toBe('x/y');
    expect(headerValue(flat, 'location')).toBeUndefined();
  });
});
