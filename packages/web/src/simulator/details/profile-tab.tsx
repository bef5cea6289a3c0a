import { Text } from '@mantine/core';
import type { Entry } from '@minigate/runtime/inspector';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { type ProfileField, profileFields } from '../model/profile.ts';
import { messages } from './details.messages.ts';
import { FieldTable } from './field-table.tsx';

/** The `profile` that the program got with its result, and how long after the call each moment was. */
export function ProfileTab({ entry: { profile, calledAt } }: { entry: Entry }) {
  const texts = useMessages(messages);
  const format = useFormat();
  if (profile === undefined) return <Text size="sm">{texts.noProfile}</Text>;
  const explain = ({ kind, value }: ProfileField) => {
    if (typeof value !== 'number' || value === 0) return '';
    if (kind === 'bytes') return ` (${format.bytes(value)})`;
    if (kind === 'span') return ' ms';
    return kind === 'moment' ? ` (+${format.span(value - Math.floor(calledAt))})` : '';
  };
  return (
    <FieldTable
      label={texts.tabs.profile}
      fields={profileFields(profile).map((field) => ({
        name: field.name,
        value: `${String(field.value)}${explain(field)}`,
      }))}
    />
  );
}
