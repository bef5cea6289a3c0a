import { Alert, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { MockRule } from '@minigate/runtime/inspector';
import { useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { Empty, Loading, Problem } from '../../ui/states.tsx';
import { newMock } from '../model/mock-form.ts';
import { MockDialog } from './mock-dialog.tsx';
import { MockList } from './mock-list.tsx';
import { messages } from './mocks.messages.ts';
import classes from './mocks-pane.module.css';
import { MocksText, type TypedMocks } from './mocks-text.tsx';
import { useNewMock } from './new-mock.tsx';
import { type Mocks, useMocks } from './use-mocks.ts';

/** Answers that a person makes up, before any server is asked. */
export function MocksPane() {
  const mocks = useMocks();
  const [edited, setEdited] = useState<MockRule>();
  return (
    <>
      <Content mocks={mocks} onEdit={setEdited} />
      <MockDialog mocks={mocks} edited={edited} onClose={() => setEdited(undefined)} />
    </>
  );
}

function Content({ mocks, onEdit }: { mocks: Mocks; onEdit: (rule: MockRule) => void }) {
  const texts = useMessages(messages);
  const { begin } = useNewMock();
  const [view, setView] = useState<'list' | 'text'>('list');
  const [typed, setTyped] = useState<TypedMocks>();
  if (mocks.problem !== null && mocks.text === undefined) return <Problem message={mocks.problem.message} />;
  if (mocks.text === undefined) return <Loading />;
  const { rules, saveRules, problems } = mocks;
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
        <MocksText
          text={mocks.text}
          typed={typed}
          onTyped={setTyped}
          onSave={(text) => void mocks.save(text)}
        />
      ) : rules.length === 0 ? (
        <Empty title={texts.none}>{texts.noneText}</Empty>
      ) : (
        <div className={classes.list}>
          <MockList rules={rules} onRules={(changed) => void saveRules(changed)} onEdit={onEdit} />
        </div>
      )}
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
