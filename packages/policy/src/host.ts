/**
 * A longer host, as written, is not read: the cost of IDNA grows with the square of the length. A DNS name
 * has at most 253 characters.
 */
export const longestWrittenHost = 1024;
export const longestHostname = 253;
const longestLabel = 63;

/** Characters that end a host, that `new URL` would drop or that it would read as something else. */
// oxlint-disable-next-line no-control-regex
const notOfAHost = /[\u0000-\u0020\u007f-\u009f/?#@\\]/;
const dottedQuad = /^\d+\.\d+\.\d+\.\d+$/;

/** What a hostname in its ASCII form is. */
export type HostKind = 'name' | 'ipv4' | 'ipv6';

/**
 * A host as it is compared and dialled: lower-case ASCII by the WHATWG host parser (percent-decoding,
 * IDNA mapping, every spelling of IPv4 as four decimals), IPv6 compressed and without brackets. A trailing
 * dot of a name is kept. `undefined` where the text is no host. Rules 2 and 4.
 *
 * @example
 * toAsciiHostname('API。Binance．com'); // 'api.binance.com'
 * toAsciiHostname('0x7f.1'); // '127.0.0.1'
 * toAsciiHostname('[::FFFF:1.2.3.4]'); // '::ffff:102:304'
 */
export function toAsciiHostname(text: string): string | undefined {
  if (text === '' || text.length > longestWrittenHost || notOfAHost.test(text)) return undefined;
  const bracketed = text.startsWith('[') && text.endsWith(']');
  if (!bracketed && text.includes(':')) return undefined;
  try {
    return withoutBrackets(new URL(`https://${text}/`).hostname);
  } catch {
    return undefined;
  }
}

/** The form in which a URL writes a host: IPv6 in brackets. */
export function withBrackets(hostname: string): string {
  return hostname.includes(':') ? `[${hostname}]` : hostname;
}

export function withoutBrackets(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

export function withoutTrailingDots(hostname: string): string {
  let end = hostname.length;
  while (end > 0 && hostname.charCodeAt(end - 1) === 46) end -= 1;
  return end === hostname.length ? hostname : hostname.slice(0, end);
}

/** What an ASCII hostname is. In that form an IPv4 address has no other spelling than four decimals. */
export function hostKind(hostname: string): HostKind {
  if (hostname.includes(':')) return 'ipv6';
  const last = hostname.charCodeAt(hostname.length - 1);
  return last >= 48 && last <= 57 && dottedQuad.test(hostname) ? 'ipv4' : 'name';
}

/** Whether an ASCII hostname is `localhost` or a name under it, which resolvers answer with loopback. RFC 6761. */
export function isLocalhost(hostname: string): boolean {
  const name = withoutTrailingDots(hostname);
  return name === 'localhost' || name.endsWith('.localhost');
}

/** Whether an ASCII hostname has the form of a DNS name: labels of letters, digits and hyphens. RFC 1123. */
export function isDnsName(hostname: string): boolean {
  if (hostname.length > longestHostname) return false;
  let label = 0;
  for (let index = 0; index < hostname.length; index += 1) {
    const code = hostname.charCodeAt(index);
    if (code === 46 ? label === 0 : !isOfALabel(code) || label === longestLabel) return false;
    label = code === 46 ? 0 : label + 1;
  }
  return label > 0;
}

/** Small letters, digits and the hyphen. */
function isOfALabel(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45;
}
