import { Anchor, Group, List, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import { CodeBlock } from '../../../../ui/code-block.tsx';
import { CopyButton } from '../../../../ui/copy-button.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { Section } from '../../../../ui/section.tsx';
import { messages } from './access-tokens.messages.ts';
import {
  type Door,
  doors,
  type SnippetSubject,
  type Tool,
  tools,
  writeSnippet,
  writeUse,
} from './snippets.ts';

interface HowToProps {
  readonly subject: SnippetSubject;
  readonly secretHref: string;
}

/** Ready lines for this platform and this mini program. */
export function HowTo({ subject, secretHref }: HowToProps) {
  const { how: texts, ids } = useMessages(messages);
  const [door, setDoor] = useState<Door>('own');
  const [tool, setTool] = useState<Tool>('curl');
  const narrow = useMediaQuery('(max-width: 36em)');
  const { platform, appId } = subject;
  return (
    <>
      <Section title={texts.title}>
        <Facts of={[fact(ids.platform, platform), fact(ids.appId, appId)]} />
        <Stack gap="xs">
          <SegmentedControl
            aria-label={texts.door}
            value={door}
            onChange={setDoor}
            data={doors.map((value) => ({ value, label: texts.doors[value] }))}
            orientation={narrow ? 'vertical' : 'horizontal'}
            fullWidth
          />
          <Text size="sm" c="dimmed">
            {texts.about[door]}
          </Text>
        </Stack>
        <SegmentedControl
          aria-label={texts.tool}
          value={tool}
          onChange={setTool}
          data={tools.map((value) => ({ value, label: texts.tools[value] }))}
          style={{ alignSelf: 'flex-start' }}
        />
        <CodeBlock
          label={texts.code(texts.tools[tool], texts.doors[door])}
          code={writeSnippet(door, tool, subject)}
        />
        <Text size="sm">
          {texts.secret}{' '}
          <Anchor component={Link} href={secretHref} inherit underline="always">
            {texts.toSecret}
          </Anchor>
        </Text>
        <List size="sm">
          {texts.facts.map((said) => (
            <List.Item key={said}>{said}</List.Item>
          ))}
        </List>
      </Section>
      <Section title={texts.use} lead={texts.useLead}>
        <CodeBlock label={texts.code(texts.tools.curl, texts.use)} code={writeUse(subject)} />
      </Section>
    </>
  );
}

function fact(name: string, value: string) {
  return [
    name,
    <Group key={name} gap={4} wrap="nowrap">
      <Text span size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Text>
      <CopyButton value={value} />
    </Group>,
  ] as const;
}
