import { Code, Stack, Text, Textarea } from '@mantine/core';
import type { PlatformView } from '@minigate/platform';
import { EngineText } from '../../../ui/engine-text.tsx';
import { useFormat, useMessages } from '../../../ui/language.tsx';
import { useIssueLine } from '../../../ui/reasons.messages.ts';
import { Section } from '../../../ui/section.tsx';
import { Read } from '../../api/read.tsx';
import { messages as frame } from '../../frame/frame.messages.ts';
import { Screen } from '../../frame/screen.tsx';
import { mergeLists } from '../../programs/settings/server-domains/merge.ts';
import { judgePolicy } from '../acceleration/judge-policy.ts';
import type { JsonObject } from '../acceleration/policy-json.ts';
import { OvertakenNotice } from '../overtaken-notice.tsx';
import { ReviewBar } from '../review-bar.tsx';
import { messages as common } from '../platform.messages.ts';
import { usePlatform, usePlatformChange } from '../use-platform.ts';
import { usePlatformDraft } from '../use-platform-draft.ts';
import { messages } from './banned-hosts.messages.ts';
import { type HostFault, readHostLines } from './host-lines.ts';

/** The hosts that no mini program may reach. */
export function BannedHostsScreen() {
  const texts = useMessages(messages);
  const { operator } = useMessages(frame);
  const platform = usePlatform();
  return (
    <Screen title={operator.bannedHosts} lead={texts.lead}>
      <Read of={platform}>{(view) => <BannedHosts view={view} />}</Read>
    </Screen>
  );
}

function BannedHosts({ view }: { readonly view: PlatformView }) {
  const texts = useMessages(messages);
  const { revised } = useMessages(common);
  const format = useFormat();
  const saved = view.bannedHosts;
  const draft = usePlatformDraft('banned-hosts', saved.join('\n'));
  const { hosts, faults } = readHostLines(draft.text);
  const change = usePlatformChange<{ bannedHosts: readonly string[] }>(
    { path: 'banned-hosts', of: (now) => now.bannedHosts },
    draft.forget,
  );
  const added = hosts.filter((host) => !saved.includes(host));
  const removed = saved.filter((host) => !hosts.includes(host));
  const accelerated = judgePolicy(view.acceleration as JsonObject, { bannedHosts: hosts, bannedOrigins: [] })
    .filter(({ code }) => code === 'BANNED_HOST')
    .map(({ entry }) => entry ?? '');
  const base = draft.overtaken?.split('\n').filter((host) => host !== '');
  const merged = () => {
    const { lists } = mergeLists({ base: base ?? [], theirs: saved, mine: hosts });
    return Array.isArray(lists) ? lists.join('\n') : draft.text;
  };
  return (
    <Stack gap="xl">
      {base !== undefined && (
        <OvertakenNotice
          onMerge={() => draft.goOn(merged())}
          onKeepMine={() => draft.goOn()}
          onTakeTheirs={draft.forget}
        >
          <HostChanges sign="+" of={saved.filter((host) => !base.includes(host))} />
          <HostChanges sign="−" of={base.filter((host) => !saved.includes(host))} />
        </OvertakenNotice>
      )}
      <Section title={texts.own} lead={texts.ownLead}>
        <Textarea
          label={texts.label}
          description={texts.description}
          value={draft.text}
          onChange={(event) => draft.write(event.currentTarget.value)}
          rows={6}
          resize="vertical"
          spellCheck={false}
          autoCapitalize="off"
          error={
            faults.length > 0 ? (
              <Faults of={faults} />
            ) : (
              accelerated.length > 0 && texts.accelerated(accelerated.join(', '))
            )
          }
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <Text size="sm" c="dimmed">
          {texts.count(format.number(hosts.length))} · {revised(format.moment(view.revisedAt), view.revision)}
        </Text>
        <ReviewBar
          dirty={added.length + removed.length > 0}
          ready={faults.length === 0 && accelerated.length === 0 && base === undefined}
          onDiscard={draft.forget}
          change={{
            ...change,
            mutate: (_, options) => change.mutate({ reviewed: view, set: { bannedHosts: hosts } }, options),
          }}
        >
          <Stack gap="sm">
            <HostChanges sign="+" of={added} meaning={texts.closes} />
            <HostChanges sign="−" of={removed} meaning={texts.opens} />
          </Stack>
        </ReviewBar>
      </Section>
      <Section title={texts.profile(view.profile.name)} lead={texts.profileLead}>
        <Stack component="ul" gap={4} m={0} pl="lg">
          {view.profile.bannedHosts.map((host) => (
            <li key={host}>
              <Code>{host}</Code>
            </li>
          ))}
        </Stack>
      </Section>
    </Stack>
  );
}

interface HostChangesProps {
  readonly sign: '+' | '−';
  readonly of: readonly string[];
  readonly meaning?: string;
}

function HostChanges({ sign, of, meaning }: HostChangesProps) {
  const { added, removed } = useMessages(common);
  if (of.length === 0) return null;
  return (
    <Stack gap={4}>
      {meaning !== undefined && <Text size="sm">{meaning}</Text>}
      <Stack component="ul" gap={2} m={0} p={0} style={{ listStyle: 'none' }}>
        {of.map((host) => (
          <Text key={host} component="li" size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            <span role="img" aria-label={sign === '+' ? added : removed}>
              {sign}
            </span>{' '}
            {host}
          </Text>
        ))}
      </Stack>
    </Stack>
  );
}

/** Faults that are told; of more of them the others come when these are mended. */
const mostShown = 5;

function Faults({ of }: { readonly of: readonly HostFault[] }) {
  return of.slice(0, mostShown).map((fault) => <Fault key={fault.text} fault={fault} />);
}

function Fault({ fault: { code, message } }: { readonly fault: HostFault }) {
  const line = useIssueLine(code);
  return (
    <span style={{ display: 'block' }}>
      <EngineText sentence={message} line={line} />
    </span>
  );
}
