import {
  Alert,
  Button,
  Code,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconPlus } from '@tabler/icons-react';
import { type Api, apis, type Decision, reasons } from '@minigate/policy';
import { useMemo, useState } from 'react';
import { EngineText } from '../../../../ui/engine-text.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { useReasonLine } from '../../../../ui/reasons.messages.ts';
import { messages } from './server-domains.messages.ts';
import { documentOf, entryFor, tryUrl } from './try-url.ts';
import type { Editor } from './use-editor.ts';

interface TryBoxProps {
  readonly editor: Editor;
  /** Takes an entry that would allow the URL; absent where nothing may be changed. */
  readonly onAdd?: ((entry: string, api: Api) => void) | undefined;
}

/** Says what becomes of a call to a URL by the lists as they stand. */
export function TryBox({ editor: { draft, judgement }, onAdd }: TryBoxProps) {
  const { try: texts } = useMessages(messages);
  const [api, setApi] = useState<Api>('request');
  const [url, setUrl] = useState('');
  const document = useMemo(() => documentOf(judgement, draft), [judgement, draft]);
  const decision = url === '' ? undefined : tryUrl(document, api, url);
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="try-title">
      <Stack gap="sm">
        <Stack gap={2}>
          <Title order={2} size="h4" id="try-title">
            {texts.title}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.lead}
          </Text>
        </Stack>
        <NativeSelect
          label={texts.call}
          value={api}
          onChange={(event) => setApi(apis.find((name) => name === event.currentTarget.value) ?? 'request')}
          data={apis.map((name) => ({ value: name, label: name }))}
        />
        <TextInput
          label={texts.url}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          placeholder={
            api === 'connectSocket' ? 'wss://api.example.com/live' : 'https://api.example.com/v1/me'
          }
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          inputMode="url"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <div role="status">
          {decision !== undefined && (
            <Verdict
              decision={decision}
              add={onAdd === undefined ? undefined : entryFor(decision)}
              onAdd={(entry) => onAdd?.(entry, api)}
            />
          )}
        </div>
      </Stack>
    </Paper>
  );
}

interface VerdictProps {
  readonly decision: Decision;
  /** The entry that would allow it. */
  readonly add: string | undefined;
  readonly onAdd: (entry: string) => void;
}

function Verdict({ decision, add, onAdd }: VerdictProps) {
  const { try: texts } = useMessages(messages);
  const { verdict, reason, message, suggestion, nearest } = decision;
  const line = useReasonLine(reason);
  const allowed = verdict === 'allow';
  const { rule } = reasons[reason];
  const Icon = allowed ? IconCircleCheck : IconCircleX;
  return (
    <Alert
      variant="light"
      p="sm"
      color={allowed ? 'green' : 'red'}
      // There is no room for a column of its own.
      title={
        <Group gap={6} wrap="nowrap">
          <Icon
            size={18}
            color={`var(--mantine-color-${allowed ? 'green' : 'red'}-light-color)`}
            aria-hidden
          />
          {allowed ? texts.allowed : texts.refused}
        </Group>
      }
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          <EngineText sentence={message} line={line} />
        </Text>
        {suggestion !== undefined && (
          <Text size="sm" lang="en" style={{ overflowWrap: 'anywhere' }}>
            {suggestion}
          </Text>
        )}
        {nearest !== undefined && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {texts.nearest}: <Code style={{ overflowWrap: 'anywhere' }}>{nearest.text}</Code>
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {texts.rule(rule, texts.rules[rule])}
        </Text>
        {add !== undefined && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onAdd(add)}
            maw="100%"
            h="auto"
            py={2}
            styles={{
              label: { whiteSpace: 'normal', overflowWrap: 'anywhere', lineHeight: 1.4, textAlign: 'start' },
            }}
          >
            {texts.add(add)}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
