import { Alert, Box, Grid, Stack, Text } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import type { ServerDomainState } from '@minigate/platform';
import { namedLists } from '@minigate/policy';
import { useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useMessages } from '../../../../ui/language.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { History } from './history.tsx';
import { ListEditor } from './list-editor.tsx';
import { type Proposal, readProposal } from './proposal.ts';
import { SaveBar } from './save-bar.tsx';
import { SavedLists } from './saved-lists.tsx';
import { messages } from './server-domains.messages.ts';
import { TryBox } from './try-box.tsx';
import { type Editor as Edited, useEditor } from './use-editor.ts';

interface EditorProps {
  readonly appId: string;
  readonly saved: ServerDomainState;
  /** Whether the one who is here may change the lists. */
  readonly editable: boolean;
}

/** The server domains of a mini program: the lists, a place to try them, and their history. */
export function Editor({ appId, saved, editable }: EditorProps) {
  const texts = useMessages(messages);
  const editor = useEditor(appId, saved);
  const proposal = useProposal(editor, editable);
  const { limits } = saved;
  const spent = limits.changesPerMonth !== 'unlimited' && limits.changesThisMonth >= limits.changesPerMonth;
  return (
    <Stack gap="lg">
      {editable && editor.conflict && <ConflictPanel editor={editor} saved={saved} />}
      {proposal !== undefined && <ProposalNotice proposal={proposal} editable={editable} editor={editor} />}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack>
            {editable ? <ListEditor editor={editor} limits={limits} /> : <SavedLists saved={saved} />}
            {limits.changesPerMonth !== 'unlimited' && (
              <Text size="sm" c="dimmed">
                {spent
                  ? texts.noChangesLeft
                  : texts.changesLeft(limits.changesThisMonth, limits.changesPerMonth)}
              </Text>
            )}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <TryBox
            editor={editor}
            {...(editable && {
              onAdd: (entry, api) => editor.change({ type: 'propose', entry, api }),
            })}
          />
        </Grid.Col>
      </Grid>
      {editable && <SaveBar appId={appId} editor={editor} obstacle={obstacleOf(editor, texts, spent)} />}
      <Box>
        <History appId={appId} saved={saved} editable={editable} dirty={editor.dirty} />
      </Box>
    </Stack>
  );
}

/** Takes what another page proposes into the draft, once, and out of the address. */
function useProposal({ change }: Edited, editable: boolean): Proposal | undefined {
  const search = useSearch();
  const [place, navigate] = useLocation();
  const [seen, setSeen] = useState('');
  const [proposal, setProposal] = useState<Proposal>();
  if (search !== seen) {
    setSeen(search);
    const found = readProposal(search);
    if (found !== undefined) {
      setProposal(found);
      if (editable) change({ type: 'propose', ...found });
    }
  }
  useEffect(() => {
    if (readProposal(search) !== undefined) navigate(place, { replace: true });
  }, [search, navigate, place]);
  return proposal;
}

interface ProposalNoticeProps {
  readonly proposal: Proposal;
  readonly editable: boolean;
  readonly editor: Edited;
}

function ProposalNotice({ proposal, editable, editor: { draft } }: ProposalNoticeProps) {
  const texts = useMessages(messages);
  const waiting = Object.values(draft.lists).some((list) => list.some(({ proposed }) => proposed === true));
  const there = Object.values(draft.lists).some((list) => list.some(({ text }) => text === proposal.entry));
  if (editable && !waiting && !there) return null;
  return (
    <Alert color="blue" variant="light" icon={<IconBulb aria-hidden />} title={texts.proposal} role="status">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {!editable ? texts.proposalRead(proposal.entry) : waiting ? texts.proposalLead : texts.proposalThere}
      </Text>
    </Alert>
  );
}

function obstacleOf(
  { draft, judgement: { faults, overflows } }: Edited,
  texts: { readonly unreviewable: string; readonly noChangesLeft: string },
  spent: boolean,
): string | undefined {
  // A list that was too long before may become shorter.
  const before = new Map(namedLists(draft.base.serverDomains).map(([list, { length }]) => [list, length]));
  const longer = overflows.some(({ list, count }) => count > (before.get(list) ?? 0));
  if (faults > 0 || longer) return texts.unreviewable;
  return spent ? texts.noChangesLeft : undefined;
}
