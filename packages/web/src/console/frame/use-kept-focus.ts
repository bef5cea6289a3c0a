import { type RefObject, useEffect } from 'react';

const focusable =
  '[tabindex], a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled)';

/**
 * Keeps the place of those who go by keys: where what had the focus is taken off the page, or can no longer have it, the
 * focus goes to what stands nearest. Without it, it would be nowhere, and the next press of Tab at the page's beginning.
 *
 * @param within where that is watched; what leaves a dialog comes back to what had the focus here
 */
export function useKeptFocus(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const place = within.current;
    if (place === null) return undefined;
    // What had the focus last, and what it stands in, from inside out.
    let trail: Element[] = [];
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      trail = [];
      // What is pressed by a pointer needs no focus afterwards, and on a phone a field would bring up its keys.
      if (!target.matches(':focus-visible')) return;
      for (let element: Element | null = target; element !== null; element = element.parentElement) {
        trail.push(element);
        if (element === place) return;
      }
    };
    const forget = () => {
      trail = [];
    };
    const check = () => {
      const [last] = trail;
      if (!(last instanceof HTMLElement) || !isNowhere()) return;
      if (last.isConnected && !last.matches(':disabled')) {
        last.focus();
        return;
      }
      const around = trail.slice(1).find((element) => element.isConnected && nearest(element) !== undefined);
      if (around !== undefined) nearest(around)?.focus();
    };
    let waiting = 0;
    const watcher = new MutationObserver(() => {
      clearTimeout(waiting);
      // A dialog that closes gives the focus back first, and the browser takes it from what is disabled a moment later.
      waiting = window.setTimeout(check, 60);
    });
    watcher.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['disabled'],
    });
    place.addEventListener('focusin', remember);
    window.addEventListener('pointerdown', forget);
    return () => {
      clearTimeout(waiting);
      watcher.disconnect();
      place.removeEventListener('focusin', remember);
      window.removeEventListener('pointerdown', forget);
    };
  }, [within]);
}

/** Whether the page has the focus, and nothing on it. */
function isNowhere(): boolean {
  return document.hasFocus() && document.activeElement === document.body;
}

function nearest(around: Element): HTMLElement | undefined {
  return [...around.querySelectorAll<HTMLElement>(focusable)].find(
    (element) => element.getClientRects().length > 0 && element.closest('[aria-hidden="true"]') === null,
  );
}
