import { Button, NumberInput, SimpleGrid, Stack } from '@mantine/core';
import type { ConditionsState } from '@minigate/runtime/simulator/protocol';
import { useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { type CustomLink, linkFields, linkOfFields } from '../model/custom-link.ts';
import { messages } from './device.messages.ts';

interface CustomConditionsProps {
  readonly conditions: ConditionsState;
  readonly onChange: (conditions: ConditionsState) => void;
}

/** A link by its numbers. A speed that is left empty is as fast as it goes. */
export function CustomConditions({ conditions, onChange }: CustomConditionsProps) {
  const texts = useMessages(messages);
  const [draft, setDraft] = useState(() => linkFields(conditions));
  const field = (name: keyof CustomLink, most: number) => (
    <NumberInput
      size="xs"
      label={texts.custom[name]}
      placeholder={name === 'download' || name === 'upload' ? texts.custom.unlimited : undefined}
      min={0}
      max={most}
      hideControls
      value={draft[name] ?? ''}
      onChange={(value) => setDraft({ ...draft, [name]: typeof value === 'number' ? value : undefined })}
    />
  );
  return (
    <Stack
      gap="xs"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(linkOfFields(draft));
      }}
    >
      <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
        {field('latency', 60_000)}
        {field('loss', 100)}
        {field('download', 1_000_000)}
        {field('upload', 1_000_000)}
      </SimpleGrid>
      <Button type="submit" size="xs" variant="light">
        {texts.apply}
      </Button>
    </Stack>
  );
}
