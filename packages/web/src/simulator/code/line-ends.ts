import { type Compartment, EditorState, type Extension, Text } from '@codemirror/state';
import { EditorView } from 'codemirror';

/**
 * How the lines of a text end: as all of them do, else with `\n`, where a carriage return is a character like others. A
 * text that is split and joined by it is the same text.
 */
export function lineEndOf(text: string): '\n' | '\r\n' | '\r' {
  const breaks = new Set(text.match(/\r\n|\r|\n/g));
  if (breaks.size !== 1) return '\n';
  return breaks.has('\r\n') ? '\r\n' : breaks.has('\r') ? '\r' : '\n';
}

/** An editor's document gives back these ends; what is pasted takes them on. */
export function withLineEnd(end: string): Extension {
  return [
    EditorState.lineSeparator.of(end),
    EditorView.clipboardInputFilter.of((text) => text.replaceAll(/\r\n?|\n/g, end)),
  ];
}

/** Makes this the whole text of an editor, with its own ends of lines. */
export function replaceText(editor: EditorView, ends: Compartment, text: string): void {
  const end = lineEndOf(text);
  editor.dispatch({
    changes: { from: 0, to: editor.state.doc.length, insert: Text.of(text.split(end)) },
    effects: ends.reconfigure(withLineEnd(end)),
  });
}
