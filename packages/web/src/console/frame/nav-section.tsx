import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface NavSectionProps {
  readonly title?: string;
  /** Below another section's title. */
  readonly nested?: boolean;
  readonly children: ReactNode;
}

/** Places that belong together, under what they have in common. */
export function NavSection({ title, nested = false, children }: NavSectionProps) {
  return (
    <Box role="group" aria-label={title} pl={nested ? 'sm' : 0}>
      {title !== undefined && (
        <Text size="xs" fw={600} c="dimmed" px="sm" pt={nested ? 6 : 'md'} pb={4} truncate>
          {title}
        </Text>
      )}
      {children}
    </Box>
  );
}
