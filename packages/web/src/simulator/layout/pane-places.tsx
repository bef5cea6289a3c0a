import { createContext, type ReactNode, use, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Pane, type PaneName } from './panes.tsx';

/** Puts a pane into a place, until the function that comes back is called. */
type Enter = (name: PaneName, place: HTMLElement) => () => void;

const PlacesContext = createContext<Enter | undefined>(undefined);

/** What is kept as it was left: the others show what they show anew each time. */
const keptPanes: ReadonlySet<PaneName> = new Set(['network', 'code', 'mocks']);

/** Lets panes move: one that leaves a place and enters another stays as it is, as the kept ones do without a place. */
export function PanePlaces({ children }: { children: ReactNode }) {
  const [homes] = useState(() => new Map<PaneName, HTMLElement>());
  const [scrolled] = useState(() => new Map<PaneName, readonly Scrolled[]>());
  const [shown, setShown] = useState<ReadonlySet<PaneName>>(new Set());
  const enter = useCallback(
    (name: PaneName, place: HTMLElement) => {
      const home = homes.get(name) ?? document.createElement('div');
      home.style.display = 'contents';
      homes.set(name, home);
      place.append(home);
      scrollBack(scrolled.get(name) ?? []);
      setShown((before) => new Set([...before, name]));
      return () => {
        if (home.parentNode === place) {
          scrolled.set(name, scrolledIn(home));
          home.remove();
        }
        if (!keptPanes.has(name)) setShown((before) => new Set([...before].filter((one) => one !== name)));
      };
    },
    [homes, scrolled],
  );
  return (
    <PlacesContext value={enter}>
      {children}
      {[...shown].map((name) => {
        const home = homes.get(name);
        return home === undefined ? null : createPortal(<Pane name={name} />, home, name);
      })}
    </PlacesContext>
  );
}

interface Scrolled {
  readonly element: Element;
  readonly top: number;
  readonly left: number;
}

function scrolledIn(home: HTMLElement): Scrolled[] {
  return [...home.querySelectorAll('*')]
    .map((element) => ({ element, top: element.scrollTop, left: element.scrollLeft }))
    .filter(({ top, left }) => top !== 0 || left !== 0);
}

/** What moves is at its beginning again, which no event tells: a list would go on drawing the lines of another place. */
function scrollBack(all: readonly Scrolled[]): void {
  for (const { element, top, left } of all) {
    element.scrollTop = top;
    element.scrollLeft = left;
    element.dispatchEvent(new Event('scroll'));
  }
}

/** Where a pane is, as long as this is there. */
export function PanePlace({ name }: { name: PaneName }) {
  const enter = use(PlacesContext);
  if (enter === undefined) throw new Error('Panes have no places: PanePlaces is missing.');
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (place.current === null ? undefined : enter(name, place.current)), [enter, name]);
  return <div ref={place} style={{ display: 'contents' }} />;
}
