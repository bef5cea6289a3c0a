import { Alert, Button, Code, Group, Paper, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconInfoCircle } from '@tabler/icons-react';
import type { Diagnosis } from '@minigate/network/diagnose';
import { useFormat, useMessages } from '../../../../ui/language.tsx';
import { RefusedCopy } from '../../../../ui/refused-copy.tsx';
import { Section } from '../../../../ui/section.tsx';
import { visible } from '../../../../ui/visible-text.ts';
import { useCopy } from '../../../../ui/use-copy.ts';
import { messages } from './domain-check.messages.ts';
import { SeenOnTheWay } from './findings.tsx';
import { OutcomeBadge } from './outcome-badge.tsx';
import { PhaseList } from './phase-list.tsx';
import { toPhases } from './phases.ts';
import { writeReport } from './report-text.ts';

interface ReportProps {
  readonly diagnosis: Diagnosis;
  /** How many more examinations there are in this hour. */
  readonly remaining: number;
}

/** What an examination found. */
export function Report({ diagnosis, remaining }: ReportProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const { target, api, outcome, startedAt, checks, platforms } = diagnosis;
  return (
    <Stack gap="lg">
      <Paper withBorder p="md">
        <Stack gap="sm">
          <Group gap="sm" wrap="nowrap" align="flex-start">
            <OutcomeBadge outcome={outcome} />
            <Stack gap={0} miw={0} style={{ overflowWrap: 'anywhere' }}>
              <Text fw={600}>{texts.overall[outcome]}</Text>
              <Text size="sm">{texts.about(visible(target), api)}</Text>
              <Text size="sm" c="dimmed">
                {format.moment(startedAt)} · {texts.remaining(remaining)}
              </Text>
            </Stack>
          </Group>
          <Group gap="xs">
            <CopyText value={writeReport(diagnosis)} label={texts.copyText} />
            <CopyText value={JSON.stringify(diagnosis, null, 2)} label={texts.copyJson} />
          </Group>
        </Stack>
      </Paper>
      <Section title={texts.platformsTitle}>
        <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
          {platforms.map(({ platform, verdict, why }) => (
            <Text key={platform} component="li" size="sm">
              <Text span inherit fw={600}>
                {texts.platforms[platform]}
              </Text>
              {`: ${texts.verdicts[verdict]}`}
              {why.length > 0 && ` (${why.map((id) => texts.checks[id]).join(', ')})`}
            </Text>
          ))}
        </Stack>
      </Section>
      <Section title={texts.phasesTitle}>
        <PhaseList phases={toPhases(checks)} />
      </Section>
      <SeenOnTheWay diagnosis={diagnosis} />
      <Alert color="gray" icon={<IconInfoCircle aria-hidden />} title={texts.coarseTitle} role="note">
        <Stack gap="xs">
          <Text size="sm">{texts.coarse}</Text>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            npx minigate doctor {visible(target)}
          </Code>
        </Stack>
      </Alert>
    </Stack>
  );
}

function CopyText({ value, label }: { readonly value: string; readonly label: string }) {
  const { copied: done } = useMessages(messages);
  const copying = useCopy();
  const { copied, copy } = copying;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        onClick={() => copy(value)}
      >
        {copied ? done : label}
      </Button>
      <RefusedCopy of={copying} />
    </>
  );
}
