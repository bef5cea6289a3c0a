import { Group, Modal, Stack } from '@mantine/core';
import { type ReactNode, use } from 'react';
import { CoveredContext } from './covered.ts';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';
import { OfflineNotice } from './states.tsx';
import { useFocusBack } from './use-focus-back.ts';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Pixels, where the usual width is too little. */
  readonly width?: number;
  /** Whether a click beside it leaves it open. */
  readonly insistent?: boolean;
  /** Whether it lies above other dialogs. */
  readonly topmost?: boolean;
}

/** A dialog over the page. Escape closes it, and the focus goes back to where it was. */
export function Dialog({
  opened,
  onClose,
  title,
  children,
  width,
  insistent = false,
  topmost = false,
}: DialogProps) {
  const { close } = useMessages(messages);
  const covered = use(CoveredContext);
  const content = useFocusBack(opened);
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      centered
      returnFocus={false}
      closeOnEscape={!covered}
      closeOnClickOutside={!insistent && !covered}
      {...(width === undefined ? {} : { size: width })}
      {...(topmost ? { zIndex: 1000 } : {})}
    >
      <Modal.Overlay />
      <Modal.Content ref={content}>
        {/* The library's own head of a dialog is a <header>, which would be a second banner of the page. */}
        <Group justify="space-between" wrap="nowrap" px="md" pt="md" pb="xs">
          <Modal.Title fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Modal.Title>
          <Modal.CloseButton aria-label={close} />
        </Group>
        <Modal.Body>
          <Stack>
            <OfflineNotice />
            {children}
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
