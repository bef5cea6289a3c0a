import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../src/duration.ts';
import { formatSize } from '../src/size.ts';

describe('a time', () => {
  it.each([
    ['500ms', 500],
    ['2s', 2000],
    ['1.5s', 1500],
    ['1m', 60_000],
    ['0s', 0],
  ])('is written like %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '5', 's', '-1s', '1h', '1 s', '1e3s', '.5s', '99999999999m'])(
    'is not written like %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it.each([
    [0.2, '0 ms'],
    [999.6, '1.00 s'],
    [1234, '1.23 s'],
    [9999, '10.0 s'],
    [61_000, '61.0 s'],
    [600_000, '10 min'],
  ])('of %d ms is shown as %s', (milliseconds, shown) => {
    expect(formatDuration(milliseconds)).toBe(shown);
  });
});

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9960, '10 kB'],
    [999_600, '1.0 MB'],
    [34_000_000, '34 MB'],
    [1_073_741_824, '1.1 GB'],
  ])('of %d bytes is shown as %s', (bytes, shown) => {
    expect(formatSize(bytes)).toBe(shown);
  });
});
