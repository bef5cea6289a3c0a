import { Box, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './row-list.module.css';

interface RowListProps {
  /** What the list has. */
  readonly label: string;
  /** `Row`s. */
  readonly children: ReactNode;
}

/** A list of things, one under the other, that fits a narrow page too. */
export function RowList({ label, children }: RowListProps) {
  return (
    <ul aria-label={label} className={classes['list']}>
      {children}
    </ul>
  );
}

interface RowProps {
  /** What it is; wraps where there is no room. */
  readonly children: ReactNode;
  /** What can be done with it. */
  readonly actions?: ReactNode;
  /** What stands below both, such as details that unfold. */
  readonly below?: ReactNode;
}

/** One thing of a list. */
export function Row({ children, actions, below }: RowProps) {
  return (
    <Box component="li" className={classes['row'] ?? ''}>
      <Group justify="space-between" gap="sm" align="center">
        <Stack gap={2} miw={0} flex="1 1 14rem" style={{ overflowWrap: 'anywhere' }}>
          {children}
        </Stack>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {below}
    </Box>
  );
}
