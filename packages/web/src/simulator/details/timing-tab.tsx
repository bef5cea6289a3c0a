import { Stack, Text, VisuallyHidden } from '@mantine/core';
import type { Entry, EntryHop } from '@minigate/runtime/inspector';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { type Gap, gapsOf, type HopPart, hopParts } from '../model/hop-timing.ts';
import type { BarKind } from '../model/waterfall.ts';
import { messages as network } from '../network/network.messages.ts';
import { backgroundOf } from '../network/phase-colours.ts';
import classes from './details.module.css';
import { messages } from './details.messages.ts';
import { Section } from './section.tsx';

/** What the call spent its time with, hop by hop. */
export function TimingTab({ entry }: { entry: Entry }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const { phase: names, restText } = useMessages(network);
  const { calledAt, waited, hops } = entry;
  const ends = hops.map(({ timing }) => timing?.responseEnd ?? 0);
  const to = Math.max(entry.settledAt ?? 0, calledAt + 1, ...ends);
  const whole = to - calledAt;
  const gaps = gapsOf(entry, to);
  return (
    <Stack gap="md">
      <Text size="sm">
        {texts.total}: {format.span(whole)}
      </Text>
      {waited > 0 && (
        <PartTable label={texts.tabs.timing}>
          <Part phase="queue" start={0} width={(100 * waited) / whole} span={waited} />
        </PartTable>
      )}
      {hops.every(({ timing }) => timing === undefined) && <Text size="sm">{texts.noTiming}</Text>}
      {hops.map((hop, index) => (
        <Hop key={hop.hop} hop={hop} parts={hopParts(entry, index, to)} />
      ))}
      {gaps.length > 0 && (
        <Stack gap={2}>
          <PartTable label={names.rest}>
            <PartRow phase="rest" stretches={gaps} />
          </PartTable>
          <Text size="xs" c="dimmed">
            {restText}
          </Text>
        </Stack>
      )}
    </Stack>
  );
}

function Hop({ hop, parts }: { hop: EntryHop; parts: readonly HopPart[] }) {
  const texts = useMessages(messages);
  if (parts.length === 0) return null;
  return (
    <Section title={texts.hopOf(hop.hop + 1, hop.url)}>
      <PartTable label={texts.hop(hop.hop + 1)}>
        {parts.map((part) => (
          <Part key={part.phase} {...part} />
        ))}
      </PartTable>
      {hop.timing?.reused === true && (
        <Text size="xs" c="dimmed">
          {texts.reused}
        </Text>
      )}
    </Section>
  );
}

function PartTable({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <table className={classes.timing} aria-label={label}>
      <tbody>{children}</tbody>
    </table>
  );
}

interface PartProps extends Gap {
  readonly phase: BarKind;
}

function Part({ phase, ...stretch }: PartProps) {
  return <PartRow phase={phase} stretches={[stretch]} />;
}

/** One phase, which may have happened more than once. */
function PartRow({ phase, stretches }: { phase: BarKind; stretches: readonly Gap[] }) {
  const { phase: names } = useMessages(network);
  const format = useFormat();
  const sum = stretches.reduce((total, { span }) => total + span, 0);
  return (
    <tr>
      <th scope="row">{names[phase]}</th>
      <td>
        <VisuallyHidden>{Math.round(stretches[0]?.start ?? 0)} %</VisuallyHidden>
        <div className={classes.track}>
          {stretches.map(({ start, width }) => (
            <div
              key={start}
              className={classes.part}
              style={{ left: `${start}%`, width: `${width}%`, background: backgroundOf(phase) }}
            />
          ))}
        </div>
      </td>
      <td className={classes.number}>{format.span(sum)}</td>
    </tr>
  );
}
