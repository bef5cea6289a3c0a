import {
  Button,
  Group,
  NativeSelect,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type MockRule, mockFaults } from '@minigate/runtime/inspector';
import { apis } from '@minigate/policy';
import { type ChangeEvent, useState } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useMessages } from '../../ui/language.tsx';
import { messages as words } from '../../ui/messages.ts';
import { mockBodies, type MockForm as Form, ruleOf } from '../model/mock-form.ts';
import { messages } from './mocks.messages.ts';

interface MockFormProps {
  readonly initial: Form;
  /** @returns what kept it from being saved, one sentence each */
  readonly onSave: (rule: MockRule) => Promise<readonly string[]>;
  readonly onCancel: () => void;
}

const monospace = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

/** One rule, to be filled in. What is wrong is said when it is saved, and what was typed stays. */
export function MockForm({ initial, onSave, onCancel }: MockFormProps) {
  const { fields: texts, save: saveText } = useMessages(messages);
  const { cancel } = useMessages(words);
  const [form, setForm] = useState(initial);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const read = ruleOf(form);
    if ('problems' in read) {
      setProblems(read.problems);
      return;
    }
    setBusy(true);
    setProblems(await onSave(read.rule));
    setBusy(false);
  };
  const set = (change: Partial<Form>) => setForm((before) => ({ ...before, ...change }));
  const typed = (name: 'name' | 'url' | 'method' | 'headers' | 'body') => ({
    size: 'xs' as const,
    value: form[name],
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      set({ [name]: currentTarget.value }),
  });
  return (
    <Stack
      gap="sm"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextInput
        label={texts.url}
        description={texts.urlHint}
        styles={monospace}
        required
        {...typed('url')}
      />
      <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="sm">
        <TextInput label={texts.name} {...typed('name')} />
        <NativeSelect
          size="xs"
          label={texts.api}
          value={form.api}
          data={[{ value: '', label: texts.every }, ...apis.map((value) => ({ value, label: value }))]}
          onChange={({ currentTarget }) =>
            set({ api: apis.find((one) => one === currentTarget.value) ?? '' })
          }
        />
        <TextInput label={texts.method} placeholder={texts.every} {...typed('method')} />
        <NativeSelect
          size="xs"
          label={texts.kind}
          value={form.kind}
          data={(['answer', 'fault'] as const).map((value) => ({ value, label: texts.kinds[value] }))}
          onChange={({ currentTarget }) =>
            set({ kind: currentTarget.value === 'fault' ? 'fault' : 'answer' })
          }
        />
        {form.kind === 'fault' ? (
          <NativeSelect
            size="xs"
            label={texts.fault}
            value={form.fault}
            data={mockFaults.map((value) => ({ value, label: texts.faults[value] }))}
            onChange={({ currentTarget }) => {
              const fault = mockFaults.find((one) => one === currentTarget.value);
              if (fault !== undefined) set({ fault });
            }}
          />
        ) : (
          <NumberInput
            size="xs"
            label={texts.status}
            min={200}
            max={599}
            value={form.status}
            onChange={(value) => typeof value === 'number' && set({ status: value })}
          />
        )}
        <NumberInput
          size="xs"
          label={texts.delay}
          min={0}
          max={600_000}
          value={form.delay}
          onChange={(value) => typeof value === 'number' && set({ delay: value })}
        />
      </SimpleGrid>
      {(form.kind === 'answer' || form.fault === 'reset-midway') && (
        <>
          <Textarea
            label={texts.headers}
            description={texts.headersHint}
            autosize
            minRows={1}
            maxRows={6}
            {...typed('headers')}
          />
          <NativeSelect
            size="xs"
            label={texts.bodyKind}
            value={form.bodyKind}
            data={mockBodies.map((value) => ({ value, label: texts.bodyKinds[value] }))}
            onChange={({ currentTarget }) =>
              set({ bodyKind: mockBodies.find((one) => one === currentTarget.value) ?? 'none' })
            }
          />
          {form.bodyKind !== 'none' && (
            <Textarea
              label={form.bodyKind === 'file' ? texts.file : texts.body}
              styles={monospace}
              autosize
              minRows={form.bodyKind === 'file' ? 1 : 4}
              maxRows={16}
              {...typed('body')}
            />
          )}
        </>
      )}
      <div role="alert">
        {problems.map((problem) => (
          <Text key={problem} size="sm" c="var(--mantine-color-error)">
            {problem}
          </Text>
        ))}
      </div>
      <Group justify="flex-end" gap="xs">
        <Button size="xs" variant="default" onClick={onCancel}>
          {cancel}
        </Button>
        <BusyButton size="xs" type="submit" busy={busy}>
          {saveText}
        </BusyButton>
      </Group>
    </Stack>
  );
}
