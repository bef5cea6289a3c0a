import type { CookieSerializeOptions } from '@fastify/cookie';
import { longestSession } from '../accounts/sessions.ts';
import { isSecure, type Settings } from '../settings.ts';

/**
 * The cookie of a browser that is signed in. Scripts cannot read it, other pages cannot send it, and with https its
 * name keeps other hosts of the domain from setting it (RFC 6265bis, `__Host-`).
 */
export function sessionCookie(settings: Settings): { name: string; options: CookieSerializeOptions } {
  const secure = isSecure(settings);
  return {
    name: secure ? '__Host-minigate_session' : 'minigate_session',
    options: { httpOnly: true, sameSite: 'strict', path: '/', secure, maxAge: longestSession / 1000 },
  };
}
