import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconBan } from '@tabler/icons-react';
import type { Entry } from '@minigate/runtime/inspector';
import { useFormat, useLanguage, useMessages } from '../../ui/language.tsx';
import { useReasonLine } from '../../ui/reasons.messages.ts';
import { type Field, FieldTable } from '../details/field-table.tsx';
import { useSimulation } from '../feed/simulation-context.tsx';
import { askedList, type Refusal, refusalsOf } from '../model/refusal.ts';
import { AddEntry } from './add-entry.tsx';
import { messages } from './refusal.messages.ts';
import { type RuleNumber, ruleSentences, ruleTitles } from './rules.messages.ts';

/** Every refusal on the way of a call: what happened, by which rule, and what would allow it. */
export function RefusalTab({ entry }: { entry: Entry }) {
  return (
    <Stack gap="md">
      {refusalsOf(entry).map((refusal) => (
        <One key={`${refusal.hop} ${refusal.reason}`} refusal={refusal} entry={entry} />
      ))}
    </Stack>
  );
}

function One({ refusal, entry }: { refusal: Refusal; entry: Entry }) {
  const texts = useMessages(messages);
  const { language } = useLanguage();
  const titles = useMessages(ruleTitles);
  const line = useReasonLine(refusal.reasonCode ?? 'PRIVATE_ADDRESS');
  const { enforced, hop } = refusal;
  const rule = isRule(refusal.rule, titles) ? refusal.rule : undefined;
  const title = enforced ? texts.refused : texts.wouldFail;
  return (
    <Stack gap="xs">
      <Alert
        p="xs"
        styles={{ body: { gap: 2 } }}
        color={enforced ? 'red' : 'yellow'}
        variant="light"
        icon={enforced ? <IconBan aria-hidden /> : <IconAlertTriangle aria-hidden />}
        title={hop > 0 ? `${title} · ${texts.hop(hop)}` : title}
      >
        {line !== undefined && <Text size="sm">{line}</Text>}
        <Text size="sm" lang="en">
          {refusal.message}
        </Text>
        {!enforced && (
          <Text size="xs" mt={4}>
            {texts.wouldFailText}
          </Text>
        )}
      </Alert>
      <FieldTable label={title} fields={useFields(refusal, entry)} />
      {refusal.entry !== undefined && <AddEntry entry={refusal.entry} api={entry.api} />}
      {rule !== undefined && (
        <div>
          <Text size="sm" fw={600}>
            {texts.rule(rule, titles[rule].replaceAll('`', ''))}
          </Text>
          <Text size="sm" c="dimmed">
            {ruleSentences[language][rule]}
          </Text>
        </div>
      )}
    </Stack>
  );
}

function useFields({ url, nearest, suggestion, address, entry: wanted }: Refusal, { api }: Entry): Field[] {
  const texts = useMessages(messages);
  const format = useFormat();
  const policy = useSimulation(({ program }) => program?.policy);
  const fields: Field[] = [{ name: texts.url, value: url }];
  if (address !== undefined) fields.push({ name: texts.address, value: address });
  if (policy !== undefined && (nearest !== undefined || wanted !== undefined)) {
    const list = askedList(policy, api);
    const count = format.number(list.entries.length);
    const value = list.api === undefined ? texts.oneList(count) : texts.listOf(list.api, count);
    fields.push({ name: texts.asked, value, prose: true });
  }
  if (nearest !== undefined) fields.push({ name: texts.nearest, value: nearest });
  if (suggestion !== undefined) {
    fields.push({ name: texts.allow, value: <span lang="en">{suggestion}</span>, prose: true });
  }
  return fields;
}

function isRule(number: number, titles: object): number is RuleNumber {
  return Object.hasOwn(titles, number);
}
