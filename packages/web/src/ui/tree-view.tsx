import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import classes from './tree-view.module.css';
import { useWindow } from './use-window.ts';

/** A line of a tree. */
export interface TreeRow {
  /** Unlike every other's. */
  readonly path: string;
  readonly depth: number;
  readonly key: string | undefined;
  /** For the colour. */
  readonly kind: string;
  readonly text: string;
  /** Undefined where there is nothing to open. */
  readonly open: boolean | undefined;
}

interface TreeViewProps {
  readonly label: string;
  readonly rowsOf: (isOpen: (path: string, depth: number) => boolean) => readonly TreeRow[];
  /** So many levels are open at first. */
  readonly openDepth: number;
  /** What is done with a line that cannot be opened. */
  readonly onChoose?: (path: string) => void;
  /** The line that was chosen last. */
  readonly chosen?: string | undefined;
  /** Takes the height that there is, instead of its own up to a limit. */
  readonly fill?: boolean;
}

const lineHeight = 18;
const indent = 14;

/** A value that can be unfolded. Only what is seen is in the document; the arrow keys move, open and close. */
export function TreeView({ label, rowsOf, openDepth, onChoose, chosen, fill = false }: TreeViewProps) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState(0);
  const rows = useMemo(
    () => rowsOf((path, depth) => toggled.has(path) !== depth < openDepth),
    [rowsOf, toggled, openDepth],
  );
  const lines = useWindow({ count: rows.length, place, lineHeight });
  const toggle = (path: string) =>
    setToggled((before) => {
      const after = new Set(before);
      if (!after.delete(path)) after.add(path);
      return after;
    });
  const go = (index: number) => {
    const wanted = Math.min(rows.length - 1, Math.max(0, index));
    setAt(wanted);
    lines.scrollToIndex(wanted);
  };
  const press = (event: KeyboardEvent) => {
    const row = rows[at];
    if (row === undefined) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (row.open === false ? toggle(row.path) : go(at + 1)),
      ArrowLeft: () => (row.open === true ? toggle(row.path) : go(parentOf(rows, at))),
      Enter: () => (row.open === undefined ? onChoose?.(row.path) : toggle(row.path)),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
  return (
    <div
      ref={place}
      className={classes.tree}
      role="tree"
      aria-label={label}
      tabIndex={0}
      data-fill={fill}
      data-chooses={onChoose !== undefined}
      aria-activedescendant={rows.length > 0 ? `${id}-${at}` : undefined}
      onKeyDown={press}
    >
      <div role="presentation" style={{ position: 'relative', height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const { path, depth, key, kind, text, open } = row;
          const Chevron = open === true ? IconChevronDown : IconChevronRight;
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree takes the keys
            <div
              key={path}
              id={`${id}-${index}`}
              role="treeitem"
              tabIndex={-1}
              aria-level={depth + 1}
              aria-expanded={open}
              aria-selected={onChoose === undefined ? index === at : path === chosen}
              data-at={index === at}
              className={classes.row}
              style={{ transform: `translateY(${start}px)`, paddingInlineStart: depth * indent }}
              onClick={() => {
                setAt(index);
                if (open === undefined) onChoose?.(path);
                else toggle(path);
              }}
            >
              <span className={classes.toggle}>
                {open !== undefined && <Chevron size={14} aria-hidden />}
              </span>
              {key !== undefined && <span className={classes.key}>{key}: </span>}
              <span className={classes.text} data-kind={kind}>
                {text}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function parentOf(rows: readonly TreeRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index -= 1) if ((rows[index]?.depth ?? 0) < depth) return index;
  return at;
}
