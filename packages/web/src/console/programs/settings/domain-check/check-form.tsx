import { Anchor, Autocomplete, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import type { ServerDomainState } from '@minigate/platform';
import { type Api, apis, grantedBy, parseServerDomain } from '@minigate/policy';
import { type SubmitEvent, useState } from 'react';
import { Link } from 'wouter';
import { BusyButton } from '../../../../ui/busy-button.tsx';
import { EngineText } from '../../../../ui/engine-text.tsx';
import { useMessages } from '../../../../ui/language.tsx';
import { useIssueLine } from '../../../../ui/reasons.messages.ts';
import { messages } from './domain-check.messages.ts';

/** What is to be examined. */
export interface CheckWish {
  readonly domain: string;
  readonly api: Api;
}

interface CheckFormProps {
  readonly saved: ServerDomainState;
  /** Where entries are saved. */
  readonly domainsHref: string;
  readonly running: boolean;
  readonly again: boolean;
  readonly onRun: (wish: CheckWish) => void;
}

/** Chooses the call and the saved entry whose server is examined. */
export function CheckForm({ saved, domainsHref, running, again, onRun }: CheckFormProps) {
  const texts = useMessages(messages);
  const [api, setApi] = useState<Api>('request');
  const entries = grantedBy(saved.serverDomains)[api];
  const [typed, setTyped] = useState<string>();
  const domain = typed ?? entries[0] ?? '';
  const read = parseServerDomain(domain, { api, profile: { bannedHosts: [] } });
  const issue = domain === '' || read.ok ? undefined : read.issue;
  const line = useIssueLine(issue?.code);
  const listed = read.ok && entries.includes(read.domain.text);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (listed && !running) onRun({ domain, api });
  };
  const error =
    issue !== undefined ? (
      <EngineText sentence={issue.message} line={line} />
    ) : read.ok && !listed ? (
      texts.notSaved
    ) : undefined;
  return (
    <Paper withBorder p="md" component="form" onSubmit={submit}>
      <Stack>
        <Group align="flex-start" gap="sm">
          <NativeSelect
            label={texts.call}
            value={api}
            onChange={(event) => setApi(apis.find((name) => name === event.currentTarget.value) ?? 'request')}
            data={apis.map((name) => ({ value: name, label: name }))}
            w={{ base: '100%', xs: 180 }}
          />
          <Autocomplete
            label={texts.domain}
            description={entries.length === 0 ? texts.none : texts.choose}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={domain}
            onChange={setTyped}
            data={[...entries]}
            limit={50}
            filter={({ options }) => options}
            error={error}
            spellCheck={false}
            autoCapitalize="off"
            maxLength={2048}
            flex="1 1 16rem"
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
        </Group>
        {(entries.length === 0 || (read.ok && !listed)) && (
          <Anchor component={Link} href={domainsHref} size="sm">
            {texts.toDomains}
          </Anchor>
        )}
        <Group gap="sm">
          <BusyButton
            type="submit"
            disabled={!listed}
            busy={running}
            leftSection={<IconStethoscope size={16} aria-hidden />}
          >
            {again ? texts.again : texts.run}
          </BusyButton>
          <Text size="sm" c="dimmed" flex="1 1 12rem">
            {texts.limits}
          </Text>
        </Group>
      </Stack>
    </Paper>
  );
}
