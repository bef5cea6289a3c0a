import { describe, expect, it } from 'vitest';
import { placeAfter } from '../../src/simulator/model/call-anchor.ts';
import { call } from './support/calls.ts';

const calls = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => call({ id: from + index }));

describe('the place of a list that is looked at', () => {
  it('stays where it is when calls come behind', () => {
    expect(placeAfter(calls(0, 100), calls(0, 150), 260, 26)).toBe(260);
  });

  it('moves with its first visible line when older calls make room', () => {
    expect(placeAfter(calls(0, 100), calls(7, 107), 263, 26)).toBe(263 - 7 * 26);
  });

  it('is the same where that line is gone too, or the list is another one', () => {
    expect(placeAfter(calls(0, 100), calls(50, 150), 260, 26)).toBe(260);
    expect(placeAfter([], calls(0, 10), 0, 26)).toBe(0);
  });
});
