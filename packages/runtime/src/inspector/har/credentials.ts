/** What stands where a secret stood. */
export const redacted = '[redacted]';

/** By their plain names. Those of the first line are of RFC 9110 and RFC 6265; the others are what APIs use. */
const secretHeaders: ReadonlySet<string> = new Set([
  ...['authorization', 'proxyauthorization', 'cookie', 'setcookie'],
  ...['apikey', 'googapikey', 'token', 'authtoken', 'accesstoken', 'refreshtoken', 'idtoken', 'sessiontoken'],
  ...[
    'csrftoken',
    'xsrftoken',
    'amzsecuritytoken',
    'secret',
    'appsecret',
    'clientsecret',
    'password',
    'signature',
  ],
]);

const secretParameters: ReadonlySet<string> = new Set([
  ...['token', 'accesstoken', 'authtoken', 'refreshtoken', 'idtoken', 'sessiontoken', 'apikey', 'key'],
  ...[
    'secret',
    'appsecret',
    'clientsecret',
    'password',
    'signature',
    'sig',
    'amzsignature',
    'amzsecuritytoken',
  ],
]);

/** Header lines whose value is, or has in it, a URL. */
const urlHeaders: ReadonlySet<string> = new Set([
  'referer',
  'location',
  'contentlocation',
  'refresh',
  'link',
]);

/** Whether a header line proves an identity, as far as its name tells. */
export function isSecret(name: string): boolean {
  return secretHeaders.has(plainName(name));
}

/**
 * The URL with `[redacted]` for the value of each parameter, of its query or its fragment, that proves an identity by its
 * name. All else stays as it is written.
 *
 * @example
 * redactUrl('https://api.example.com/?id=1&access_token=abc'); // 'https://api.example.com/?id=1&access_token=[redacted]'
 */
export function redactUrl(url: string): string {
  return redact(url, /([?&#])([^=&#?]*)=[^&#]+/g);
}

/** The same for a sentence that names URLs: each ends at a space or a quotation mark. */
export function redactUrlsIn(text: string): string {
  return redact(text, /([?&#])([^=&#?\s]*)=[^&#\s"'“”‘’]+/g);
}

/** The value of a header line, without what URLs in it prove. */
export function redactUrlsOf(name: string, value: string): string {
  return urlHeaders.has(plainName(name)) ? redactUrl(value) : value;
}

function redact(text: string, parameters: RegExp): string {
  return text.replaceAll(parameters, (whole, lead: string, name: string) =>
    secretParameters.has(plainName(decoded(name))) ? `${lead}${name}=${redacted}` : whole,
  );
}

/** `X-Api-Key`, `api_key` and `apiKey` are the same. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/^x-/, '').replaceAll(/[-_]/g, '');
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
