import {
  Alert,
  Badge,
  Button,
  Group,
  Paper,
  SegmentedControl,
  Stack,
  Switch,
  Tabs,
  Text,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertTriangle, IconWand } from '@tabler/icons-react';
import { type Api, apis } from '@minigate/policy';
import type { ServerDomainState } from '@minigate/platform';
import { useState } from 'react';
import { useFormat, useMessages } from '../../../../ui/language.tsx';
import { entriesOf, type Form } from './draft.ts';
import { EntryList } from './entry-list.tsx';
import { correctionsOf, duplicatesOf, faultsOf } from './judge-draft.ts';
import { messages } from './server-domains.messages.ts';
import type { Editor } from './use-editor.ts';

interface ListEditorProps {
  readonly editor: Editor;
  readonly limits: ServerDomainState['limits'];
}

/** The lists in the form that was chosen, with what mends many entries at once. */
export function ListEditor({ editor, limits }: ListEditorProps) {
  const texts = useMessages(messages);
  const { draft, change } = editor;
  const narrow = useMediaQuery('(max-width: 36em)');
  return (
    <Paper withBorder p="md">
      <Stack>
        <SegmentedControl
          aria-label={texts.form}
          value={draft.form}
          onChange={(form: Form) => change({ type: 'show-form', form })}
          data={[
            { value: 'one', label: texts.one },
            { value: 'separate', label: texts.separate },
          ]}
          orientation={narrow ? 'vertical' : 'horizontal'}
          fullWidth
        />
        <Mending editor={editor} />
        {draft.form === 'one' ? (
          <EntryList list="all" editor={editor} limit={limits.maxEntries} />
        ) : (
          <SeparateLists editor={editor} limits={limits} />
        )}
      </Stack>
    </Paper>
  );
}

function SeparateLists({ editor, limits }: ListEditorProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const { draft, change, judgement } = editor;
  const proposed = apis.find((api) => draft.lists[api]?.some((entry) => entry.proposed === true));
  const [shown, setShown] = useState<Api>(proposed ?? 'request');
  const own = draft.lists.connectSocket !== undefined;
  return (
    <Tabs
      value={shown}
      onChange={(tab) => setShown(apis.find((api) => api === tab) ?? 'request')}
      keepMounted={false}
    >
      <Tabs.List>
        {apis.map((api) => {
          const list = entriesOf(draft.lists[api] ?? []);
          const faulty = list.some(({ id }) => judgement.verdicts.get(id)?.ok === false);
          return (
            <Tabs.Tab
              key={api}
              value={api}
              rightSection={
                <Badge
                  size="sm"
                  circle={list.length < 10}
                  variant="light"
                  color={faulty ? 'red' : 'gray'}
                  aria-label={faulty ? texts.faults(list.length) : undefined}
                >
                  {draft.lists[api] === undefined ? '–' : format.number(list.length)}
                </Badge>
              }
            >
              {texts.lists[api]}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      {apis.map((api) => (
        <Tabs.Panel key={api} value={api} pt="md">
          <Stack gap="sm">
            {api === 'connectSocket' && (
              <Switch
                label={texts.ownSockets}
                description={texts.followsRequest}
                checked={own}
                onChange={(event) => change({ type: 'own-sockets', own: event.currentTarget.checked })}
              />
            )}
            {(api !== 'connectSocket' || own) && (
              <EntryList list={api} editor={editor} limit={limits.maxEntries} />
            )}
          </Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** What is wrong with the lists as a whole, and what mends it at once. */
function Mending({ editor: { judgement, change } }: { readonly editor: Editor }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const corrections = correctionsOf(judgement);
  const duplicates = duplicatesOf(judgement);
  const bad = faultsOf(judgement).filter((id) => !corrections.has(id));
  const { overflows, faults } = judgement;
  if (faults === 0 && duplicates.length === 0 && overflows.length === 0) return null;
  return (
    <Alert variant="light" color="orange" icon={<IconAlertTriangle aria-hidden />} role="status">
      <Stack gap="xs">
        {faults > 0 && <Text size="sm">{texts.faults(faults)}</Text>}
        {overflows.map(({ list, count, limit }) => (
          <Text key={list} size="sm">
            {texts.over(texts.lists[list], format.number(count), format.number(limit))}
          </Text>
        ))}
        <Group gap="xs">
          {corrections.size > 0 && (
            <Button
              size="compact-sm"
              leftSection={<IconWand size={14} aria-hidden />}
              onClick={() => change({ type: 'write', texts: corrections })}
            >
              {texts.correctAll(corrections.size)}
            </Button>
          )}
          {duplicates.length > 0 && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => change({ type: 'remove', ids: duplicates })}
            >
              {texts.removeDuplicates(duplicates.length)}
            </Button>
          )}
          {bad.length > 0 && (
            <Button size="compact-sm" variant="default" onClick={() => change({ type: 'remove', ids: bad })}>
              {texts.removeBad(bad.length)}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
