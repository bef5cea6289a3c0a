import { Button, NumberInput, Stack, TextInput } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import type { PolicyIssue } from '@minigate/policy';
import { EngineText } from '../../../ui/engine-text.tsx';
import { useMessages } from '../../../ui/language.tsx';
import { useIssueLine } from '../../../ui/reasons.messages.ts';
import { messages } from './acceleration.messages.ts';
import { type JsonObject, type JsonPath, valueAt, withValue } from './policy-json.ts';

/** The policy that is being edited. */
export interface PolicyEdit {
  readonly policy: JsonObject;
  readonly issues: readonly PolicyIssue[];
  readonly write: (policy: JsonObject) => void;
}

interface PolicyFieldProps {
  readonly edit: PolicyEdit;
  readonly path: JsonPath;
  readonly kind: 'text' | 'number';
  readonly label: string;
  readonly description?: string;
  /** What holds where nothing is written. */
  readonly placeholder?: string;
}

/** One value of the policy, with what is wrong with it. An empty one is left out. */
export function PolicyField({ edit, path, kind, label, description, placeholder }: PolicyFieldProps) {
  const texts = useMessages(messages);
  const issue = edit.issues.find(({ at }) => at === placeOf(path));
  const line = useIssueLine(issue?.code);
  const value = valueAt(edit.policy, path);
  const put = (next: string | number) => {
    const kept = next === '' && path.at(-1) !== 'origin' ? undefined : next;
    edit.write(
      withValue(edit.policy, path, path.length === 1 && next === '' ? undefined : kept) as JsonObject,
    );
  };
  const shared = {
    label,
    description,
    placeholder,
    error: issue !== undefined && <EngineText sentence={issue.message} line={line} />,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as const satisfies readonly string[],
  };
  const shown = typeof value === 'string' || typeof value === 'number' ? value : '';
  const { correction } = issue ?? {};
  return (
    <Stack gap={6}>
      {kind === 'number' ? (
        <NumberInput
          {...shared}
          inputWrapperOrder={[...shared.inputWrapperOrder]}
          value={shown}
          onChange={put}
          hideControls
          allowNegative={false}
        />
      ) : (
        <TextInput
          {...shared}
          inputWrapperOrder={[...shared.inputWrapperOrder]}
          value={String(shown)}
          onChange={(event) => put(event.currentTarget.value)}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
      )}
      {correction !== undefined && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconWand size={14} aria-hidden />}
          onClick={() => put(correction)}
          style={{ alignSelf: 'flex-start', maxWidth: '100%', height: 'auto' }}
          styles={{ label: { whiteSpace: 'normal', overflowWrap: 'anywhere' } }}
        >
          {texts.use(correction)}
        </Button>
      )}
    </Stack>
  );
}

/** A place as the policy package writes it: `acceleration.candidates[0].origin`. */
export function placeOf(path: JsonPath): string {
  return path.reduce<string>(
    (at, step) => (typeof step === 'number' ? `${at}[${step}]` : `${at}.${step}`),
    'acceleration',
  );
}
