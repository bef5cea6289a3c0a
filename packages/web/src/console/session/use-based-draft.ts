import { useMemo } from 'react';
import { useDraft } from './use-draft.ts';

/** Something saved that somebody edits, with what it was when the draft began. */
export interface BasedDraft {
  readonly text: string;
  readonly write: (text: string) => void;
  readonly forget: () => void;
  readonly dirty: boolean;
  /** What the draft began with, where somebody has saved something else meanwhile. */
  readonly overtaken: string | undefined;
  /** Goes on with the draft, or another one, beside what was saved meanwhile. */
  readonly goOn: (text?: string) => void;
}

/**
 * @param name of the draft, with the id of what it belongs to
 * @param saved what is in force, as text
 */
export function useBasedDraft(name: string, saved: string): BasedDraft {
  const [kept, keep, forget] = useDraft(name, '');
  const draft = useMemo(() => readDraft(kept), [kept]);
  const text = draft?.text ?? saved;
  const put = (base: string, next: string) => keep(JSON.stringify({ base, text: next }));
  return {
    text,
    forget,
    dirty: text !== saved,
    overtaken: draft !== undefined && draft.base !== saved && text !== saved ? draft.base : undefined,
    write: (next) => put(draft?.base ?? saved, next),
    goOn: (next = text) => put(saved, next),
  };
}

function readDraft(kept: string): { readonly base: string; readonly text: string } | undefined {
  try {
    const value: unknown = JSON.parse(kept);
    if (typeof value !== 'object' || value === null) return undefined;
    const { base, text } = value as { base?: unknown; text?: unknown };
    return typeof base === 'string' && typeof text === 'string' ? { base, text } : undefined;
  } catch {
    return undefined;
  }
}
