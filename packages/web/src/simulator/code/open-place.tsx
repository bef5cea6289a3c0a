import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import type { Place } from '../model/place.ts';

interface Opened {
  /** What was asked to be shown last; asked again, it is another value. */
  readonly place: Place | undefined;
  readonly open: (place: Place) => void;
}

const OpenedContext = createContext<Opened | undefined>(undefined);

/** Lets everything inside it open a place of the program's code. */
export function OpenPlaceProvider({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  const [place, setPlace] = useState<Place>();
  const open = useCallback(
    (wanted: Place) => {
      setPlace({ ...wanted });
      onOpen();
    },
    [onOpen],
  );
  const opened = useMemo(() => ({ place, open }), [place, open]);
  return <OpenedContext value={opened}>{children}</OpenedContext>;
}

export function useOpenPlace(): Opened['open'] {
  return useOpened().open;
}

/** The place that was asked for last. */
export function useOpenedPlace(): Place | undefined {
  return useOpened().place;
}

function useOpened(): Opened {
  const opened = use(OpenedContext);
  if (opened === undefined) throw new Error('Nothing opens code: OpenPlaceProvider is missing.');
  return opened;
}
