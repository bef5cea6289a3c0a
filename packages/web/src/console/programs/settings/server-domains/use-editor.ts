import type { ServerDomainState, Validation } from '@minigate/platform';
import { areSameLists } from '@minigate/policy';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { useCall } from '../../../api/api-provider.tsx';
import { useDraft } from '../../../session/use-draft.ts';
import { beginDraft, changeDraft, type Draft, type DraftAction, listsOf } from './draft.ts';
import { readDraft, writeDraft } from './draft-text.ts';
import { type DraftJudgement, judgeDraft, type PlatformWord } from './judge-draft.ts';

/** The lists of one mini program while somebody edits them. */
export interface Editor {
  readonly appId: string;
  readonly draft: Draft;
  readonly change: (action: DraftAction) => void;
  readonly judgement: DraftJudgement;
  /** Whether something is not saved yet. */
  readonly dirty: boolean;
  /** Whether somebody has saved another version since the draft began. */
  readonly conflict: boolean;
}

/** Milliseconds after the last keystroke before the platform is asked. */
const pause = 400;

/**
 * Keeps a draft of server domains, past a reload too, and judges it: at once by the policy package, and a moment later
 * by the platform, which knows what operators have banned.
 */
export function useEditor(appId: string, saved: ServerDomainState): Editor {
  const [kept, keep, forget] = useDraft(`${appId}.server-domains`, '');
  const [draft, setDraft] = useState<Draft>(() => readDraft(kept) ?? beginDraft(baseOf(saved)));
  const change = useMemo(
    () => (action: DraftAction) => setDraft((before) => changeDraft(before, action)),
    [],
  );
  const given = useMemo(() => listsOf(draft), [draft]);
  const dirty = !areSameLists(draft.base.serverDomains, given);
  const newer = saved.version > draft.base.version;
  // Nothing of this draft is missing from what is saved now: it may have been saved by an answer that came too late.
  const overtaken = newer && (!dirty || areSameLists(saved.serverDomains, given));
  if (overtaken) setDraft(beginDraft(baseOf(saved)));
  useEffect(() => {
    if (dirty) keep(writeDraft(draft));
    else forget();
  }, [draft, dirty, keep, forget]);

  const word = useWord(appId, saved, draft);
  const judgement = useMemo(() => judgeDraft(draft, saved.limits.maxEntries, word), [draft, saved, word]);
  return { appId, draft, change, judgement, dirty, conflict: newer && dirty && !overtaken };
}

/** What the platform says of the draft; of the saved lists it said it with them. */
function useWord(appId: string, saved: ServerDomainState, draft: Draft): PlatformWord | undefined {
  const call = useCall();
  const lists = useMemo(() => listsOf(draft), [draft]);
  const [settled] = useDebouncedValue(JSON.stringify(lists), pause);
  const isSaved = settled === JSON.stringify(saved.serverDomains);
  const { data } = useQuery({
    queryKey: ['validate', appId, settled],
    queryFn: async ({ signal }): Promise<PlatformWord> => {
      const of = JSON.parse(settled) as PlatformWord['of'];
      const path = `/console/v1/mini-programs/${appId}/server-domains/validate`;
      const { entries } = await call<Validation>('POST', path, { serverDomains: of }, signal);
      return { of, entries };
    },
    enabled: !isSaved,
    placeholderData: keepPreviousData,
  });
  return useMemo(
    () => (isSaved ? { of: saved.serverDomains, entries: saved.issues } : data),
    [isSaved, saved, data],
  );
}

function baseOf({ version, serverDomains }: ServerDomainState): Draft['base'] {
  return { version, serverDomains };
}
