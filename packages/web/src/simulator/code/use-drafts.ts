import { type FileText, routes } from '@minigate/runtime/simulator/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../feed/ask.ts';
import { SimulatorProblem } from '../feed/simulator-problem.ts';
import { useSimulation } from '../feed/simulation-context.tsx';
import { type Draft, draftOf, isChanged, meet } from '../model/draft.ts';
import { useEdits } from './edits.tsx';
import type { Edits } from './kept-edits.ts';

export interface Drafts {
  readonly draft: Draft | undefined;
  readonly problem: Error | null;
  readonly isUnsaved: (path: string) => boolean;
  readonly set: (draft: Draft) => void;
  /** Saves, over what is on the disk only if that is what the draft began with. */
  readonly save: (draft: Draft) => Promise<void>;
}

/** The address of one file. */
export function fileRoute(path: string): string {
  return `${routes.files}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** The file that is looked at, and what was made of it and of others; nothing typed is lost by looking elsewhere. */
export function useDrafts(path: string | undefined): Drafts {
  const client = useQueryClient();
  const change = useSimulation(({ changedFiles }) => (path === undefined ? 0 : (changedFiles[path] ?? 0)));
  const { edits, change: setEdits } = useEdits();
  const { data, error } = useQuery({
    queryKey: ['file', path, change],
    queryFn: () => ask<FileText>('GET', fileRoute(path ?? '')),
    enabled: path !== undefined,
    placeholderData: (before) => (before?.path === path ? before : undefined),
    gcTime: 0,
  });
  const edit = path === undefined ? undefined : edits.get(path);
  const save = async (draft: Draft) => {
    const { path: saved, version } = draft.file;
    const { text } = draft;
    // What was typed while it was saved stays.
    const typedNow = (now: Edits) => now.get(saved)?.text ?? text;
    try {
      const file = { ...(await ask<FileText>('PUT', fileRoute(saved), { text, version })), text };
      client.setQueryData(['file', saved, change], file);
      setEdits((before) => withEdit(before, { file, text: typedNow(before) }));
    } catch (problem) {
      if (!(problem instanceof SimulatorProblem) || problem.status !== 409) throw problem;
      setEdits((before) => withEdit(before, { ...draft, text: typedNow(before) }));
      await client.invalidateQueries({ queryKey: ['file', saved] });
    }
  };
  return {
    draft: data === undefined ? edit : meet(edit ?? draftOf(data), data),
    problem: error,
    isUnsaved: (other) => edits.has(other),
    set: (draft) => setEdits((before) => withEdit(before, draft)),
    save,
  };
}

/** Only what differs from its file is an edit. */
function withEdit(edits: Edits, { file, text }: Draft): Edits {
  const after = new Map(edits);
  const edit = { file, text };
  if (isChanged(edit)) after.set(file.path, edit);
  else after.delete(file.path);
  return after;
}
