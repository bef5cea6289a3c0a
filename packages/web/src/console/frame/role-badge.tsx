import type { Role } from '@minigate/platform';
import { Badge } from '@mantine/core';
import { useMessages } from '../../ui/language.tsx';
import { messages } from './frame.messages.ts';

/** What somebody is in a team. */
export function RoleBadge({ role }: { role: Role }) {
  const { roles } = useMessages(messages);
  return (
    <Badge variant="default" tt="none">
      {roles[role]}
    </Badge>
  );
}
