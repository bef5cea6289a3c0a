import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Call } from '../model/call.ts';
import { placeAfter } from '../model/call-anchor.ts';

interface Following {
  /** What scrolls. */
  readonly grid: RefObject<HTMLElement | null>;
  readonly calls: readonly Call[];
  readonly lineHeight: number;
  /** Whether the last line is one to follow to: nothing is chosen, and the newest call comes last. */
  readonly wanted: boolean;
  /** Whether lines stand in the order in which they were made, so that none moves but where older ones go. */
  readonly ordered: boolean;
}

/** So long after a pointer has moved over the lines, its person is taken to aim at one. Milliseconds. */
const aiming = 1500;

/**
 * Whoever looks at the last line goes on seeing the last line, until they scroll up. Lines that are pointed at or looked
 * at stay where they are, also when older ones make room above them.
 */
export function useFollowing({ grid, calls, lineHeight, wanted, ordered }: Following): void {
  const isPointedAt = usePointing(grid);
  const isAtEnd = useRef(true);
  const top = useRef(0);
  const before = useRef(calls);
  useEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const look = () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      if (scrollHeight - scrollTop - clientHeight < 2 * lineHeight) isAtEnd.current = true;
      else if (scrollTop < top.current) isAtEnd.current = false;
      top.current = scrollTop;
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [grid, lineHeight]);
  useLayoutEffect(() => {
    const element = grid.current;
    const old = before.current;
    before.current = calls;
    if (element === null || calls.length === 0) return;
    const follows = wanted && isAtEnd.current && !isPointedAt;
    const { scrollTop } = element;
    const place = follows
      ? element.scrollHeight - element.clientHeight
      : ordered
        ? placeAfter(old, calls, scrollTop, lineHeight)
        : scrollTop;
    if (place === scrollTop) return;
    top.current = place;
    element.scrollTo({ top: place });
    // The lines of that place are drawn in the same frame, and not in the one after an empty one.
    element.dispatchEvent(new Event('scroll'));
  }, [grid, calls, lineHeight, wanted, ordered, isPointedAt]);
}

/** Whether somebody aims at a line, or has a button or a finger down on it. */
function usePointing(grid: RefObject<HTMLElement | null>): boolean {
  const [isPointing, setPointing] = useState(false);
  useEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      clearTimeout(timer);
      setPointing(false);
    };
    const point = ({ buttons }: PointerEvent) => {
      clearTimeout(timer);
      setPointing(true);
      if (buttons === 0) timer = setTimeout(rest, aiming);
    };
    const events = ['pointermove', 'pointerdown', 'pointerup'] as const;
    for (const event of events) element.addEventListener(event, point);
    for (const event of ['pointerleave', 'pointercancel']) element.addEventListener(event, rest);
    return () => {
      clearTimeout(timer);
      for (const event of events) element.removeEventListener(event, point);
      for (const event of ['pointerleave', 'pointercancel']) element.removeEventListener(event, rest);
    };
  }, [grid]);
  return isPointing;
}
