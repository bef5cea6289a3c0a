import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

interface WindowOptions {
  readonly count: number;
  /** What scrolls. */
  readonly place: RefObject<HTMLElement | null>;
  /** Of one line, in pixels; where lines are measured, what they are thought to have before. */
  readonly lineHeight: number;
  readonly keyOf?: (index: number) => string | number;
  /** Space that a fixed head takes, in pixels. */
  readonly head?: number;
}

/** Lines drawn beyond what is seen. */
const reserve = 12;

/** The lines of a long list that are seen, and how to come to another one. */
export function useWindow(options: WindowOptions): Virtualizer<HTMLElement, Element> {
  const { count, place, lineHeight, keyOf, head = 0 } = options;
  // oxlint-disable-next-line react/incompatible-library -- its functions are called here and in the same drawing only
  return useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => place.current,
    estimateSize: () => lineHeight,
    overscan: reserve,
    scrollPaddingStart: head,
    useFlushSync: false,
    ...(keyOf === undefined ? undefined : { getItemKey: keyOf }),
  });
}
