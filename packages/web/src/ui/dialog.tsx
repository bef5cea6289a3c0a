import { Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMessages } from './language.tsx';
import { messages } from './messages.ts';

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
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      centered
      closeOnClickOutside={!insistent}
      {...(width === undefined ? {} : { size: width })}
      {...(topmost ? { zIndex: 1000 } : {})}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* The library's own head of a dialog is a <header>, which would be a second banner of the page. */}
        <Group justify="space-between" wrap="nowrap" px="md" pt="md" pb="xs">
          <Modal.Title fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Modal.Title>
          <Modal.CloseButton aria-label={close} />
        </Group>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
