import { Badge, Group, List, Stack, Text } from '@mantine/core';
import type { Entry, EntryHop } from '@minigate/runtime/inspector';
import { useMessages } from '../../ui/language.tsx';
import { Beginning } from './beginning.tsx';
import { messages } from './details.messages.ts';

/** Every URL on the way of the call, with its verdict. */
export function HopsTab({ entry: { hops } }: { entry: Entry }) {
  return (
    <Beginning of={hops}>
      {(shown) => (
        <List type="ordered" listStyleType="none" spacing="md" withPadding={false}>
          {shown.map((hop, index) => (
            <List.Item key={hop.hop}>
              <Hop hop={hop} leadsOn={index < hops.length - 1} />
            </List.Item>
          ))}
        </List>
      )}
    </Beginning>
  );
}

function Hop({
  hop: { hop, url, decision, address, request, response },
  leadsOn,
}: {
  hop: EntryHop;
  leadsOn: boolean;
}) {
  const texts = useMessages(messages);
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {texts.hop(hop + 1)}
        </Text>
        <Verdict verdict={decision} />
        {request !== undefined && <Text size="xs">{request.method}</Text>}
        {response !== undefined && <Text size="xs">{response.status}</Text>}
      </Group>
      <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {url}
      </Text>
      {decision !== undefined && (
        <Text size="xs" c="dimmed" lang="en">
          {decision.message}
        </Text>
      )}
      {address !== undefined && (
        <Group gap="xs">
          <Text size="xs" ff="monospace">
            {address.address}:{address.port} ({address.addressClass})
          </Text>
          <Verdict verdict={address} />
        </Group>
      )}
      {leadsOn && response !== undefined && (
        <Text size="xs" fs="italic">
          {texts.redirectTo(response.status)} ↓
        </Text>
      )}
    </Stack>
  );
}

interface VerdictProps {
  readonly verdict: { readonly verdict: 'allow' | 'deny'; readonly enforced: boolean } | undefined;
}

function Verdict({ verdict }: VerdictProps) {
  const { verdict: texts, notJudged } = useMessages(messages);
  if (verdict === undefined) {
    return (
      <Badge variant="default" size="sm" tt="none">
        {notJudged}
      </Badge>
    );
  }
  const waived = verdict.verdict === 'deny' && !verdict.enforced;
  const colour = waived ? 'yellow' : verdict.verdict === 'allow' ? 'green' : 'red';
  return (
    <Badge variant="default" size="sm" tt="none" leftSection={<Dot colour={colour} />}>
      {waived ? texts.waived : texts[verdict.verdict]}
    </Badge>
  );
}

function Dot({ colour }: { colour: string }) {
  return (
    <span
      aria-hidden
      style={{
        display: 'inline-block',
        width: 8,
        height: 8,
        borderRadius: 4,
        background: `var(--mantine-color-${colour}-6)`,
      }}
    />
  );
}
