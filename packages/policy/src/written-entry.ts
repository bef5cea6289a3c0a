import { endOfAuthority, findPortColon } from './endpoint.ts';

const schemeAndSlashes = /^([a-z][a-z0-9+.-]*):(\/*)/i;
const knownScheme = /^(?:https?|wss?|tcp|udp)$/i;
const innerScheme = /^(?:https?|wss?|tcp|udp):\/\//i;

/** An entry in its parts, as written. */
export interface WrittenEntry {
  /** Lower-case; `undefined` where none is written. */
  readonly scheme: string | undefined;
  readonly slashes: string;
  readonly doubled: boolean;
  readonly userinfo: boolean;
  /** `undefined` where the brackets or colons around it cannot be read. */
  readonly host: string | undefined;
  readonly port: string | undefined;
  /** What follows the port: from the first `/`, `?` or `#`. */
  readonly tail: string;
}

/** Finds the parts of an entry, also of one that is wrong: its correction is made of them. */
export function takeApart(text: string): WrittenEntry {
  const first = matchScheme(text);
  let rest = first === undefined ? text : text.slice(first.length);
  let schemes = first === undefined ? 0 : 1;
  for (let inner = innerScheme.exec(rest); inner !== null; inner = innerScheme.exec(rest)) {
    schemes += 1;
    rest = rest.slice(inner[0].length);
  }
  if (schemes === 0 && rest.startsWith('//')) rest = rest.slice(2);
  const end = endOfAuthority(rest, 0);
  const authority = rest.slice(0, end);
  const afterUserinfo = authority.slice(authority.lastIndexOf('@') + 1);
  const colon = findPortColon(afterUserinfo);
  const readable = typeof colon === 'number';
  return {
    scheme: first?.scheme,
    slashes: first?.slashes ?? '',
    doubled: schemes > 1,
    userinfo: authority.includes('@'),
    host: readable ? afterUserinfo.slice(0, colon < 0 ? undefined : colon) : undefined,
    port: readable && colon >= 0 ? afterUserinfo.slice(colon + 1) : undefined,
    tail: rest.slice(end),
  };
}

/** A scheme at the beginning; `myserver.com:8080` has none, it is a host and a port. */
function matchScheme(text: string): { scheme: string; slashes: string; length: number } | undefined {
  const [whole, scheme, slashes] = schemeAndSlashes.exec(text) ?? [];
  if (whole === undefined || scheme === undefined || slashes === undefined) return undefined;
  if (slashes !== '//' && !knownScheme.test(scheme)) return undefined;
  return { scheme: scheme.toLowerCase(), slashes, length: whole.length };
}
