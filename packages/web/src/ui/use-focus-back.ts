import { type RefObject, useEffect, useRef } from 'react';

/**
 * Gives the focus back to what had it before a dialog opened. A dialog that takes the place of another one keeps it,
 * which the library's own way takes from it where the new one was faster than the old one was gone.
 *
 * @returns for the dialog
 */
export function useFocusBack(opened: boolean): RefObject<HTMLDivElement | null> {
  const dialog = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (!opened) return undefined;
    before.current = document.activeElement;
    return () => {
      // By then the next dialog has taken the focus, or nobody has it but what is fading out.
      timer.current = setTimeout(() => {
        const here = document.activeElement;
        const isFree = here === null || here === document.body || isIn(dialog, here);
        if (isFree && before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
      }, 10);
    };
  }, [opened]);
  // What goes away with its whole screen leaves the focus to the next one.
  useEffect(() => () => clearTimeout(timer.current), []);
  return dialog;
}

function isIn({ current }: RefObject<HTMLElement | null>, element: Element): boolean {
  return current?.contains(element) === true;
}
