import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';

interface Notice {
  readonly title?: string;
  /** It did not work: the notice stays longer. */
  readonly failed?: boolean;
}

/**
 * Says in passing that something was done, or was not.
 *
 * @example
 * const notify = useNotify();
 * notify('The team has its new name.');
 */
export function useNotify(): (message: string, options?: Notice) => void {
  const { close } = useMessages(messages);
  return useCallback(
    (message, { failed = false, title } = {}) => {
      notifications.show({
        message,
        ...(title === undefined ? {} : { title }),
        ...(failed ? { color: 'red.8', autoClose: 10_000 } : {}),
        closeButtonProps: { 'aria-label': close },
      });
    },
    [close],
  );
}
