import type { SigningKey } from '@minigate/platform';
import { Badge, Button, Code, Group, Text } from '@mantine/core';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { Row } from '../../ui/row-list.tsx';
import { messages } from './signing-keys.messages.ts';

/** What can be done with a key that is there. */
export type KeyStep = 'switch' | 'withdraw' | 'retire';

const stepsOf = {
  next: ['switch', 'withdraw'],
  current: [],
  former: ['retire'],
  retired: [],
} as const satisfies Record<SigningKey['state'], readonly KeyStep[]>;

interface SigningKeyRowProps {
  readonly signingKey: SigningKey;
  readonly onStep: (step: KeyStep) => void;
}

/** One signing key: its state, what that means, and the steps that are possible. */
export function SigningKeyRow({ signingKey: { thumbprint, state, changedAt }, onStep }: SigningKeyRowProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const current = state === 'current';
  return (
    <Row
      actions={stepsOf[state].map((step) => (
        <Button
          key={step}
          size="xs"
          variant={step === 'switch' ? 'filled' : 'default'}
          aria-label={`${texts.steps[step].verb}: ${thumbprint}`}
          onClick={() => onStep(step)}
        >
          {texts.steps[step].verb}
        </Button>
      ))}
    >
      <Group gap={4} wrap="nowrap">
        <Code style={{ overflowWrap: 'anywhere' }}>{thumbprint}</Code>
        <CopyButton value={thumbprint} label={texts.thumbprint} />
      </Group>
      <Group gap="xs">
        <Badge variant={current ? 'filled' : 'default'} tt="none">
          {texts.states[state]}
        </Badge>
        <Text size="sm" c="dimmed">
          {texts.changed(format.moment(changedAt))}
        </Text>
      </Group>
      <Text size="sm">{texts.meanings[state]}</Text>
    </Row>
  );
}
