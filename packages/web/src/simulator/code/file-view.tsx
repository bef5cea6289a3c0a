import { ActionIcon, Alert, Button, Group, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { Loading, Problem } from '../../ui/states.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { SimulatorProblem } from '../feed/simulator-problem.ts';
import { type Draft, isChanged, keepMine, takeTheirs } from '../model/draft.ts';
import type { Place } from '../model/place.ts';
import { CodeEditor } from './code-editor.tsx';
import { messages } from './code.messages.ts';
import classes from './code-pane.module.css';
import type { Drafts } from './use-drafts.ts';

interface FileViewProps {
  readonly path: string;
  readonly drafts: Drafts;
  readonly place: Place | undefined;
  /** Leads back to the list of files, where that is not beside it. */
  readonly onBack: (() => void) | undefined;
}

/** One file, and what can be done with it. */
export function FileView({ path, drafts, place, onBack }: FileViewProps) {
  const notify = useNotify();
  const texts = useMessages(messages);
  const [busy, setBusy] = useState(false);
  const { draft, problem, set } = drafts;
  const save = async (wanted: Draft) => {
    setBusy(true);
    try {
      await drafts.save(wanted);
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : String(failure);
      const fix = failure instanceof SimulatorProblem ? (failure.fix ?? '') : '';
      notify(`${message} ${fix}`, { failed: true, title: texts.failed });
    } finally {
      setBusy(false);
    }
  };
  const changed = draft !== undefined && isChanged(draft);
  return (
    <div className={classes.file}>
      <div className={classes.bar}>
        {onBack !== undefined && (
          <ActionIcon variant="subtle" color="gray" aria-label={texts.back} onClick={onBack}>
            <IconArrowLeft size={16} />
          </ActionIcon>
        )}
        <span className={classes.path} title={path}>
          {path}
        </span>
        <Text size="xs" role="status">
          {changed ? `● ${texts.unsaved}` : ''}
        </Text>
        {changed && (
          <Button size="compact-xs" variant="default" onClick={() => set(takeTheirs({ ...draft }))}>
            {texts.revert}
          </Button>
        )}
        <BusyButton
          size="compact-xs"
          title={texts.saveKey}
          disabled={!changed || draft.theirs !== undefined}
          busy={busy}
          onClick={() => draft !== undefined && void save(draft)}
        >
          {texts.save}
        </BusyButton>
      </div>
      {draft?.theirs !== undefined && (
        <Alert role="alert" color="yellow" radius={0} py="xs" title={texts.conflictTitle(path)}>
          <Text size="sm">{texts.conflictText}</Text>
          <Group gap="xs" mt="xs">
            <Button size="compact-xs" variant="default" onClick={() => void save(keepMine(draft))}>
              {texts.keepMine}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => set(takeTheirs(draft))}>
              {texts.takeTheirs}
            </Button>
          </Group>
        </Alert>
      )}
      {draft === undefined ? (
        <Missing problem={problem} />
      ) : (
        <CodeEditor
          path={path}
          label={texts.editor(path)}
          text={draft.text}
          onChange={(text) => set({ ...draft, text })}
          onSave={() => changed && draft.theirs === undefined && void save(draft)}
          place={place}
        />
      )}
    </div>
  );
}

function Missing({ problem }: { problem: Error | null }) {
  if (problem === null) return <Loading />;
  const fix = problem instanceof SimulatorProblem ? problem.fix : undefined;
  return <Problem message={problem.message} fix={fix} />;
}
