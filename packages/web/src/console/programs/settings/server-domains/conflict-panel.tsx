import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { ServerDomainState } from '@minigate/platform';
import { Fragment, useMemo } from 'react';
import { useFormat, useMessages } from '../../../../ui/language.tsx';
import { WideTable } from '../../../../ui/wide-table.tsx';
import { listsOf } from './draft.ts';
import { type Deed, type MergedList, mergeLists } from './merge.ts';
import { messages } from './server-domains.messages.ts';
import type { Editor } from './use-editor.ts';

interface ConflictPanelProps {
  readonly editor: Editor;
  /** What somebody else has saved. */
  readonly saved: ServerDomainState;
}

/** Shows what somebody else and the one who edits have done to the same version, and puts both together. */
export function ConflictPanel({ editor: { draft, change }, saved }: ConflictPanelProps) {
  const { conflict: texts } = useMessages(messages);
  const format = useFormat();
  const { version, serverDomains, changedBy, changedAt } = saved;
  const merge = useMemo(
    () => mergeLists({ base: draft.base.serverDomains, theirs: serverDomains, mine: listsOf(draft) }),
    [draft, serverDomains],
  );
  const base = { version, serverDomains };
  const changed = merge.entries
    .map(({ list, entries }) => ({
      list,
      entries: entries.filter(({ theirs, mine }) => theirs !== 'kept' || mine !== 'kept'),
    }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <Alert
      role="alert"
      color="orange"
      variant="light"
      title={texts.title(version)}
      icon={<IconGitMerge aria-hidden />}
    >
      <Stack>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {texts.lead(changedBy, format.ago(changedAt))}
        </Text>
        {changed.length === 0 ? <Text size="sm">{texts.sameEntries}</Text> : <MergeTable lists={changed} />}
        <Group gap="xs">
          <Button size="sm" onClick={() => change({ type: 'begin', base, lists: merge.lists })}>
            {texts.merge}
          </Button>
          <Button
            size="sm"
            variant="default"
            onClick={() => change({ type: 'begin', base, lists: listsOf(draft) })}
          >
            {texts.keepMine}
          </Button>
          <Button size="sm" variant="default" onClick={() => change({ type: 'begin', base })}>
            {texts.takeTheirs}
          </Button>
        </Group>
        <Text size="sm">{texts.afterwards}</Text>
      </Stack>
    </Alert>
  );
}

function MergeTable({ lists }: { readonly lists: readonly MergedList[] }) {
  const { conflict: texts, lists: names } = useMessages(messages);
  return (
    <WideTable
      label={texts.merged}
      minWidth={560}
      head={[texts.entry, texts.theirs, texts.mine, texts.merged]}
    >
      {lists.map(({ list, entries }) => (
        <Fragment key={list}>
          <Table.Tr>
            <Table.Th scope="rowgroup" colSpan={4}>
              {names[list]}
            </Table.Th>
          </Table.Tr>
          {entries.map(({ text, theirs, mine, stays }) => (
            <Table.Tr key={text}>
              <Table.Th scope="row" fw={400} ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                {text}
              </Table.Th>
              <DeedCell deed={theirs} />
              <DeedCell deed={mine} />
              <Table.Td>{stays ? texts.stays : texts.goes}</Table.Td>
            </Table.Tr>
          ))}
        </Fragment>
      ))}
    </WideTable>
  );
}

function DeedCell({ deed }: { readonly deed: Deed }) {
  const { conflict: texts } = useMessages(messages);
  const strong = deed === 'added' || deed === 'removed';
  const sign = { added: '+ ', removed: '− ', kept: '', absent: '' }[deed];
  return <Table.Td fw={strong ? 600 : 400}>{sign + texts.deeds[deed]}</Table.Td>;
}
