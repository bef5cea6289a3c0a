import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useMessages } from '../../ui/language.tsx';
import { useNotify } from '../../ui/use-notify.ts';
import { toProblem } from '../api/api-problem.ts';
import { useSession, useWho } from '../session/session.tsx';
import { messages } from './frame.messages.ts';

/** Who is signed in, the own account, and the way out. */
export function AccountMenu() {
  const texts = useMessages(messages);
  const notify = useNotify();
  const { user } = useWho();
  const { signOut } = useSession();
  const leave = () => {
    signOut().catch((problem: unknown) => {
      notify(toProblem(problem).message, { failed: true });
    });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.account}>
          <IconUserCircle size={22} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown maw={300}>
        <Text px="sm" pt={6} size="sm" fw={600} truncate>
          {user.name}
        </Text>
        <Text px="sm" pb={6} size="xs" c="dimmed" truncate>
          {user.email}
        </Text>
        <Menu.Divider />
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {texts.myAccount}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={leave}>
          {texts.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
