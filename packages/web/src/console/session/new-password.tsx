import { PasswordInput } from '@mantine/core';
import { useMessages } from '../../ui/language.tsx';
import { messages } from '../links/links.messages.ts';

interface NewPasswordProps {
  readonly value: string;
  readonly onChange: (password: string) => void;
}

/** Where a new password is chosen, as password managers know it. The platform judges it. */
export function NewPassword({ value, onChange }: NewPasswordProps) {
  const { password } = useMessages(messages);
  return (
    <PasswordInput
      label={password.label}
      description={password.hint}
      name="new-password"
      autoComplete="new-password"
      required
      minLength={12}
      maxLength={128}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
