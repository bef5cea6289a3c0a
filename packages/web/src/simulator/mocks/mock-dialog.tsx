import type { MockRule } from '@minigate/runtime/inspector';
import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { SimulatorProblem } from '../feed/simulator-problem.ts';
import { formOf, type MockForm as Form } from '../model/mock-form.ts';
import { MockForm } from './mock-form.tsx';
import { messages } from './mocks.messages.ts';
import { useNewMock } from './new-mock.tsx';
import type { Mocks } from './use-mocks.ts';

interface MockDialogProps {
  readonly mocks: Mocks;
  /** The rule to be changed, as it was when that began. */
  readonly edited: MockRule | undefined;
  readonly onClose: () => void;
}

/** The form of a new rule, or of one that is changed. It stays until its rule is saved or given up. */
export function MockDialog({ mocks, edited, onClose }: MockDialogProps) {
  const { editTitle } = useMessages(messages);
  const { form, begin } = useNewMock();
  const initial = form ?? (edited === undefined ? undefined : formOf(edited));
  const close = () => {
    begin(undefined);
    onClose();
  };
  return (
    <Dialog opened={initial !== undefined} onClose={close} title={editTitle} width={620} insistent>
      {initial !== undefined && (
        <Filled
          mocks={mocks}
          initial={initial}
          edited={form === undefined ? edited : undefined}
          onClose={close}
        />
      )}
    </Dialog>
  );
}

function Filled({ mocks, initial, edited, onClose }: MockDialogProps & { readonly initial: Form }) {
  const texts = useMessages(messages);
  const [replaced, setReplaced] = useState(edited);
  const save = async (saved: MockRule): Promise<readonly string[]> => {
    const { rules, problems, text } = mocks;
    if (text === undefined || problems.length > 0) return [texts.fileBroken];
    const place = replaced === undefined ? -1 : placeOf(rules, replaced);
    if (replaced !== undefined && place < 0) {
      setReplaced(undefined);
      return [texts.ruleGone];
    }
    try {
      const done = await mocks.trySaveRules(place < 0 ? [saved, ...rules] : rules.with(place, saved));
      if (!done) return [texts.fileChanged];
    } catch (problem) {
      const fix = problem instanceof SimulatorProblem ? problem.fix : undefined;
      return [
        problem instanceof Error ? problem.message : String(problem),
        ...(fix === undefined ? [] : [fix]),
      ];
    }
    onClose();
    return [];
  };
  return <MockForm initial={initial} onSave={save} onCancel={onClose} />;
}

/** Where a rule is by now, whatever was done to the others; -1 where it is no longer what it was. */
function placeOf(rules: readonly MockRule[], rule: MockRule): number {
  const written = JSON.stringify(rule);
  return rules.findIndex((other) => JSON.stringify(other) === written);
}
