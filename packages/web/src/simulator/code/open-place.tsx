import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import type { Place } from '../model/place.ts';

interface Opened {
  /** The file that is looked at. */
  readonly path: string | undefined;
  /** The place in it that was asked for last; asked for again, it is another value. */
  readonly place: Place | undefined;
  readonly openPlace: (place: Place) => void;
  readonly openFile: (path: string | undefined) => void;
}

const OpenedContext = createContext<Opened | undefined>(undefined);

/** Lets everything inside it open a place of the program's code. */
export function OpenPlaceProvider({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  const [{ path, place }, setOpened] = useState<Pick<Opened, 'path' | 'place'>>({
    path: undefined,
    place: undefined,
  });
  const openPlace = useCallback(
    (wanted: Place) => {
      setOpened({ path: wanted.file, place: { ...wanted } });
      onOpen();
    },
    [onOpen],
  );
  const openFile = useCallback((wanted: string | undefined) => {
    setOpened({ path: wanted, place: undefined });
  }, []);
  const opened = useMemo(() => ({ path, place, openPlace, openFile }), [path, place, openPlace, openFile]);
  return <OpenedContext value={opened}>{children}</OpenedContext>;
}

export function useOpened(): Opened {
  const opened = use(OpenedContext);
  if (opened === undefined) throw new Error('Nothing opens code: OpenPlaceProvider is missing.');
  return opened;
}
