import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useMessages } from '../../ui/language.tsx';
import classes from './details.module.css';
import { messages } from './details.messages.ts';

interface TextViewProps {
  readonly text: string;
  readonly label: string;
}

/** A browser lays out so many characters at once without a pause. */
const atOnce = 100_000;

/** A long text, at first its beginning. */
export function TextView({ text, label }: TextViewProps) {
  const texts = useMessages(messages);
  const format = useFormat();
  const [shown, setShown] = useState(atOnce);
  return (
    <>
      <pre
        className={`${classes.text} ${classes.code}`}
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what is copied can be reached
        tabIndex={0}
      >
        {text.slice(0, shown)}
      </pre>
      {text.length > shown && (
        <Button size="compact-xs" variant="default" onClick={() => setShown(shown + 5 * atOnce)}>
          {texts.cut(format.number(shown), texts.characters(format.number(text.length)))}
        </Button>
      )}
    </>
  );
}
