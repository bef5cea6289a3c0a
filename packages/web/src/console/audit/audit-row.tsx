import type { AuditEntry } from '@minigate/platform';
import { Badge, Button, Code, Collapse, Group, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { Facts } from '../../ui/facts.tsx';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Row } from '../../ui/row-list.tsx';
import { actionMessages } from './actions.messages.ts';
import { messages } from './audit.messages.ts';

/** One entry of the audit log, which unfolds. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const texts = useMessages(messages);
  const actions: Readonly<Record<string, string>> = useMessages(actionMessages);
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { action, actor, outcome, time, address, requestId, teamId, appId, details } = entry;
  const known = Object.hasOwn(actions, action) ? actions[action] : undefined;
  const code = typeof details['code'] === 'string' ? details['code'] : undefined;
  const who = actor.name === '' ? (actor.kind === 'system' ? texts.system : texts.nobody) : actor.name;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <Row
      below={
        <Collapse expanded={open} id={id} pt={open ? 'xs' : 0}>
          <Facts
            of={[
              [texts.details.action, <Code key="action">{action}</Code>],
              [texts.details.actor, `${who}${actor.id === '' ? '' : ` (${actor.kind} ${actor.id})`}`],
              [texts.details.address, address === '' ? '–' : address],
              [texts.details.request, requestId === '' ? '–' : requestId],
              ...(teamId === null ? [] : [[texts.details.team, teamId] as const]),
              ...(appId === null ? [] : [[texts.details.program, appId] as const]),
              [
                texts.details.more,
                <Code key="more" block style={{ whiteSpace: 'pre-wrap' }}>
                  {JSON.stringify(details, null, 2)}
                </Code>,
              ],
            ]}
          />
        </Collapse>
      }
      actions={
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          c="inherit"
          leftSection={<Chevron size={14} aria-hidden />}
          aria-expanded={open}
          aria-controls={id}
          aria-label={`${texts.show}: ${known ?? action}, ${format.moment(time)}`}
          onClick={() => setOpen(!open)}
        >
          {texts.show}
        </Button>
      }
    >
      <Group gap="xs">
        <Text fw={600} size="sm">
          {known ?? action}
        </Text>
        {outcome === 'refused' && (
          <Badge color="red.8" size="sm" tt="none">
            {code === undefined ? texts.refused : `${texts.refused} · ${code}`}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {format.moment(time)} · {who}
      </Text>
    </Row>
  );
}
