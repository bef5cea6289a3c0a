import { Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type FileList, routes } from '@minigate/runtime/simulator/protocol';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { Empty, Loading, Problem } from '../../ui/states.tsx';
import { TreeView } from '../../ui/tree-view.tsx';
import { ask } from '../feed/ask.ts';
import { useSimulation } from '../feed/simulation-context.tsx';
import { fileRows } from '../model/file-tree.ts';
import { messages } from './code.messages.ts';
import classes from './code-pane.module.css';
import { FileView } from './file-view.tsx';
import { useOpened } from './open-place.tsx';
import { useDrafts } from './use-drafts.ts';

/** Below this width the list of files and the file take turns. */
const narrowPane = 520;

/** The program's files, to be read and changed. A save starts the program anew. */
export function CodePane() {
  const texts = useMessages(messages);
  const { ref, width } = useElementSize();
  const { path, place, openFile } = useOpened();
  const changes = useSimulation(({ fileChanges }) => fileChanges);
  const { data: list, error } = useQuery({
    queryKey: ['files', changes],
    queryFn: () => ask<FileList>('GET', routes.files),
    placeholderData: (before) => before,
  });
  const drafts = useDrafts(path);
  const { isUnsaved } = drafts;
  const rowsOf = useMemo(
    () => (isOpen: (folder: string, depth: number) => boolean) =>
      fileRows(list?.files ?? [], isOpen).map((row) =>
        isUnsaved(row.path) ? { ...row, text: `${row.text} ●` } : row,
      ),
    [list, isUnsaved],
  );
  if (error !== null && list === undefined) return <Problem message={error.message} />;
  if (list === undefined) return <Loading />;
  const narrow = width > 0 && width < narrowPane;
  return (
    <div ref={ref} className={classes.pane} data-narrow={narrow}>
      {!(narrow && path !== undefined) && (
        <div className={classes.files}>
          <TreeView
            label={texts.files}
            rowsOf={rowsOf}
            openDepth={3}
            onChoose={openFile}
            chosen={path}
            fill
          />
          {list.cut && (
            <Text size="xs" c="dimmed">
              {texts.more}
            </Text>
          )}
        </div>
      )}
      {path === undefined ? (
        !narrow && (
          <div className={classes.file}>
            <Empty title={texts.files}>{texts.choose}</Empty>
          </div>
        )
      ) : (
        <FileView
          key={path}
          path={path}
          drafts={drafts}
          place={place?.file === path ? place : undefined}
          onBack={narrow ? () => openFile(undefined) : undefined}
        />
      )}
    </div>
  );
}
