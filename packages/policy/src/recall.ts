import type { CompiledList } from './compiled-policy.ts';
import { longestUrl, readPath } from './endpoint.ts';
import type { Ruling } from './ruling.ts';
import { endOfSerialisedPath } from './serialised-path.ts';

/** What was ruled on the origin of a URL, and the path of the URL. */
export interface Recalled {
  readonly ruling: Ruling;
  readonly path: string;
}

/**
 * Decides on a URL without reading its authority: what stands before its path is letter by letter an origin
 * that was ruled on. Where `new URL` would leave path and query as they are, it is not called either.
 * `undefined` says nothing about a URL; the full reading decides on it, and never differs where this one
 * answers.
 */
export function recall(list: CompiledList, url: string): Recalled | undefined {
  if (url.length > longestUrl) return undefined;
  const start = url.indexOf('/', list.scheme.length + 3);
  const ruling = list.rulingOn(start < 0 ? url : url.slice(0, start));
  if (ruling === undefined) return undefined;
  if (start < 0) return { ruling, path: '/' };
  const end = endOfSerialisedPath(url, start);
  if (end >= 0) return { ruling, path: url.slice(start, end) };
  const path = readPath(url, url.indexOf('://') + 3);
  return path === undefined ? undefined : { ruling, path };
}
