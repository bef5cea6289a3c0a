import { Button, Code, Group, List, Stack, Text, Textarea } from '@mantine/core';
import type { AppSecretState } from '@minigate/platform';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '../../../../ui/confirm-dialog.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { Section } from '../../../../ui/section.tsx';
import { hasCode } from '../../../api/api-problem.ts';
import { ProblemNotice } from '../../../api/problem-notice.tsx';
import { useNotify } from '../../../../ui/use-notify.ts';
import { useChange } from '../../../api/use-change.ts';
import { refresh } from '../../../api/use-read.ts';
import { OvertakenNotice } from '../../../operator/overtaken-notice.tsx';
import { useBasedDraft } from '../../../session/use-based-draft.ts';
import { AddressFaults } from './address-faults.tsx';
import { mergeAddresses, readAddressLines } from './address-lines.ts';
import { messages } from './app-secret.messages.ts';

interface AllowListProps {
  readonly appId: string;
  readonly path: string;
  readonly saved: readonly string[];
  readonly editable: boolean;
}

/** What replaces the list, and what it replaces. */
interface AllowListChange {
  readonly allowedAddresses: readonly string[];
  readonly seen: readonly string[];
}

/** Entries of one list, at most. */
const most = 100;

/** From which addresses access tokens may be asked for. */
export function AllowList({ appId, path, saved, editable }: AllowListProps) {
  const { list: texts } = useMessages(messages);
  return (
    <Section title={texts.title} lead={texts.lead}>
      {editable ? (
        <AllowListForm appId={appId} path={path} saved={saved} />
      ) : saved.length === 0 ? (
        <Text size="sm">{texts.empty}</Text>
      ) : (
        <List size="sm">
          {saved.map((address) => (
            <List.Item key={address}>
              <Code>{address}</Code>
            </List.Item>
          ))}
        </List>
      )}
    </Section>
  );
}

function AllowListForm({ appId, path, saved }: Omit<AllowListProps, 'editable'>) {
  const { list: texts } = useMessages(messages);
  const queries = useQueryClient();
  const { text, write, forget, overtaken, goOn } = useBasedDraft(
    `${appId}.allowed-addresses`,
    saved.join('\n'),
  );
  const notify = useNotify();
  const [open, setOpen] = useState(false);
  const { addresses, faults, repeated } = readAddressLines(text);
  const added = addresses.filter((address) => !saved.includes(address));
  const removed = saved.filter((address) => !addresses.includes(address));
  const dirty = added.length + removed.length > 0;
  const base = dirty && overtaken !== undefined ? readAddressLines(overtaken).addresses : undefined;
  const tooMany = addresses.length > most;
  // What was looked at is not what is in force any more.
  if (open && base !== undefined) setOpen(false);
  const change = useChange<AllowListChange, AppSecretState>({
    change: (call, reviewed) => call('PUT', `${path}/allowed-addresses`, reviewed),
    refreshes: [path],
    onDone: () => {
      forget();
      setOpen(false);
      notify(texts.saved);
    },
  });
  const save = () =>
    change.mutate(
      { allowedAddresses: addresses, seen: saved },
      {
        onError: (problem) => {
          if (!hasCode(problem, 'CONFLICT')) return;
          // What the other one has saved is shown behind the dialog.
          void refresh(queries, [path]).then(() => {
            change.reset();
            setOpen(false);
          });
        },
      },
    );
  const counted = [
    texts.count(addresses.length, most),
    ...(repeated > 0 ? [texts.repeated(repeated)] : []),
  ].join(' · ');
  return (
    <Stack gap="sm">
      {base !== undefined && (
        <OvertakenNotice
          onMerge={() => goOn(mergeAddresses(base, saved, addresses).join('\n'))}
          onKeepMine={() => goOn()}
          onTakeTheirs={forget}
        >
          <AddressChanges sign="+" of={saved.filter((address) => !base.includes(address))} meaning="" />
          <AddressChanges sign="−" of={base.filter((address) => !saved.includes(address))} meaning="" />
        </OvertakenNotice>
      )}
      <Textarea
        label={texts.label}
        description={texts.description}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        rows={6}
        resize="vertical"
        spellCheck={false}
        autoCapitalize="off"
        error={tooMany ? texts.tooMany(most) : faults.length > 0 && <AddressFaults of={faults} />}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group gap="xs">
        <Button
          disabled={!dirty || tooMany || faults.length > 0 || base !== undefined}
          onClick={() => setOpen(true)}
        >
          {texts.save}
        </Button>
        {dirty && (
          <Button variant="default" onClick={forget}>
            {texts.discard}
          </Button>
        )}
        <Text size="sm" c="dimmed" ml="auto">
          {counted}
        </Text>
      </Group>
      <ConfirmDialog
        opened={open}
        onClose={() => {
          change.reset();
          setOpen(false);
        }}
        title={texts.saveTitle}
        confirm={texts.confirm}
        onConfirm={save}
        running={change.isPending}
        problem={<ProblemNotice problem={change.error} />}
      >
        <Stack gap="xs">
          {addresses.length === 0 && <Text size="sm">{texts.toAll}</Text>}
          {addresses.length > 0 && saved.length === 0 && <Text size="sm">{texts.toSome}</Text>}
          <AddressChanges sign="+" of={added} meaning={texts.added} />
          {addresses.length > 0 && <AddressChanges sign="−" of={removed} meaning={texts.removed} />}
        </Stack>
      </ConfirmDialog>
    </Stack>
  );
}

interface AddressChangesProps {
  readonly sign: string;
  readonly of: readonly string[];
  readonly meaning: string;
}

function AddressChanges({ sign, of, meaning }: AddressChangesProps) {
  return of.map((address) => (
    <Text key={address} size="sm" style={{ overflowWrap: 'anywhere' }}>
      {sign} <Code>{address}</Code> {meaning}
    </Text>
  ));
}
