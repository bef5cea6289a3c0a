import type { Role } from '@minigate/platform';
import { Alert } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMessages } from '../../ui/language.tsx';
import { includesRole } from '../session/roles.ts';
import { messages } from './frame.messages.ts';

interface RoleNoticeProps {
  readonly role: Role;
  /** The role that changing takes. */
  readonly needs: 'developer' | 'owner';
}

/** Says why nothing can be changed here, to those who cannot. */
export function RoleNotice({ role, needs }: RoleNoticeProps) {
  const { onlySee } = useMessages(messages);
  if (includesRole(role, needs)) return null;
  return (
    <Alert color="gray" icon={<IconLock aria-hidden />} role="note">
      {onlySee[needs]}
    </Alert>
  );
}
