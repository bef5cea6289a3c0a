import { ActionIcon, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { accelerationLimits, accelerationOf, binance } from '@minigate/policy';
import { useMessages } from '../../../ui/language.tsx';
import { Section } from '../../../ui/section.tsx';
import { messages } from './acceleration.messages.ts';
import { PolicyField, type PolicyEdit } from './policy-field.tsx';
import { type JsonObject, withValue } from './policy-json.ts';

interface PolicyFormProps {
  readonly edit: PolicyEdit;
  readonly candidates: readonly JsonObject[];
}

/** What holds where a policy leaves something out. */
const defaults = accelerationOf({ firstParty: true, acceleration: { candidates: [] } });

const thresholdNames = [
  'nearBest',
  'consecutiveFailures',
  'failureRate',
  'ejectionTime',
  'longestEjection',
  'ejectedShare',
] as const;

/** The policy as fields. */
export function PolicyForm({ edit, candidates }: PolicyFormProps) {
  const texts = useMessages(messages);
  return (
    <Stack gap="xl">
      <PolicyField
        edit={edit}
        path={['origin']}
        kind="text"
        label={texts.origin}
        description={texts.originHelp(binance.acceleration.origin)}
        placeholder={binance.acceleration.origin}
      />
      <Candidates edit={edit} candidates={candidates} />
      <Section title={texts.measuring}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <PolicyField
            edit={edit}
            path={['probePath']}
            kind="text"
            label={texts.probePath}
            description={texts.probePathHelp}
            placeholder="/"
          />
          <PolicyField
            edit={edit}
            path={['timeToLive']}
            kind="number"
            label={texts.timeToLive}
            placeholder={String(defaults?.timeToLive)}
          />
        </SimpleGrid>
      </Section>
      <Section title={texts.thresholds} lead={texts.thresholdsLead}>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {thresholdNames.map((name) => (
            <PolicyField
              key={name}
              edit={edit}
              path={['thresholds', name]}
              kind="number"
              label={texts.threshold[name]}
              placeholder={String(defaults?.thresholds[name])}
            />
          ))}
        </SimpleGrid>
      </Section>
    </Stack>
  );
}

function Candidates({ edit, candidates }: PolicyFormProps) {
  const texts = useMessages(messages);
  const { mostCandidates } = accelerationLimits;
  const put = (index: number, value: JsonObject | undefined) =>
    edit.write(withValue(edit.policy, ['candidates', index], value) as JsonObject);
  return (
    <Section title={texts.candidates} lead={texts.candidatesLead(mostCandidates)}>
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {candidates.map((_, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <Paper key={index} component="li" withBorder p="sm">
            <Group justify="space-between" mb="xs">
              <Text fw={600} size="sm">
                {texts.candidate(index + 1)}
              </Text>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={texts.removeCandidate(index + 1)}
                onClick={() => put(index, undefined)}
              >
                <IconTrash size={18} />
              </ActionIcon>
            </Group>
            <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
              <PolicyField
                edit={edit}
                path={['candidates', index, 'origin']}
                kind="text"
                label={texts.fields.origin}
                placeholder="https://fast.example.com"
              />
              <PolicyField
                edit={edit}
                path={['candidates', index, 'region']}
                kind="text"
                label={texts.fields.region}
                placeholder="eu-west"
              />
              <PolicyField
                edit={edit}
                path={['candidates', index, 'weight']}
                kind="number"
                label={texts.fields.weight}
                description={`1 – ${accelerationLimits.mostWeight}`}
                placeholder="1"
              />
              <PolicyField
                edit={edit}
                path={['candidates', index, 'priority']}
                kind="number"
                label={texts.fields.priority}
                description={`0 – ${accelerationLimits.mostPriority}`}
                placeholder="0"
              />
            </SimpleGrid>
          </Paper>
        ))}
      </Stack>
      <Button
        variant="default"
        leftSection={<IconPlus size={16} aria-hidden />}
        disabled={candidates.length >= mostCandidates}
        onClick={() => put(candidates.length, { origin: '' })}
        style={{ alignSelf: 'flex-start' }}
      >
        {texts.addCandidate}
      </Button>
    </Section>
  );
}
