import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { ServerDomainState } from '@minigate/platform';
import { Fragment, useMemo } from 'react';
import { useFormat, useMessages } from '../../../../ui/language.tsx';
import { WideTable } from '../../../../ui/wide-table.tsx';
import { listsOf } from './draft.ts';
import { type Deed, type MergedEntry, mergeLists } from './merge.ts';
import { messages } from './server-domains.messages.ts';
import type { Editor } from './use-editor.ts';

interface ConflictPanelProps {
  readonly editor: Editor;
  /** What somebody else has saved. */
  readonly saved: ServerDomainState;
}

/** Shows what somebody else and the one who edits have done to the same version, and puts both together. */
export function ConflictPanel({ editor: { draft, change }, saved }: ConflictPanelProps) {
  const { conflict: texts, lists: names } = useMessages(messages);
  const format = useFormat();
  const { version, serverDomains, changedBy, changedAt } = saved;
  const merge = useMemo(
    () => mergeLists({ base: draft.base.serverDomains, theirs: serverDomains, mine: listsOf(draft) }),
    [draft, serverDomains],
  );
  const base = { version, serverDomains };
  const groups: readonly EntryGroup[] = [
    ...merge.entries.map(({ list, entries }) => ({
      title: names[list],
      entries: entries.filter(({ theirs, mine }) => theirs !== 'kept' || mine !== 'kept'),
    })),
    ...merge.byForm.map(({ list, entries }) => ({ title: texts.byForm(names[list]), entries })),
  ].filter(({ entries }) => entries.length > 0);
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
        {groups.length === 0 ? <Text size="sm">{texts.sameEntries}</Text> : <MergeTable groups={groups} />}
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

interface EntryGroup {
  readonly title: string;
  readonly entries: readonly MergedEntry[];
}

function MergeTable({ groups }: { readonly groups: readonly EntryGroup[] }) {
  const { conflict: texts } = useMessages(messages);
  const outcome = ({ theirs, mine, stays }: MergedEntry) => {
    if (!stays) return texts.goes;
    return theirs === 'absent' && mine === 'absent' ? texts.deeds.added : texts.stays;
  };
  return (
    <WideTable
      label={texts.merged}
      minWidth={560}
      head={[texts.entry, texts.theirs, texts.mine, texts.merged]}
    >
      {groups.map(({ title, entries }) => (
        <Fragment key={title}>
          <Table.Tr>
            <Table.Th scope="rowgroup" colSpan={4}>
              {title}
            </Table.Th>
          </Table.Tr>
          {entries.map((entry) => (
            <Table.Tr key={entry.text}>
              <Table.Th scope="row" fw={400} ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                {entry.text}
              </Table.Th>
              <DeedCell deed={entry.theirs} />
              <DeedCell deed={entry.mine} />
              <Table.Td>{outcome(entry)}</Table.Td>
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
