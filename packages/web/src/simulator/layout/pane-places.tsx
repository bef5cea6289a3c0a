import { createContext, type ReactNode, use, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Pane, type PaneName } from './panes.tsx';

/** Puts a pane into a place, until the function that comes back is called. */
type Enter = (name: PaneName, place: HTMLElement) => () => void;

const PlacesContext = createContext<Enter | undefined>(undefined);

/** What is kept as it was left: the others show what they show anew each time. */
export const keptPanes: ReadonlySet<PaneName> = new Set(['network', 'code', 'mocks']);

/** Lets panes move: one that leaves a place and enters another stays as it is, as the kept ones do without a place. */
export function PanePlaces({ children }: { children: ReactNode }) {
  const [homes] = useState(() => new Map<PaneName, HTMLElement>());
  const [shown, setShown] = useState<ReadonlySet<PaneName>>(new Set());
  const enter = useCallback(
    (name: PaneName, place: HTMLElement) => {
      const home = homes.get(name) ?? document.createElement('div');
      home.style.display = 'contents';
      homes.set(name, home);
      place.append(home);
      setShown((before) => new Set([...before, name]));
      return () => {
        if (home.parentNode === place) home.remove();
        if (!keptPanes.has(name)) setShown((before) => new Set([...before].filter((one) => one !== name)));
      };
    },
    [homes],
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

/** Where a pane is, as long as this is there. */
export function PanePlace({ name }: { name: PaneName }) {
  const enter = use(PlacesContext);
  if (enter === undefined) throw new Error('Panes have no places: PanePlaces is missing.');
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (place.current === null ? undefined : enter(name, place.current)), [enter, name]);
  return <div ref={place} style={{ display: 'contents' }} />;
}
