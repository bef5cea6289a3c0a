import { type BasedDraft, useBasedDraft } from '../session/use-based-draft.ts';

/**
 * A part of what operators have set, while one of them edits it.
 *
 * @param name of the part
 * @param saved what is in force, as text
 */
export function usePlatformDraft(name: string, saved: string): BasedDraft {
  return useBasedDraft(`platform.${name}`, saved);
}
