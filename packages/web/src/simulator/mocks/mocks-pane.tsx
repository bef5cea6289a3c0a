import { Alert, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { MockRule } from '@minigate/runtime/inspector';
import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { Empty, Loading, Problem } from '../../ui/states.tsx';
import { formOf, newMock } from '../model/mock-form.ts';
import { MockForm } from './mock-form.tsx';
import { MockList } from './mock-list.tsx';
import { messages } from './mocks.messages.ts';
import classes from './mocks-pane.module.css';
import { MocksText } from './mocks-text.tsx';
import { useNewMock } from './new-mock.tsx';
import { type Mocks, useMocks } from './use-mocks.ts';

/** Answers that a person makes up, before any server is asked. */
export function MocksPane() {
  const texts = useMessages(messages);
  const mocks = useMocks();
  const { form, begin } = useNewMock();
  const [view, setView] = useState<'list' | 'text'>('list');
  const [edited, setEdited] = useState<number>();
  if (mocks.problem !== null && mocks.text === undefined) return <Problem message={mocks.problem.message} />;
  if (mocks.text === undefined) return <Loading />;
  const { rules, saveRules, problems } = mocks;
  const rule = edited === undefined ? undefined : rules[edited];
  const initial = form ?? (rule === undefined ? undefined : formOf(rule));
  const close = () => {
    begin(undefined);
    setEdited(undefined);
  };
  const save = (saved: MockRule) => {
    void saveRules(edited === undefined ? [saved, ...rules] : rules.with(edited, saved));
    close();
  };
  const shown = problems.length > 0 ? 'text' : view;
  return (
    <div className={classes.pane}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={texts.view}
          value={shown}
          data={[
            { value: 'list', label: texts.asList, disabled: problems.length > 0 },
            { value: 'text', label: texts.asText },
          ]}
          onChange={setView}
        />
        <Button
          size="compact-xs"
          variant="light"
          disabled={problems.length > 0}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => begin(newMock)}
        >
          {texts.add}
        </Button>
        <Text size="xs" c="dimmed">
          {texts.about}
        </Text>
      </div>
      <Troubles mocks={mocks} />
      {shown === 'text' ? (
        <MocksText text={mocks.text} onSave={(text) => void mocks.save(text)} />
      ) : rules.length === 0 ? (
        <Empty title={texts.none}>{texts.noneText}</Empty>
      ) : (
        <div className={classes.list}>
          <MockList
            rules={rules}
            onRules={(changed) => void saveRules(changed)}
            onEdit={(index) => {
              begin(undefined);
              setEdited(index);
            }}
          />
        </div>
      )}
      <Dialog opened={initial !== undefined} onClose={close} title={texts.editTitle} width={620} insistent>
        {initial !== undefined && <MockForm initial={initial} onSave={save} onCancel={close} />}
      </Dialog>
    </div>
  );
}

/** What is wrong with the file, or who changed it meanwhile. */
function Troubles({ mocks: { problems, conflict } }: { mocks: Mocks }) {
  const texts = useMessages(messages);
  return (
    <>
      {problems.length > 0 && (
        <Alert role="alert" radius={0} py="xs" color="red" title={texts.problems}>
          {problems.slice(0, 5).map((problem) => (
            <Text key={problem} size="sm">
              {problem}
            </Text>
          ))}
        </Alert>
      )}
      {conflict !== undefined && (
        <Alert role="alert" radius={0} py="xs" color="yellow" title={texts.conflictTitle}>
          <Text size="sm">{texts.conflictText}</Text>
          <Group gap="xs" mt="xs">
            <Button size="compact-xs" variant="default" onClick={conflict.keepMine}>
              {texts.keepMine}
            </Button>
            <Button size="compact-xs" variant="default" onClick={conflict.takeTheirs}>
              {texts.takeTheirs}
            </Button>
          </Group>
        </Alert>
      )}
    </>
  );
}
