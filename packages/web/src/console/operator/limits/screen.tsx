import { Checkbox, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import type { PlatformView } from '@minigate/platform';
import { useFormat, useMessages } from '../../../ui/language.tsx';
import { Section } from '../../../ui/section.tsx';
import { Read } from '../../api/read.tsx';
import { messages as frame } from '../../frame/frame.messages.ts';
import { Screen } from '../../frame/screen.tsx';
import { OvertakenNotice } from '../overtaken-notice.tsx';
import { messages as common } from '../platform.messages.ts';
import { ReviewBar } from '../review-bar.tsx';
import { usePlatform, usePlatformChange } from '../use-platform.ts';
import { usePlatformDraft } from '../use-platform-draft.ts';
import {
  type LimitName,
  type LimitsDraft,
  mergeLimits,
  readLimitsDraft,
  toDraft,
  toLimits,
  unlimited,
} from './limits-draft.ts';
import { messages } from './limits.messages.ts';

/** The limits that hold for every mini program. */
export function LimitsScreen() {
  const texts = useMessages(messages);
  const { operator } = useMessages(frame);
  const platform = usePlatform();
  return (
    <Screen title={operator.limits} lead={texts.lead}>
      <Read of={platform}>{(view) => <Limits view={view} />}</Read>
    </Screen>
  );
}

const names: readonly LimitName[] = ['maxEntries', 'changesPerMonth', 'requestsPerMinute', 'requestsPerDay'];

function Limits({ view }: { readonly view: PlatformView }) {
  const texts = useMessages(messages);
  const { revised } = useMessages(common);
  const format = useFormat();
  const saved = toDraft(view.limits);
  const draft = usePlatformDraft('limits', JSON.stringify(saved));
  const change = usePlatformChange<{ limits: PlatformView['limits'] }>(
    { path: 'limits', of: (now) => now.limits },
    draft.forget,
  );
  const limits = readLimitsDraft(draft.text) ?? saved;
  const base = draft.overtaken === undefined ? undefined : readLimitsDraft(draft.overtaken);
  const write = (name: LimitName, value: number | string) =>
    draft.write(JSON.stringify({ ...limits, [name]: value }));
  const inForce: Readonly<Record<LimitName, number | 'unlimited'>> = {
    ...view.inForce.serverDomains,
    ...view.inForce.accessTokens,
  };
  const field = (name: LimitName) => (
    <LimitField
      key={name}
      name={name}
      value={limits[name]}
      inForce={inForce[name]}
      onChange={(value) => write(name, value)}
    />
  );
  return (
    <Stack gap="xl">
      {base !== undefined && (
        <OvertakenNotice
          onMerge={() => draft.goOn(JSON.stringify(mergeLimits(base, saved, limits)))}
          onKeepMine={() => draft.goOn()}
          onTakeTheirs={draft.forget}
        >
          <LimitChanges before={base} after={saved} />
        </OvertakenNotice>
      )}
      <Section title={texts.domains}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {field('maxEntries')}
          <Stack gap="xs">
            {field('changesPerMonth')}
            <Checkbox
              label={texts.noLimit}
              checked={limits.changesPerMonth === unlimited}
              onChange={(event) => write('changesPerMonth', event.currentTarget.checked ? unlimited : '')}
            />
          </Stack>
        </SimpleGrid>
      </Section>
      <Section title={texts.tokens}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {field('requestsPerMinute')}
          {field('requestsPerDay')}
        </SimpleGrid>
      </Section>
      <ReviewBar
        dirty={draft.dirty}
        ready={base === undefined}
        onDiscard={draft.forget}
        change={{
          ...change,
          mutate: (_, options) =>
            change.mutate({ reviewed: view, set: { limits: toLimits(limits) } }, options),
        }}
      >
        <LimitChanges before={saved} after={limits} />
      </ReviewBar>
      <Text size="sm" c="dimmed">
        {revised(format.moment(view.revisedAt), view.revision)}
      </Text>
    </Stack>
  );
}

interface LimitFieldProps {
  readonly name: LimitName;
  readonly value: number | string;
  readonly inForce: number | 'unlimited';
  readonly onChange: (value: number | string) => void;
}

function LimitField({ name, value, inForce, onChange }: LimitFieldProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const shown = inForce === unlimited ? texts.unlimited : format.number(inForce);
  return (
    <NumberInput
      label={texts.names[name]}
      description={`${texts.inForce(shown)}. ${texts.help[name]}`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value === unlimited ? '' : value}
      disabled={value === unlimited}
      onChange={onChange}
      placeholder={texts.asDefault}
      allowDecimal={false}
      allowNegative={false}
      thousandSeparator=","
      hideControls
    />
  );
}

interface LimitChangesProps {
  readonly before: LimitsDraft;
  readonly after: LimitsDraft;
}

function LimitChanges({ before, after }: LimitChangesProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const show = (value: number | string) => {
    if (value === unlimited) return texts.unlimited;
    return value === '' ? texts.asDefault : format.number(Number(value));
  };
  return (
    <Stack component="ul" gap={4} m={0} pl="lg">
      {names
        .filter((name) => before[name] !== after[name])
        .map((name) => (
          <Text key={name} component="li" size="sm">
            {texts.changed(texts.names[name], show(before[name]), show(after[name]))}
          </Text>
        ))}
    </Stack>
  );
}
