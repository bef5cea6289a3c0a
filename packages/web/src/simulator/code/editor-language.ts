import { css } from '@codemirror/lang-css';
import { html } from '@codemirror/lang-html';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import type { Extension } from '@codemirror/state';

/** How a file is coloured, by its ending. Templates of mini programs look like HTML, their styles like CSS. */
export function languageOf(path: string): Extension {
  switch (path.slice(path.lastIndexOf('.') + 1).toLowerCase()) {
    case 'js':
    case 'mjs':
    case 'cjs':
    case 'wxs':
      return javascript();
    case 'ts':
      return javascript({ typescript: true });
    case 'json':
      return json();
    case 'css':
    case 'wxss':
    case 'acss':
      return css();
    case 'html':
    case 'wxml':
    case 'axml':
    case 'xml':
    case 'svg':
      return html();
    default:
      return [];
  }
}
