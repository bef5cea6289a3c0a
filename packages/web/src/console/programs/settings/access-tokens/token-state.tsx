import { Progress, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { TokenState } from '@minigate/platform';
import { BusyButton } from '../../../../ui/busy-button.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { useFormat, useMessages } from '../../../../ui/language.tsx';
import { Section } from '../../../../ui/section.tsx';
import { messages } from './access-tokens.messages.ts';

interface TokenStateViewProps {
  readonly state: TokenState;
  readonly onRefresh: () => void;
  readonly refreshing: boolean;
}

/** When the token in force ends, and how much of the quotas is used up. */
export function TokenStateView({ state: { tokens, quota }, onRefresh, refreshing }: TokenStateViewProps) {
  const { now: texts } = useMessages(messages);
  const format = useFormat();
  const [newest, older] = tokens;
  const rows = (['minute', 'day', 'forced'] as const).map((name) => [texts[name], quota[name]] as const);
  return (
    <Section
      title={texts.title}
      actions={
        <BusyButton
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={onRefresh}
          busy={refreshing}
        >
          {texts.refresh}
        </BusyButton>
      }
    >
      {newest === undefined && <Text size="sm">{texts.none}</Text>}
      {older !== undefined && (
        <Text size="sm" c="dimmed">
          {texts.overlap}
        </Text>
      )}
      <Facts
        of={[
          ...(newest === undefined
            ? []
            : [
                [
                  texts.newest,
                  texts.issued(format.ago(newest.issuedAt), format.moment(newest.issuedAt)),
                ] as const,
                [texts.valid, texts.ends(format.ago(newest.endsAt), format.time(newest.endsAt))] as const,
              ]),
          ...(older === undefined
            ? []
            : [[texts.older, texts.ends(format.ago(older.endsAt), format.time(older.endsAt))] as const]),
          ...rows.map(([name, state]) => [name, <Quota key={name} name={name} state={state} />] as const),
        ]}
      />
    </Section>
  );
}

interface QuotaProps {
  readonly name: string;
  readonly state: TokenState['quota']['day'];
}

function Quota({ name, state: { used, limit, endsAt } }: QuotaProps) {
  const { now: texts } = useMessages(messages);
  const format = useFormat();
  return (
    <Stack gap={4} maw={320}>
      <Text size="sm" component="span">
        {texts.used(format.number(used), format.number(limit))}
        <Text span inherit c="dimmed">
          {` · ${texts.anew(format.time(endsAt))}`}
        </Text>
      </Text>
      <Progress
        value={limit === 0 ? 100 : Math.min(100, (100 * used) / limit)}
        color={used >= limit ? 'red' : 'gate'}
        size="sm"
        aria-label={name}
      />
    </Stack>
  );
}
