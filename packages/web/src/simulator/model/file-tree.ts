import type { FileList } from '@minigate/runtime/simulator/protocol';
import type { TreeRow } from '../../ui/tree-view.tsx';

/** A folder's or file's place in a tree; what is in a folder follows it. */
interface FileNode {
  readonly path: string;
  readonly name: string;
  readonly children?: readonly FileNode[];
}

/** The files by their folders: folders first, each by name. */
function fileTree(files: FileList['files']): readonly FileNode[] {
  return inFolder(
    files.map(({ path }) => path),
    '',
  );
}

function inFolder(paths: readonly string[], folder: string): FileNode[] {
  const inside = paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
  const folders = new Set(
    inside.filter((rest) => rest.includes('/')).map((rest) => rest.split('/', 1)[0] ?? ''),
  );
  return [
    ...[...folders].sort().map((name) => {
      const path = `${folder}${name}`;
      return { path, name, children: inFolder(paths, `${path}/`) };
    }),
    ...inside.filter((rest) => !rest.includes('/')).map((name) => ({ path: `${folder}${name}`, name })),
  ];
}

/** The lines of the tree as far as its folders are open. */
export function fileRows(
  files: FileList['files'],
  isOpen: (path: string, depth: number) => boolean,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = ({ path, name, children }: FileNode, depth: number) => {
    const open = children === undefined ? undefined : isOpen(path, depth);
    rows.push({
      path,
      depth,
      key: undefined,
      kind: open === undefined ? 'file' : 'folder',
      text: name,
      open,
    });
    if (open === true) for (const child of children ?? []) add(child, depth + 1);
  };
  for (const node of fileTree(files)) add(node, 0);
  return rows;
}
