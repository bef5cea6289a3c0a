import type { CompiledList, Ruling } from './compiled-policy.ts';
import { longestUrl } from './endpoint.ts';
import { isSerialisedPath } from './serialised-path.ts';

/** What was ruled on the origin of a URL, and the path of the URL. */
export interface Recalled {
  readonly ruling: Ruling;
  readonly path: string;
}

/**
 * Decides on a URL in plain form without parsing it: what stands before its path is letter by letter an
 * origin that was ruled on, and `new URL` would leave path and query as they are. `undefined` says nothing
 * about a URL; the full reading decides on it, and never differs where this one answers.
 */
export function recall(list: CompiledList, url: string): Recalled | undefined {
  if (url.length > longestUrl) return undefined;
  const start = url.indexOf('/', list.scheme.length + 3);
  const ruling = list.rulingOn(start < 0 ? url : url.slice(0, start));
  if (ruling === undefined) return undefined;
  if (start < 0) return { ruling, path: '/' };
  return isSerialisedPath(url, start) ? { ruling, path: url.slice(start) } : undefined;
}
