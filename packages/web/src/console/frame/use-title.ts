import { createContext, type RefObject, use, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import type { FocusMemory } from './focus-memory.ts';
import { messages } from './frame.messages.ts';

export const FocusContext = createContext<FocusMemory | undefined>(undefined);

/**
 * Gives the document the title of a screen, and moves the focus to its heading where somebody has come from another
 * place, so that the reading goes on there.
 *
 * @returns the ref of the heading
 */
export function useTitle(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const memory = use(FocusContext);
  const [place] = useLocation();
  const { titled } = useMessages(messages);
  useEffect(() => {
    document.title = titled(title);
  }, [title, titled]);
  useEffect(() => {
    if (memory?.arrive(place) === true) heading.current?.focus();
  }, [memory, place]);
  return heading;
}
