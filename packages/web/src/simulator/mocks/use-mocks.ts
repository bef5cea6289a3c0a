import { type MockRule, mocksText, parseMocks } from '@minigate/runtime/inspector';
import { type FileList, type FileText, routes } from '@minigate/runtime/simulator/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { fileRoute } from '../code/use-drafts.ts';
import { ask } from '../feed/ask.ts';
import { SimulatorProblem } from '../feed/simulator-problem.ts';
import { useSimulation } from '../feed/simulation-context.tsx';
import { messages } from './mocks.messages.ts';

const path = 'minigate.mocks.json';

export interface Mocks {
  /** The file's text; undefined until it is known, empty where there is no file. */
  readonly text: string | undefined;
  readonly rules: readonly MockRule[];
  /** Why the file is not in force, one sentence each. */
  readonly problems: readonly string[];
  readonly problem: Error | null;
  readonly save: (text: string) => Promise<void>;
  readonly saveRules: (rules: readonly MockRule[]) => Promise<void>;
  /**
   * The same for one who tells by itself how it went.
   *
   * @returns whether it was saved: somebody else may have saved meanwhile, and what that was is read then
   * @throws SimulatorProblem
   */
  readonly trySaveRules: (rules: readonly MockRule[]) => Promise<boolean>;
  /** Somebody else saved meanwhile: what was to be saved waits for a choice. */
  readonly conflict: { readonly keepMine: () => void; readonly takeTheirs: () => void } | undefined;
}

/** The mock answers as they stand in their file. What is saved replaces only what was read. */
export function useMocks(): Mocks {
  const notify = useNotify();
  const texts = useMessages(messages);
  const change = useSimulation(({ changedFiles }) => changedFiles[path] ?? 0);
  const client = useQueryClient();
  const { data: file, error } = useQuery({
    queryKey: ['mocks', change],
    queryFn: read,
    placeholderData: (before) => before,
    gcTime: 0,
  });
  const [mine, setMine] = useState<string>();
  const write = async (text: string): Promise<boolean> => {
    try {
      const saved = await ask<FileText>('PUT', fileRoute(path), { text, version: file?.version ?? '' });
      client.setQueryData(['mocks', change], { ...saved, text });
      return true;
    } catch (problem) {
      if (!(problem instanceof SimulatorProblem) || problem.status !== 409) throw problem;
      await client.invalidateQueries({ queryKey: ['mocks'] });
      return false;
    }
  };
  const save = async (text: string) => {
    try {
      setMine((await write(text)) ? undefined : text);
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      notify(message, { failed: true, title: texts.failed });
    }
  };
  const reading = parseMocks(file === undefined || file.text.trim() === '' ? '{ "mocks": [] }' : file.text);
  return {
    text: file?.text,
    rules: reading.ok ? reading.mocks : [],
    problems: reading.ok ? [] : reading.problems,
    problem: error,
    save,
    saveRules: (rules) => save(mocksText(rules)),
    trySaveRules: (rules) => write(mocksText(rules)),
    conflict:
      mine === undefined
        ? undefined
        : { keepMine: () => void save(mine), takeTheirs: () => setMine(undefined) },
  };
}

/** A program without the file has no mock answers. */
async function read(): Promise<FileText> {
  const { files } = await ask<FileList>('GET', routes.files);
  const isThere = files.some((file) => file.path === path);
  return isThere ? ask<FileText>('GET', fileRoute(path)) : { path, text: '', version: '' };
}
