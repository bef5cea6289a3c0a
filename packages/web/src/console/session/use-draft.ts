import { useCallback, useState } from 'react';
import { keepDraft, recallDraft } from './draft-storage.ts';
import { useSession } from './session.tsx';

/** The text, what sets it, and what forgets it. */
export type DraftedText = readonly [text: string, set: (text: string) => void, forget: () => void];

/**
 * A text that somebody is writing, which a reload of the page does not take away. Nobody else who signs in here sees it.
 *
 * @param name of the field, with the id of what it belongs to
 * @param initial what it is where nothing was written
 * @returns the text, which is `initial` again when it was forgotten
 * @example
 * const [lines, setLines, forget] = useDraft(`${appId}.server-domains`, saved);
 */
export function useDraft(name: string, initial: string): DraftedText {
  const { who } = useSession();
  const key = `${who?.user.userId ?? ''}.${name}`;
  const [draft, setDraft] = useState(() => ({ key, text: recallDraft(key) }));
  const text = draft.key === key ? draft.text : recallDraft(key);
  const set = useCallback(
    (next: string) => {
      keepDraft(key, next);
      setDraft({ key, text: next });
    },
    [key],
  );
  const forget = useCallback(() => {
    keepDraft(key, undefined);
    setDraft({ key, text: undefined });
  }, [key]);
  return [text ?? initial, set, forget];
}
