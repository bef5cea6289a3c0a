import { describe, expect, it } from 'vitest';
import { createFormat } from '../src/ui/format.ts';

describe('the format of numbers for people', () => {
  it('writes sizes in units of 1000, as browsers do', () => {
    const { bytes } = createFormat('en');
    expect([0, 999, 1200, 1_234_567, 2e9].map(bytes)).toEqual(['0 B', '999 B', '1.2 kB', '1.23 MB', '2 GB']);
  });

  it('writes spans in the unit that has few digits', () => {
    const { span } = createFormat('en');
    expect([0, 0.44, 812.4, 1200, 125_000].map(span)).toEqual([
      '0 ms',
      '0.4 ms',
      '812 ms',
      '1.20 s',
      '2 min 5 s',
    ]);
  });

  it('writes how long ago something was, in the language that is spoken', () => {
    expect(createFormat('en').ago(0, 180_000)).toBe('3 minutes ago');
    expect(createFormat('zh-CN').ago(0, 180_000)).toBe('3分钟前');
  });

  it('writes the first hour of a day as 00', () => {
    const midnight = new Date(2026, 0, 2, 0, 3, 4).getTime();
    for (const language of ['en', 'zh-CN']) expect(createFormat(language).time(midnight)).toBe('00:03:04');
  });
});
