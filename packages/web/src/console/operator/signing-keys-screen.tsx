import type { SigningKey } from '@minigate/platform';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useMessages } from '../../ui/language.tsx';
import { RowList } from '../../ui/row-list.tsx';
import { ProblemNotice } from '../api/problem-notice.tsx';
import { Read } from '../api/read.tsx';
import { useChange } from '../api/use-change.ts';
import { useRead } from '../api/use-read.ts';
import { Screen } from '../frame/screen.tsx';
import { type KeyStep, SigningKeyRow } from './signing-key-row.tsx';
import { messages } from './signing-keys.messages.ts';

const path = '/operator/v1/signing-keys';

/** A step of replacing a key: of a key that is there, or the making of the next one. */
type Step = { readonly kind: 'announce' } | { readonly kind: KeyStep; readonly key: SigningKey };

/** The keys that sign policies, and the four steps of replacing one. */
export function SigningKeysScreen() {
  const texts = useMessages(messages);
  const read = useRead<{ signingKeys: readonly SigningKey[] }>(path);
  const [step, setStep] = useState<Step>();
  const take = useChange<Step, SigningKey>({
    change: (call, wanted) => {
      if (wanted.kind === 'announce') return call('POST', path);
      const ofKey = `${path}/${wanted.key.thumbprint}`;
      return wanted.kind === 'withdraw' ? call('DELETE', ofKey) : call('POST', `${ofKey}/${wanted.kind}`);
    },
    refreshes: [path],
    onDone: () => setStep(undefined),
  });
  const close = () => {
    take.reset();
    setStep(undefined);
  };
  const asked = texts.steps[step?.kind ?? 'announce'];
  const announced = read.data?.signingKeys.some(({ state }) => state === 'next') ?? true;
  return (
    <Screen
      title={texts.title}
      lead={texts.lead}
      actions={
        <Button disabled={announced} onClick={() => setStep({ kind: 'announce' })}>
          {texts.steps.announce.verb}
        </Button>
      }
    >
      <Read of={read}>
        {({ signingKeys }) => (
          <RowList label={texts.title}>
            {signingKeys.map((key) => (
              <SigningKeyRow
                key={key.thumbprint}
                signingKey={key}
                onStep={(kind) => setStep({ kind, key })}
              />
            ))}
          </RowList>
        )}
      </Read>
      <Text size="sm" c="dimmed">
        {texts.stolen}
      </Text>
      <ConfirmDialog
        opened={step !== undefined}
        onClose={close}
        title={asked.question}
        confirm={asked.verb}
        danger={step !== undefined && step.kind !== 'announce'}
        running={take.isPending}
        problem={<ProblemNotice problem={take.error} />}
        onConfirm={() => {
          if (step !== undefined) take.mutate(step);
        }}
      >
        {asked.lead}
      </ConfirmDialog>
    </Screen>
  );
}
