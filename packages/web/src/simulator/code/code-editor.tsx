import { indentWithTab } from '@codemirror/commands';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { basicSetup, EditorView } from 'codemirror';
import { useEffect, useRef } from 'react';
import type { Place } from '../model/place.ts';
import { editorTheme } from './editor-theme.ts';
import { languageOf } from './editor-language.ts';
import { lineEndOf, replaceText, withLineEnd } from './line-ends.ts';
import classes from './code-pane.module.css';

interface CodeEditorProps {
  readonly path: string;
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Ctrl+S, or Cmd+S. */
  readonly onSave: () => void;
  /** Is shown and gets the cursor, each time it is another value. */
  readonly place: Place | undefined;
}

/** One text to be edited; its lines keep their ends. Tab indents; Escape, then Tab leaves it, as CodeMirror has it. */
export function CodeEditor({ path, label, text, onChange, onSave, place }: CodeEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const handlers = useRef({ onChange, onSave });
  const ends = useRef(new Compartment());
  const first = useRef(text);
  useEffect(() => {
    handlers.current = { onChange, onSave };
  });
  useEffect(() => {
    if (parent.current === null) return undefined;
    const save = () => {
      handlers.current.onSave();
      return true;
    };
    const editor = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          ends.current.of(withLineEnd(lineEndOf(first.current))),
          Prec.high(keymap.of([{ key: 'Mod-s', run: save, preventDefault: true }, indentWithTab])),
          basicSetup,
          languageOf(path),
          editorTheme,
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) handlers.current.onChange(state.sliceDoc());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      first.current = editor.state.sliceDoc();
      editor.destroy();
    };
  }, [path, label]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.sliceDoc() === text) return;
    replaceText(editor, ends.current, text);
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || place === undefined) return;
    const line = editor.state.doc.line(Math.min(Math.max(1, place.line), editor.state.doc.lines));
    const at = Math.min(line.to, line.from + Math.max(0, place.column - 1));
    editor.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: 'center' }),
    });
    editor.focus();
  }, [place]);
  return <div ref={parent} className={classes.editor} />;
}
