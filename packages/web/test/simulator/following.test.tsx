import { cleanup, fireEvent, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Call } from '../../src/simulator/model/call.ts';
import { useFollowing } from '../../src/simulator/network/use-following.ts';
import { call } from './support/calls.ts';

afterEach(cleanup);

const lineHeight = 26;
const clientHeight = 10 * lineHeight;

/** A list of this many calls, the first of which has this id. */
const calls = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => call({ id: first + index }));

/** A grid as high as its calls. */
function follow(first: readonly Call[], wanted = true) {
  const element = document.createElement('div');
  let scrollHeight = 0;
  Object.defineProperties(element, {
    clientHeight: { value: clientHeight },
    scrollHeight: { get: () => scrollHeight },
  });
  const grid = { current: element };
  const use = (props: { readonly list: readonly Call[]; readonly wanted: boolean }) => {
    scrollHeight = props.list.length * lineHeight;
    useFollowing({ grid, calls: props.list, lineHeight, wanted: props.wanted, ordered: true });
  };
  const { rerender } = renderHook(use, { initialProps: { list: first, wanted } });
  return {
    element,
    become: (list: readonly Call[], nowWanted = wanted) => rerender({ list, wanted: nowWanted }),
    scroll(top: number) {
      element.scrollTop = top;
      fireEvent.scroll(element);
    },
    endOf: (count: number) => count * lineHeight - clientHeight,
  };
}

describe('the list of calls', () => {
  it('follows its end, until somebody scrolls up, and again from the end on', () => {
    const { element, become, scroll, endOf } = follow(calls(100));
    expect(element.scrollTop).toBe(endOf(100));
    become(calls(200));
    expect(element.scrollTop).toBe(endOf(200));
    scroll(1000);
    become(calls(300));
    expect(element.scrollTop).toBe(1000);
    scroll(endOf(300));
    become(calls(400));
    expect(element.scrollTop).toBe(endOf(400));
  });

  it('stands still under a pointer, so that the line that is aimed at can be hit', () => {
    const { element, become, endOf } = follow(calls(100));
    fireEvent.pointerMove(element);
    become(calls(200));
    expect(element.scrollTop).toBe(endOf(100));
    fireEvent.pointerDown(element, { buttons: 1 });
    become(calls(300));
    expect(element.scrollTop).toBe(endOf(100));
    fireEvent.pointerLeave(element);
    expect(element.scrollTop).toBe(endOf(300));
  });

  it('stays at the lines that are looked at while older ones make room, and follows again afterwards', () => {
    const { element, become, endOf } = follow(calls(100));
    become(calls(100), false);
    become(calls(100, 40), false);
    expect(element.scrollTop).toBe(endOf(100) - 40 * lineHeight);
    become(calls(100, 50), true);
    expect(element.scrollTop).toBe(endOf(100));
  });
});
