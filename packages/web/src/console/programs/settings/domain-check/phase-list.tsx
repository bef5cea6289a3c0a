import { Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { useMessages } from '../../../../ui/language.tsx';
import { visible } from '../../../../ui/visible-text.ts';
import { messages } from './domain-check.messages.ts';
import { OutcomeBadge } from './outcome-badge.tsx';
import { type Phase, type PhaseName, phases as allPhases } from './phases.ts';

/** What was found, phase by phase. */
export function PhaseList({ phases }: { readonly phases: readonly Phase[] }) {
  const texts = useMessages(messages);
  return (
    <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {phases.map(({ name, checks, outcome }) => (
        <Paper key={name} component="li" withBorder p="sm">
          <Stack gap="xs">
            <Group gap="sm" wrap="nowrap">
              <OutcomeBadge outcome={outcome} />
              <Text fw={600}>{texts.phases[name]}</Text>
            </Group>
            {checks.length === 0 && (
              <Text size="sm" c="dimmed">
                {outcome === 'passed' ? texts.passed : texts.silent}
              </Text>
            )}
            {checks.map((check) => (
              <Group key={check.id} gap="sm" wrap="nowrap" align="flex-start">
                {checks.length > 1 && <OutcomeBadge outcome={check.outcome} />}
                <Stack gap={0} miw={0} style={{ overflowWrap: 'anywhere' }}>
                  {checks.length > 1 && (
                    <Text size="sm" fw={600}>
                      {texts.checks[check.id]}
                    </Text>
                  )}
                  <Text size="sm" lang="en">
                    {visible(check.sentence)}
                  </Text>
                  {check.fix !== undefined && (
                    <Text size="sm" c="dimmed" lang="en">
                      {visible(check.fix)}
                    </Text>
                  )}
                </Stack>
              </Group>
            ))}
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}

/** The phases while the answer is waited for: they are told together, at the end. */
export function PendingPhases() {
  const texts = useMessages(messages);
  return (
    <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
      {(Object.keys(allPhases) as PhaseName[]).map((name) => (
        <Paper key={name} component="li" withBorder p="sm">
          <Group gap="sm">
            <Loader size="xs" aria-hidden />
            <Text c="dimmed">{texts.phases[name]}</Text>
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
