import { Alert, Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { PlatformView } from '@minigate/platform';
import type { PolicyIssue } from '@minigate/policy';
import { useState } from 'react';
import { EngineText } from '../../../ui/engine-text.tsx';
import { useFormat, useMessages } from '../../../ui/language.tsx';
import { useIssueLine } from '../../../ui/reasons.messages.ts';
import { Empty } from '../../../ui/states.tsx';
import { Read } from '../../api/read.tsx';
import { messages as frame } from '../../frame/frame.messages.ts';
import { Screen } from '../../frame/screen.tsx';
import { OvertakenNotice } from '../overtaken-notice.tsx';
import { messages as common } from '../platform.messages.ts';
import { ReviewBar } from '../review-bar.tsx';
import { usePlatform, usePlatformChange } from '../use-platform.ts';
import { usePlatformDraft } from '../use-platform-draft.ts';
import { messages } from './acceleration.messages.ts';
import { judgePolicy } from './judge-policy.ts';
import { PolicyChanges } from './policy-changes.tsx';
import { PolicyForm } from './policy-form.tsx';
import { candidatesOf, type JsonObject, readPolicy, writePolicy } from './policy-json.ts';
import { mergePolicies } from './policy-merge.ts';

/** The acceleration policy of the platform. */
export function AccelerationScreen() {
  const texts = useMessages(messages);
  const { operator } = useMessages(frame);
  const platform = usePlatform();
  return (
    <Screen title={operator.acceleration} lead={texts.lead}>
      <Read of={platform}>{(view) => <Acceleration view={view} />}</Read>
    </Screen>
  );
}

function Acceleration({ view }: { readonly view: PlatformView }) {
  const { revised } = useMessages(common);
  const format = useFormat();
  const saved = view.acceleration as JsonObject;
  const draft = usePlatformDraft('acceleration', writePolicy(saved));
  const change = usePlatformChange<{ acceleration: JsonObject }>(
    { path: 'acceleration', of: (now) => now.acceleration },
    draft.forget,
  );
  const policy = readPolicy(draft.text);
  const bans = { bannedHosts: view.bannedHosts, bannedOrigins: [window.location.origin] };
  const issues = policy === undefined ? [] : judgePolicy(policy, bans);
  const base = draft.overtaken === undefined ? undefined : readPolicy(draft.overtaken);
  const merged =
    base === undefined || policy === undefined
      ? undefined
      : mergePolicies({ base, theirs: saved, mine: policy });
  return (
    <Stack gap="lg">
      {base !== undefined && (
        <OvertakenNotice
          {...(merged !== undefined && { onMerge: () => draft.goOn(writePolicy(merged)) })}
          onKeepMine={() => draft.goOn()}
          onTakeTheirs={draft.forget}
        >
          <PolicyChanges before={base} after={saved} />
        </OvertakenNotice>
      )}
      <PolicyEditor text={draft.text} policy={policy} issues={issues} onWrite={draft.write} />
      <ReviewBar
        dirty={draft.dirty}
        ready={policy !== undefined && issues.length === 0 && base === undefined}
        onDiscard={draft.forget}
        change={{
          ...change,
          mutate: (_, options) =>
            change.mutate({ reviewed: view, set: { acceleration: policy ?? {} } }, options),
        }}
      >
        {policy !== undefined && <PolicyChanges before={saved} after={policy} />}
      </ReviewBar>
      <Text size="sm" c="dimmed">
        {revised(format.moment(view.revisedAt), view.revision)}
      </Text>
    </Stack>
  );
}

interface PolicyEditorProps {
  readonly text: string;
  /** Undefined where the text is none. */
  readonly policy: JsonObject | undefined;
  readonly issues: readonly PolicyIssue[];
  readonly onWrite: (text: string) => void;
}

function PolicyEditor({ text, policy, issues, onWrite }: PolicyEditorProps) {
  const texts = useMessages(messages);
  const [chosen, setChosen] = useState<'form' | 'json'>('form');
  const candidates = policy === undefined ? undefined : candidatesOf(policy);
  const view = candidates === undefined ? 'json' : chosen;
  if (view === 'form' && policy !== undefined && Object.keys(policy).length === 0) {
    return (
      <Empty title={texts.none}>
        <Stack align="center" gap="sm">
          <Text c="dimmed">{texts.noneLead}</Text>
          <Button onClick={() => onWrite(writePolicy({ candidates: [{ origin: '' }] }))}>{texts.add}</Button>
        </Stack>
      </Empty>
    );
  }
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <SegmentedControl
          aria-label={texts.view}
          value={view}
          onChange={setChosen}
          data={[
            { value: 'form', label: texts.form, disabled: candidates === undefined },
            { value: 'json', label: texts.json },
          ]}
        />
        <Button variant="subtle" color="red" onClick={() => onWrite('{}')}>
          {texts.remove}
        </Button>
      </Group>
      {view === 'form' && policy !== undefined && candidates !== undefined ? (
        <PolicyForm
          edit={{ policy, issues, write: (next) => onWrite(writePolicy(next)) }}
          candidates={candidates}
        />
      ) : (
        <Textarea
          label={texts.jsonLabel}
          description={candidates === undefined && texts.noForm}
          value={text}
          onChange={(event) => onWrite(event.currentTarget.value)}
          rows={10}
          resize="vertical"
          spellCheck={false}
          autoCapitalize="off"
          error={policy === undefined && texts.notJson}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
      )}
      {issues.length > 0 && (
        <Alert
          variant="light"
          color="orange"
          role="status"
          title={texts.faults(issues.length)}
          icon={<IconAlertTriangle aria-hidden />}
        >
          <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
            {issues.map((issue) => (
              <IssueItem key={`${issue.at} ${issue.message}`} issue={issue} />
            ))}
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}

function IssueItem({ issue: { at, code, message } }: { readonly issue: PolicyIssue }) {
  const line = useIssueLine(code);
  return (
    <Text component="li" size="sm">
      {at !== undefined && (
        <Text span inherit ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {at}{' '}
        </Text>
      )}
      <EngineText sentence={message} line={line} />
    </Text>
  );
}
