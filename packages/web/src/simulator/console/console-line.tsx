import { ActionIcon, UnstyledButton } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBug,
  IconChevronDown,
  IconChevronRight,
  IconCircleX,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { ConsoleLine } from '@minigate/runtime/simulator/protocol';
import { useMemo, useState } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { TreeView } from '../../ui/tree-view.tsx';
import { SourceLink } from '../code/source-link.tsx';
import { canUnfold, type ConsoleValue, readConsoleValue, valueRows } from '../model/console-value.ts';
import { textOf } from '../model/console-text.ts';
import { tableOf } from '../model/console-table.ts';
import { stackLines } from '../model/place.ts';
import { ConsoleTableView } from './console-table.tsx';
import { messages } from './console.messages.ts';
import classes from './console.module.css';
import { indentOf } from './indent.ts';

interface ConsoleLineProps {
  readonly line: ConsoleLine;
  /** A person has opened what is closed at first, or closed what is open. */
  readonly toggled: boolean;
  readonly onFold: () => void;
}

const icons = {
  debug: IconBug,
  log: undefined,
  info: IconInfoCircle,
  warn: IconAlertTriangle,
  error: IconCircleX,
} as const;

/** One line: when, what, where; unfolded also what is in its values, and by which way the program came there. */
export function ConsoleLineView({ line, toggled, onFold }: ConsoleLineProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const values = useMemo(
    () => (line.values ?? []).map(readConsoleValue).filter((value) => value !== undefined),
    [line],
  );
  const inner = values.filter(canUnfold);
  const Icon = icons[line.level];
  const table = line.method === 'table' ? tableOf(values[0], values[1]) : undefined;
  // The stack of an error and the entries of `dir` are what one looks for: they are open from the start.
  const isOpenFirst = line.kind === 'error' || line.method === 'dir' || line.method === 'trace';
  const isOpen = isOpenFirst !== toggled;
  const hasMore = inner.length > 0 || line.stack !== undefined;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const origin = line.kind === 'simulator' || line.kind === 'unsupported' ? `[${texts[line.kind]}] ` : '';
  const where = line.where === undefined ? '' : ` (${line.where})`;
  const text = textOf(line) || (line.method === 'trace' ? 'console.trace' : '');
  return (
    <div className={classes.line} data-level={line.level}>
      <span className={classes.time}>{format.time(line.time)}</span>
      <span className={classes.icon} style={indentOf(line)}>
        {hasMore ? (
          <ActionIcon
            size={16}
            variant="transparent"
            style={{ color: 'inherit' }}
            aria-expanded={isOpen}
            aria-label={isOpen ? texts.fold : texts.unfold}
            onClick={onFold}
          >
            <Chevron size={14} />
          </ActionIcon>
        ) : (
          Icon !== undefined && <Icon size={14} role="img" aria-label={texts.level[line.level]} />
        )}
      </span>
      <div className={classes.texts}>
        {table === undefined ? (
          <Texts text={`${origin}${text}${where}`} />
        ) : (
          <ConsoleTableView table={table} />
        )}
        {isOpen && inner.map((value, index) => <Value key={`${index} ${value.text}`} value={value} />)}
        {isOpen && line.stack !== undefined && <Stack stack={line.stack} />}
      </div>
      {line.source !== undefined && (
        <span className={classes.source}>
          <SourceLink text={line.source} />
        </span>
      )}
    </div>
  );
}

const shownAtFirst = 2000;

/** An error that was printed brings its stack along. */
const frames = /\n\s+at /;

function Texts({ text }: { text: string }) {
  const { more } = useMessages(messages);
  const format = useFormat();
  const [all, setAll] = useState(false);
  if (frames.test(text)) return <Stack stack={text} />;
  if (all || text.length <= shownAtFirst) return text;
  return (
    <>
      {text.slice(0, shownAtFirst)}…{' '}
      <UnstyledButton fz="xs" td="underline" onClick={() => setAll(true)}>
        {more(format.number(text.length - shownAtFirst))}
      </UnstyledButton>
    </>
  );
}

function Value({ value }: { value: ConsoleValue }) {
  const texts = useMessages(messages);
  const rowsOf = useMemo(
    () => (isOpen: (path: string, depth: number) => boolean) => valueRows(value, isOpen),
    [value],
  );
  return (
    <>
      {value.entries.length > 0 && <TreeView label={texts.value} rowsOf={rowsOf} openDepth={1} />}
      {value.stack !== undefined && <Stack stack={value.stack} />}
    </>
  );
}

/** Where the program was, frame by frame; each leads to its place in the code. */
function Stack({ stack }: { stack: string }) {
  const lines = useMemo(() => stackLines(stack), [stack]);
  return (
    <pre className={classes.stack} style={{ fontFamily: 'inherit' }}>
      {lines.map(({ before, place, after }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a frame can come twice
        <div key={index}>
          {before}
          {place !== undefined && <SourceLink text={place.text} />}
          {after}
        </div>
      ))}
    </pre>
  );
}
