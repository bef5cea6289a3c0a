import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { useSimulation } from '../feed/simulation-context.tsx';
import { type Edits, keepEdits, keptEdits } from './kept-edits.ts';

interface HeldEdits {
  readonly edits: Edits;
  readonly change: (change: (before: Edits) => Edits) => void;
}

interface Held {
  /** Whose edits they are; undefined until the feed has told. */
  readonly program: string | undefined;
  /** Whether the feed told of the program since the simulator began. */
  readonly told: boolean;
  readonly edits: Edits;
}

const EditsContext = createContext<HeldEdits | undefined>(undefined);

/**
 * Holds what was made of the program's files and is not saved, however the page is divided; through a reload it is
 * kept in the tab. The browser warns who leaves.
 */
export function EditsProvider({ children }: { children: ReactNode }) {
  const program = useSimulation(({ program: now }) =>
    now === undefined ? undefined : JSON.stringify([now.appId, now.name]),
  );
  const [held, setHeld] = useState<Held>({ program: undefined, told: false, edits: new Map() });
  if (held.told !== (program !== undefined) || (program !== undefined && program !== held.program)) {
    setHeld(afterTold(held, program));
  }
  const change = useCallback((of: (before: Edits) => Edits) => {
    setHeld((before) => ({ ...before, edits: of(before.edits) }));
  }, []);
  useEffect(() => {
    if (held.program !== undefined) keepEdits(held.program, held.edits);
  }, [held]);
  const unsaved = held.edits.size > 0;
  useEffect(() => {
    if (!unsaved) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);
  const value = useMemo(() => ({ edits: held.edits, change }), [held.edits, change]);
  return <EditsContext value={value}>{children}</EditsContext>;
}

export function useEdits(): HeldEdits {
  const value = use(EditsContext);
  if (value === undefined) throw new Error('Nothing holds edits: EditsProvider is missing.');
  return value;
}

/** Edits stay with a program that gets another name; another simulator's program has its own. */
function afterTold(held: Held, program: string | undefined): Held {
  if (program === undefined) return { ...held, told: false };
  if (held.program === undefined) {
    return { program, told: true, edits: new Map([...keptEdits(program), ...held.edits]) };
  }
  const same = held.told || held.program === program;
  return { program, told: true, edits: same ? held.edits : keptEdits(program) };
}
