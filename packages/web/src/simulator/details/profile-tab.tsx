import { Text } from '@mantine/core';
import type { Entry } from '@minigate/runtime/inspector';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { type ProfileField, profileOf } from '../model/profile.ts';
import { messages } from './details.messages.ts';
import { FieldTable } from './field-table.tsx';

/** The `profile` that the program gets with a result. */
export function ProfileTab({ entry }: { entry: Entry }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const profile = profileOf(entry);
  if (profile.length === 0) return <Text size="sm">{texts.noProfile}</Text>;
  const write = ({ kind, value }: ProfileField) => {
    if (typeof value === 'string') return value;
    if (kind === 'bytes') return format.bytes(value);
    if (kind === 'span') return format.span(value);
    return value === 0 ? '0' : `${value} (+${format.span(value - Math.floor(entry.calledAt))})`;
  };
  return (
    <FieldTable
      label={texts.tabs.profile}
      fields={profile.map((field) => ({ name: field.name, value: write(field) }))}
    />
  );
}
