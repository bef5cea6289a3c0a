import { useClipboard } from '@mantine/hooks';
import { useState } from 'react';

/** How it stands with what is to be put on the clipboard. */
export interface Copying {
  readonly copy: (text: string) => void;
  /** Whether it is there, for two seconds. */
  readonly copied: boolean;
  /** What the browser did not let the page put there; it does so only on pages that it holds to be safe, and when asked. */
  readonly refused: string | undefined;
  readonly forget: () => void;
}

/** Puts texts on the clipboard, and knows whether that was so. */
export function useCopy(): Copying {
  const { copy, copied, error, reset } = useClipboard({ timeout: 2000 });
  const [text, setText] = useState<string>();
  return {
    copy: (wanted) => {
      reset();
      setText(wanted);
      copy(wanted);
    },
    copied: copied && error === null,
    refused: error === null ? undefined : text,
    forget: () => {
      setText(undefined);
      reset();
    },
  };
}
