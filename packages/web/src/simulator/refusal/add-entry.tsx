import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { Api } from '@minigate/policy';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { useSimulation } from '../feed/simulation-context.tsx';
import { addInConsole, askedList } from '../model/refusal.ts';
import { messages } from './refusal.messages.ts';

interface AddEntryProps {
  readonly entry: string;
  readonly api: Api;
}

/** The way to a server domain that allows the call: the console, or the option of the command. */
export function AddEntry({ entry, api }: AddEntryProps) {
  const texts = useMessages(messages);
  const program = useSimulation((simulation) => simulation.program);
  const list = program?.policy === undefined ? api : askedList(program.policy, api).api;
  const address =
    program?.consoleUrl === undefined
      ? undefined
      : addInConsole(program.consoleUrl, program.appId, entry, list);
  const option = `--domain ${entry}`;
  return (
    <Stack gap={6} align="flex-start">
      <Group gap={4}>
        <Text size="xs" fw={600}>
          {texts.entry}
        </Text>
        <Code>{entry}</Code>
        <CopyButton value={entry} label={texts.copyEntry} />
      </Group>
      {address === undefined ? (
        <Group gap={4}>
          <Text size="xs">{texts.noConsole}</Text>
          <Code>{option}</Code>
          <CopyButton value={option} label={texts.copyOption} />
        </Group>
      ) : (
        <>
          <Button
            component="a"
            href={address}
            target="_blank"
            rel="noreferrer noopener"
            size="xs"
            rightSection={<IconExternalLink size={14} aria-hidden />}
          >
            {texts.add}
          </Button>
          <Text size="xs" c="dimmed">
            {texts.addHint}
          </Text>
        </>
      )}
    </Stack>
  );
}
