import { Button, type ButtonProps, Loader } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';

interface BusyButtonProps extends Omit<ButtonProps, 'loading'> {
  /** Whether what it has begun still runs. */
  readonly busy: boolean;
  readonly type?: 'submit';
  readonly title?: string;
  readonly onClick?: () => void;
  readonly 'data-autofocus'?: true | undefined;
  readonly children: ReactNode;
}

/**
 * A button that begins something which takes a while. It keeps the focus meanwhile: the library's own way disables it,
 * and the focus of those who go by keys is nowhere then.
 */
export function BusyButton({ busy, leftSection, onClick, children, ...rest }: BusyButtonProps) {
  const press = (event: MouseEvent) => {
    if (busy) event.preventDefault();
    else onClick?.();
  };
  return (
    <Button
      {...rest}
      aria-busy={busy}
      aria-disabled={busy || undefined}
      leftSection={busy ? <Loader size={14} color="currentColor" aria-hidden /> : leftSection}
      onClick={press}
    >
      {children}
    </Button>
  );
}
