import { ScrollArea } from '@mantine/core';
import classes from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  /** What the code is. */
  readonly label: string;
  readonly code: string;
}

/** Lines of code to be copied. What is too wide scrolls in its own place, by keys too. */
export function CodeBlock({ label, code }: CodeBlockProps) {
  return (
    <div className={classes['block']}>
      <ScrollArea
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}
        className={classes['place'] ?? ''}
      >
        <pre className={classes['code']}>
          <code translate="no">{code}</code>
        </pre>
      </ScrollArea>
      <div className={classes['copy']}>
        <CopyButton value={code} />
      </div>
    </div>
  );
}
