import type { DeliveredLink, Member, Role } from '@minigate/platform';
import { Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { Read } from '../api/read.tsx';
import { useChange } from '../api/use-change.ts';
import { useRead } from '../api/use-read.ts';
import { LinkMade } from '../links/link-made.tsx';
import { useWho } from '../session/session.tsx';
import { isLastOwner } from './last-owner.ts';
import { MemberRow } from './member-row.tsx';
import { messages } from './members.messages.ts';
import { RemoveMember } from './remove-member.tsx';
import { SetRole } from './set-role.tsx';

interface MemberListProps {
  readonly teamId: string;
  /** Of the one who is signed in. */
  readonly role: Role;
}

/** With how many members a list is worth searching. */
const many = 12;

/** The members of a team, and what its owners do with them. */
export function MemberList({ teamId, role }: MemberListProps) {
  const texts = useMessages(messages);
  const { user } = useWho();
  const path = `/console/v1/teams/${teamId}/members`;
  const read = useRead<{ members: readonly Member[] }>(path);
  const [wanted, setWanted] = useState('');
  const [removing, setRemoving] = useState<Member>();
  const [changing, setChanging] = useState<{ member: Member; role: Role }>();
  const reset = useChange<Member, DeliveredLink>({
    change: (call, { userId }) => call('POST', `${path}/${userId}/password-reset`),
  });
  return (
    <Read of={read}>
      {({ members }) => {
        const shown = members.filter(({ name, email }) =>
          `${name} ${email}`.toLowerCase().includes(wanted.trim().toLowerCase()),
        );
        return (
          <Stack gap="sm">
            {members.length > many && (
              <TextInput
                type="search"
                label={texts.search}
                maw={320}
                value={wanted}
                onChange={(event) => setWanted(event.currentTarget.value)}
              />
            )}
            <ProblemNotice problem={reset.error} />
            {reset.data !== undefined && <LinkMade link={reset.data} onDone={reset.reset} />}
            {shown.length === 0 && <Text role="status">{texts.none}</Text>}
            {shown.length > 0 && (
              <RowList label={texts.title}>
                {shown.map((member) => (
                  <MemberRow
                    key={member.userId}
                    member={member}
                    own={member.userId === user.userId}
                    lastOwner={isLastOwner(members, member.userId)}
                    editable={role === 'owner'}
                    onRole={(next) => setChanging({ member, role: next })}
                    onRemove={() => setRemoving(member)}
                    onReset={() => reset.mutate(member)}
                  />
                ))}
              </RowList>
            )}
            <RemoveMember path={path} member={removing} onClose={() => setRemoving(undefined)} />
            <SetRole path={path} change={changing} onClose={() => setChanging(undefined)} />
          </Stack>
        );
      }}
    </Read>
  );
}
