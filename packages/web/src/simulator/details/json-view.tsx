import { useMemo } from 'react';
import { jsonRows } from '../model/json-rows.ts';
import { TreeView } from '../../ui/tree-view.tsx';

interface JsonViewProps {
  readonly value: unknown;
  readonly label: string;
}

/** So deep a value is open at first. */
const openDepth = 2;

/** A JSON value that can be opened and closed at each place. */
export function JsonView({ value, label }: JsonViewProps) {
  const rowsOf = useMemo(
    () => (isOpen: (path: string, depth: number) => boolean) => jsonRows(value, isOpen),
    [value],
  );
  return <TreeView label={label} rowsOf={rowsOf} openDepth={openDepth} />;
}
