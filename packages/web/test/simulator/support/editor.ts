import { screen } from '@testing-library/react';
import { EditorView } from 'codemirror';

/** The editor of a file's text that is on the page. */
export function editorOf(path: string): EditorView {
  const view = EditorView.findFromDOM(screen.getByRole('textbox', { name: `Text of ${path}` }));
  if (view === null) throw new Error(`There is no editor of ${path}.`);
  return view;
}
