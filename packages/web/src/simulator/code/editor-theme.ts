import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colour = (light: string, dark: string) => ({ color: `light-dark(${light}, ${dark})` });

/** Colours with a contrast of at least 4.5 in both schemes; the browser chooses between them. */
export const editorTheme = [
  EditorView.theme({
    '&': { ...colour('#1f2933', '#d6dbe1'), backgroundColor: 'var(--mantine-color-body)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-gutters': {
      ...colour('#5c6570', '#9aa4af'),
      backgroundColor: 'light-dark(#f6f7f9, #25282c)',
      border: 'none',
    },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'light-dark(#1098ad14, #3bc9db1f)' },
    '.cm-cursor': { borderLeftColor: 'light-dark(#1f2933, #ffffff)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'light-dark(#b7e0ea, #1f4d5a) !important',
    },
    '.cm-panels': { ...colour('#1f2933', '#d6dbe1'), backgroundColor: 'light-dark(#f6f7f9, #25282c)' },
    '.cm-tooltip': { ...colour('#1f2933', '#d6dbe1'), backgroundColor: 'light-dark(#ffffff, #2e3236)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], ...colour('#8a1c7c', '#e599f7') },
      { tag: [tags.string, tags.regexp], ...colour('#276749', '#8ce99a') },
      { tag: [tags.number, tags.bool, tags.null, tags.atom], ...colour('#9c4221', '#ffc078') },
      { tag: [tags.comment], ...colour('#5c6570', '#9aa4af'), fontStyle: 'italic' },
      { tag: [tags.propertyName, tags.attributeName], ...colour('#1a5a96', '#91c9ff') },
      {
        tag: [tags.function(tags.variableName), tags.function(tags.propertyName)],
        ...colour('#0b5f6b', '#66d9e8'),
      },
      { tag: [tags.tagName, tags.typeName, tags.className], ...colour('#a01d3f', '#ffa8b8') },
    ]),
  ),
];
