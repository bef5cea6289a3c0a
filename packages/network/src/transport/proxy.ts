import { isIP } from 'node:net';

/** A CONNECT proxy that the host has chosen. Its address is the host's business: the guard does not judge it. */
export interface Proxy {
  /** IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Both as people know them, without credentials: `proxy.example.com:3128`. */
  readonly name: string;
  /** The value of Proxy-Authorization, which goes to the proxy and nowhere else. */
  readonly authorization: string | undefined;
}

/**
 * Reads `http://[user:password@]host:port`. What is said of a malformed one does not say it again, for it may
 * hold a password.
 *
 * @throws TypeError if it is malformed
 * @example
 * parseProxy('http://proxy.example.com:3128').name; // 'proxy.example.com:3128'
 */
export function parseProxy(text: string): Proxy {
  if (!URL.canParse(text)) throw malformed('it is not a URL');
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (protocol !== 'http:') throw malformed(`its scheme is ${protocol.slice(0, -1)}`);
  if (hostname === '' || pathname !== '/' || search !== '' || hash !== '') throw malformed('it has a path');
  const bare = hostname.replace(/^\[|\]$/g, '');
  const number = port === '' ? 80 : Number(port);
  return {
    hostname: bare,
    port: number,
    name: `${isIP(bare) === 6 ? `[${bare}]` : bare}:${number}`,
    authorization: username === '' && password === '' ? undefined : basic(username, password),
  };
}

function basic(username: string, password: string): string {
  let credentials: string;
  try {
    credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    throw malformed('a % of its user or password is not followed by two hexadecimal digits');
  }
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function malformed(why: string): TypeError {
  return new TypeError(
    `The proxy cannot be used: ${why}. Write http://host:port, or http://user:password@host:port.`,
  );
}
