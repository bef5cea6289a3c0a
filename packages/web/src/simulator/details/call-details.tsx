import { ActionIcon, CloseButton, Tabs, Text } from '@mantine/core';
import { IconMask } from '@tabler/icons-react';
import type { Entry } from '@minigate/runtime/inspector';
import { type ReactNode, useState } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { recall, remember } from '../../ui/preferences.ts';
import { Loading, Problem } from '../../ui/states.tsx';
import type { Call } from '../model/call.ts';
import { mockFrom } from '../model/mock-form.ts';
import { nameOf } from '../model/call-name.ts';
import { refusalsOf } from '../model/refusal.ts';
import type { CallSet } from '../network/call-set.ts';
import { messages as mockTexts } from '../mocks/mocks.messages.ts';
import { useNewMock } from '../mocks/new-mock.tsx';
import { RefusalTab } from '../refusal/refusal-tab.tsx';
import { AnswerTab, SentBodyTab } from './body-tabs.tsx';
import { CookiesTab } from './cookies-tab.tsx';
import { CopyMenu } from './copy-menu.tsx';
import classes from './details.module.css';
import { messages } from './details.messages.ts';
import { HeadersTab } from './headers-tab.tsx';
import { HopsTab } from './hops-tab.tsx';
import { MessagesTab } from './messages-tab.tsx';
import { ProfileTab } from './profile-tab.tsx';
import { QueryTab } from './query-tab.tsx';
import { TimingTab } from './timing-tab.tsx';
import { useEntry } from './use-entry.ts';

interface CallDetailsProps {
  readonly call: Call;
  readonly set: CallSet | undefined;
  readonly onClose: () => void;
}

/** Everything that is known of one call. */
export function CallDetails({ call, set, onClose }: CallDetailsProps) {
  const texts = useMessages(messages);
  const { entry, problem } = useEntry(call, set);
  const name = nameOf(call.row.url).name;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from everywhere in it
    <section
      className={classes.details}
      aria-label={texts.label(name)}
      onKeyDown={({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && onClose()}
    >
      <div className={classes.head}>
        <h3 className={classes.title} title={call.row.url} style={{ margin: 0 }}>
          {name}
        </h3>
        {entry !== undefined && set === undefined && <MockButton entry={entry} />}
        {entry !== undefined && <CopyMenu entry={entry} />}
        <CloseButton size="sm" aria-label={texts.close} title={texts.close} onClick={onClose} />
      </div>
      {problem !== null && <Problem message={problem.message} fix={texts.gone} />}
      {problem === null && (entry === undefined ? <Loading /> : <DetailTabs entry={entry} call={call} />)}
    </section>
  );
}

/** Begins a mock answer with what this call got. */
function MockButton({ entry }: { entry: Entry }) {
  const { mockThis } = useMessages(mockTexts);
  const { begin } = useNewMock();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={mockThis}
      title={mockThis}
      onClick={() => begin(mockFrom(entry))}
    >
      <IconMask size={16} />
    </ActionIcon>
  );
}

type TabName = keyof ReturnType<typeof useTabTexts>;

function useTabTexts() {
  return useMessages(messages).tabs;
}

const isText = (text: string): text is string => text !== '';

function DetailTabs({ entry, call }: { entry: Entry; call: Call }) {
  const texts = useMessages(messages);
  const refusals = refusalsOf(entry);
  const names = tabsFor(entry, refusals.length > 0);
  const refused = refusals.length > 0;
  // Until somebody chooses: the refusal, also of a call that is refused while it is looked at.
  const [chosen, setChosen] = useState<string>();
  const [before] = useState(() => recall('details', isText));
  const shown = chosen ?? (refused ? 'refusal' : before);
  const value = names.find((name) => name === shown) ?? 'headers';
  const choose = (name: string | null) => {
    if (name === null) return;
    setChosen(name);
    if (name !== 'refusal') remember('details', name);
  };
  const enforced = refusals.some((refusal) => refusal.enforced);
  return (
    <Tabs className={classes.tabs} value={value} onChange={choose} keepMounted={false}>
      <Tabs.List className={classes.list}>
        {names.map((name) => (
          <Tabs.Tab key={name} value={name} px="xs" py={6}>
            <Text size="xs" {...(name === 'refusal' ? { fw: 700 } : {})}>
              {name === 'refusal' && !enforced ? texts.wouldFail : texts.tabs[name]}
            </Text>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {names.map((name) => (
        <Tabs.Panel key={name} value={name} className={classes.panel} tabIndex={0}>
          {contentOf(name, entry, call)}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function tabsFor({ api, hops }: Entry, refused: boolean): TabName[] {
  const socket = api === 'connectSocket';
  return [
    ...(refused ? (['refusal'] as const) : []),
    'headers',
    'query',
    ...(socket ? (['messages'] as const) : (['sent', 'answer'] as const)),
    'cookies',
    'timing',
    ...(hops.length > 1 ? (['hops'] as const) : []),
    ...(socket ? [] : (['profile'] as const)),
  ];
}

function contentOf(name: TabName, entry: Entry, call: Call): ReactNode {
  switch (name) {
    case 'refusal':
      return <RefusalTab entry={entry} />;
    case 'headers':
      return <HeadersTab entry={entry} call={call} />;
    case 'query':
      return <QueryTab entry={entry} />;
    case 'sent':
      return <SentBodyTab entry={entry} />;
    case 'answer':
      return <AnswerTab entry={entry} />;
    case 'cookies':
      return <CookiesTab entry={entry} />;
    case 'timing':
      return <TimingTab entry={entry} />;
    case 'hops':
      return <HopsTab entry={entry} />;
    case 'profile':
      return <ProfileTab entry={entry} />;
    default:
      return <MessagesTab entry={entry} />;
  }
}
