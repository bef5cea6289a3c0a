import { type FileText, routes } from '@minigate/runtime/simulator/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { ask } from '../feed/ask.ts';
import { SimulatorProblem } from '../feed/simulator-problem.ts';
import { useSimulation } from '../feed/simulation-context.tsx';
import { type Draft, draftOf, meet } from '../model/draft.ts';

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
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const { data, error } = useQuery({
    queryKey: ['file', path, change],
    queryFn: () => ask<FileText>('GET', fileRoute(path ?? '')),
    enabled: path !== undefined,
    gcTime: 0,
  });
  const set = useCallback((draft: Draft) => {
    setDrafts((before) => new Map(before).set(draft.file.path, draft));
  }, []);
  useEffect(() => {
    if (data === undefined) return;
    setDrafts((before) => {
      const known = before.get(data.path);
      const next = known === undefined ? draftOf(data) : meet(known, data);
      return next === known ? before : new Map(before).set(data.path, next);
    });
  }, [data]);
  const save = async (draft: Draft) => {
    const { path: saved, version } = draft.file;
    const { text } = draft;
    try {
      const file = await ask<FileText>('PUT', fileRoute(saved), { text, version });
      setDrafts((before) => {
        const now = before.get(saved);
        // What was typed while it was saved stays.
        return new Map(before).set(saved, { file: { ...file, text }, text: now?.text ?? text });
      });
    } catch (problem) {
      if (!(problem instanceof SimulatorProblem) || problem.status !== 409) throw problem;
      const theirs = await ask<FileText>('GET', fileRoute(saved));
      setDrafts((before) => new Map(before).set(saved, { ...draft, theirs }));
    }
    await client.invalidateQueries({ queryKey: ['files'] });
  };
  return {
    draft: path === undefined ? undefined : drafts.get(path),
    problem: error,
    isUnsaved: (other) => {
      const known = drafts.get(other);
      return known !== undefined && known.text !== known.file.text;
    },
    set,
    save,
  };
}
