import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ConsoleLine } from '@minigate/runtime/simulator/protocol';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { SourceLink } from '../code/source-link.tsx';
import { textOf } from '../model/console-text.ts';
import { messages } from './console.messages.ts';
import classes from './console.module.css';
import { indentOf } from './indent.ts';

interface ConsoleGroupProps {
  readonly line: ConsoleLine;
  readonly open: boolean;
  readonly onFold: () => void;
}

/** The head of a group: it opens and closes what follows in it. */
export function ConsoleGroup({ line, open, onFold }: ConsoleGroupProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const name = textOf(line) || `console.${line.method ?? 'group'}`;
  return (
    <div className={classes.line} data-level={line.level}>
      <span className={classes.time}>{format.time(line.time)}</span>
      <span className={classes.icon} style={indentOf(line)}>
        <ActionIcon
          size={16}
          variant="transparent"
          style={{ color: 'inherit' }}
          aria-expanded={open}
          aria-label={`${open ? texts.fold : texts.unfold}: ${name.slice(0, 80)}`}
          onClick={onFold}
        >
          <Chevron size={14} />
        </ActionIcon>
      </span>
      <strong className={classes.texts}>{name}</strong>
      {line.source !== undefined && (
        <span className={classes.source}>
          <SourceLink text={line.source} />
        </span>
      )}
    </div>
  );
}
