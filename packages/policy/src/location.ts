import { findForbiddenCharacter } from './characters.ts';
import { readEndpoint } from './endpoint.ts';
import type { Target } from './target.ts';
import type { MalformedReason } from './reasons.ts';

/** The hop that answered with a redirect; a decision's `target` is one. */
export type RedirectBase = Pick<Target, 'scheme' | 'authority' | 'path'>;

const withScheme = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Reads the Location of a redirect. One that has an authority is judged by what it writes; any other keeps
 * the *written* authority of its hop, port included, which `new URL(location, base)` would lose. Non-ASCII
 * characters of path and query are percent-encoded, as everywhere; in the host they are read as IDNA.
 * Rule 6, RFC 3986 section 5.2.
 *
 * @example
 * readLocation('/b', { scheme: 'https', authority: 'h:443', path: '/a' }); // authority 'h:443', path '/b'
 */
export function readLocation(location: string, base: RedirectBase): Target | MalformedReason {
  const forbidden = findForbiddenCharacter(location);
  if (forbidden !== undefined) return forbidden;
  if (withScheme.test(location)) return readEndpoint(location);
  if (location.startsWith('//')) return readEndpoint(`${base.scheme}:${location}`);
  return readEndpoint(`${base.scheme}://${base.authority}${mergePath(location, base.path)}`);
}

function mergePath(location: string, basePath: string): string {
  if (location.startsWith('/')) return location;
  if (location === '' || location.startsWith('#')) return basePath;
  const query = basePath.indexOf('?');
  const path = query < 0 ? basePath : basePath.slice(0, query);
  if (location.startsWith('?')) return path + location;
  return path.slice(0, path.lastIndexOf('/') + 1) + location;
}
