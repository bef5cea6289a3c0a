import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';

/**
 * Says in passing that something was done, or was not.
 *
 * @example
 * const notify = useNotify();
 * notify('The team has its new name.');
 */
export function useNotify(): (message: string, options?: { failed?: boolean }) => void {
  const { close } = useMessages(messages);
  return useCallback(
    (message, { failed = false } = {}) => {
      notifications.show({
        message,
        ...(failed ? { color: 'red.8', autoClose: 10_000 } : {}),
        closeButtonProps: { 'aria-label': close },
      });
    },
    [close],
  );
}
