import type { Target } from './target.ts';
import { longestWrittenHost } from './host.ts';
import { endOfSerialisedPath } from './serialised-path.ts';

const start = 'https://'.length;
const dot = 46;
const hyphen = 45;
const slash = 47;

/**
 * Reads an `https` URL in which `new URL` would change nothing: a host of small letters, digits, hyphens and
 * dots without IDNA labels, whose last label begins with a letter and so is no part of an address; no port; a
 * path in its serialised form. `undefined` says nothing about a URL; the full reading never differs where this
 * one answers.
 */
export function readPlainEndpoint(text: string): Target | undefined {
  if (!text.startsWith('https://')) return undefined;
  let end = start;
  let label = start;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === dot) label = end + 1;
    else if (!isPlain(code)) break;
  }
  if (end === start || end - start > longestWrittenHost || !isLetter(text.charCodeAt(label)))
    return undefined;
  const hasPath = end < text.length;
  if (hasPath && text.charCodeAt(end) !== slash) return undefined;
  const hostname = text.slice(start, end);
  if (hostname.includes('xn--')) return undefined;
  const endOfPath = hasPath ? endOfSerialisedPath(text, end) : end;
  if (endOfPath < 0) return undefined;
  const path = hasPath ? text.slice(end, endOfPath) : '/';
  return { scheme: 'https', hostname, port: 443, explicitPort: undefined, authority: hostname, path };
}

function isPlain(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57) || code === hyphen;
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}
