import type { Member, Role } from '@minigate/platform';
import { ActionIcon, Badge, Group, Menu, NativeSelect, Text } from '@mantine/core';
import { IconDots, IconKey, IconUserMinus } from '@tabler/icons-react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Row } from '../../ui/row-list.tsx';
import { messages as frameMessages } from '../frame/frame.messages.ts';
import { RoleBadge } from '../frame/role-badge.tsx';
import { messages } from './members.messages.ts';
import { roleOptions } from './role-options.ts';

interface MemberRowProps {
  readonly member: Member;
  /** Whether it is the one who is signed in. */
  readonly own: boolean;
  /** Who can neither step back nor be removed. */
  readonly lastOwner: boolean;
  /** Whether the one who is signed in may change members. */
  readonly editable: boolean;
  readonly onRole: (role: Role) => void;
  readonly onRemove: () => void;
  readonly onReset: () => void;
}

/** One member of a team. */
export function MemberRow({ member, own, lastOwner, editable, onRole, onRemove, onReset }: MemberRowProps) {
  const texts = useMessages(messages);
  const { roles } = useMessages(frameMessages);
  const format = useFormat();
  const { name, email, role, since } = member;
  return (
    <Row
      actions={
        editable && !lastOwner ? (
          <>
            <NativeSelect
              size="xs"
              aria-label={texts.role(name)}
              value={role}
              data={roleOptions(roles)}
              onChange={(event) => {
                const next = roleOptions(roles).find(({ value }) => value === event.currentTarget.value);
                if (next !== undefined) onRole(next.value);
              }}
            />
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="subtle" color="gray" aria-label={texts.actions(name)}>
                  <IconDots size={18} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {!own && (
                  <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={onReset}>
                    {texts.reset}
                  </Menu.Item>
                )}
                <Menu.Item
                  c="var(--mantine-color-error)"
                  leftSection={<IconUserMinus size={16} aria-hidden />}
                  onClick={onRemove}
                >
                  {texts.remove}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        ) : (
          <RoleBadge role={role} />
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>{name}</Text>
        {own && (
          <Badge size="sm" variant="default" tt="none">
            {texts.you}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {name === email
          ? texts.since(format.moment(since))
          : `${email} · ${texts.since(format.moment(since))}`}
      </Text>
      {editable && lastOwner && (
        <Text size="sm" c="dimmed">
          {texts.lastOwner}
        </Text>
      )}
    </Row>
  );
}
