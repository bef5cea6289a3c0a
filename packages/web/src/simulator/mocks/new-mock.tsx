import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import type { MockForm } from '../model/mock-form.ts';

interface NewMock {
  /** What a new mock answer was last asked to begin with. */
  readonly form: MockForm | undefined;
  readonly begin: (form: MockForm | undefined) => void;
}

const NewMockContext = createContext<NewMock | undefined>(undefined);

/** Lets everything inside it begin a mock answer. */
export function NewMockProvider({ onBegin, children }: { onBegin: () => void; children: ReactNode }) {
  const [form, setForm] = useState<MockForm>();
  const begin = useCallback(
    (wanted: MockForm | undefined) => {
      setForm(wanted);
      if (wanted !== undefined) onBegin();
    },
    [onBegin],
  );
  const value = useMemo(() => ({ form, begin }), [form, begin]);
  return <NewMockContext value={value}>{children}</NewMockContext>;
}

export function useNewMock(): NewMock {
  const value = use(NewMockContext);
  if (value === undefined) throw new Error('Nothing begins mock answers: NewMockProvider is missing.');
  return value;
}
