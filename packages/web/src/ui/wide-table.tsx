import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './wide-table.module.css';

interface WideTableProps {
  /** What the table lists. */
  readonly label: string;
  /** Pixels below which it scrolls in its own place. */
  readonly minWidth: number;
  readonly head: readonly ReactNode[];
  /** The rows, `Table.Tr` with a `Table.Td` for each of the head. */
  readonly children: ReactNode;
}

/** A table that scrolls in its own place where the page is too narrow for it, by keys too. */
export function WideTable({ label, minWidth, head, children }: WideTableProps) {
  return (
    // What scrolls must be reachable by keys: WCAG 2.1.1.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section aria-label={label} tabIndex={0} className={classes['place']}>
      <Table miw={minWidth} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {head.map((cell, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <Table.Th key={index} scope="col">
                {cell}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </section>
  );
}
