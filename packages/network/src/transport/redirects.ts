import type { Target } from '@minigate/policy';
import type { Outgoing } from './transport.ts';

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

/** Names of headers that prove who is calling, those that programs make up included: `X-Auth-Token`, `apiKey`. */
const credentialName =
  /auth|cookie|token|api-?key|access-?key|secret|passw|credential|session|signature|csrf|xsrf/i;

/** Whether an answer with this status leads on, if it has a Location. RFC 9110, 15.4. */
export function isRedirect(status: number): boolean {
  return redirectStatuses.includes(status);
}

/**
 * The Location of an answer: the first one that is not empty. Bytes outside ASCII are read as UTF-8, as
 * browsers do. `undefined` where there is none.
 *
 * @example
 * locationOf(['Location', '/next']); // '/next'
 */
export function locationOf(headers: readonly string[]): string | undefined {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const value = headers[i + 1];
    if (value && headers[i]?.toLowerCase() === 'location')
      return Buffer.from(value, 'latin1').toString('utf8');
  }
  return undefined;
}

/**
 * What the next hop sends, after an answer with a redirect status. Rule 6; RFC 9110, 15.4; Fetch,
 * "HTTP-redirect fetch".
 *
 * POST becomes GET after 301 and 302, and everything but HEAD becomes GET after 303; the body and the
 * headers that describe it stay behind then. Headers whose names speak of credentials do not follow to
 * another scheme, hostname or port. Whether the next target may be called at all is not judged here.
 *
 * @example
 * const next = nextHop({ method: 'POST', path: '/a', headers: ['Content-Type', 'text/plain'], body: 'x' }, 303, from, to);
 * // { method: 'GET', path: to.path, headers: [], body: null }
 */
export function nextHop(hop: Outgoing, status: number, from: Target, to: Target): Outgoing {
  const becomesGet = turnsIntoGet(hop.method, status);
  const leaves = !sameEndpoint(from, to);
  const headers: string[] = [];
  for (let i = 0; i + 1 < hop.headers.length; i += 2) {
    const name = hop.headers[i] ?? '';
    const lower = name.toLowerCase();
    if (becomesGet && lower.startsWith('content-')) continue;
    if (leaves && credentialName.test(lower)) continue;
    headers.push(name, hop.headers[i + 1] ?? '');
  }
  return {
    method: becomesGet ? 'GET' : hop.method,
    path: to.path,
    headers,
    body: becomesGet ? null : hop.body,
  };
}

function turnsIntoGet(method: string, status: number): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return (status === 301 || status === 302) && method === 'POST';
}

function sameEndpoint(a: Target, b: Target): boolean {
  return a.scheme === b.scheme && a.hostname === b.hostname && a.port === b.port;
}
