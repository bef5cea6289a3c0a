import type { RecordedHeaders } from '@minigate/runtime/inspector';

/** A cookie that was sent. */
export interface SentCookie {
  readonly name: string;
  readonly value: string;
}

/** A cookie that a server set: RFC 6265, section 5.2. */
export interface SetCookie extends SentCookie {
  readonly domain?: string;
  readonly path?: string;
  /** As written. */
  readonly expires?: string;
  readonly maxAge?: string;
  readonly sameSite?: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
}

export function sentCookies(headers: RecordedHeaders | undefined): SentCookie[] {
  return linesOf(headers, 'cookie').flatMap((line) =>
    line
      .split(';')
      .filter((part) => part.trim() !== '')
      .map(pairOf),
  );
}

export function setCookies(headers: RecordedHeaders | undefined): SetCookie[] {
  return linesOf(headers, 'set-cookie').map((line) => {
    const [first = '', ...rest] = line.split(';');
    const attributes = new Map(
      rest.map(pairOf).map(({ name, value }) => [(name || value).toLowerCase(), value]),
    );
    const text = (name: string) => attributes.get(name);
    return {
      ...pairOf(first),
      ...optional('domain', text('domain')),
      ...optional('path', text('path')),
      ...optional('expires', text('expires')),
      ...optional('maxAge', text('max-age')),
      ...optional('sameSite', text('samesite')),
      secure: attributes.has('secure'),
      httpOnly: attributes.has('httponly'),
    };
  });
}

function linesOf(headers: RecordedHeaders | undefined, wanted: string): string[] {
  return (headers?.lines ?? []).filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
}

/** A part without `=` is a value without a name. */
function pairOf(part: string): SentCookie {
  const at = part.indexOf('=');
  return at < 0
    ? { name: '', value: part.trim() }
    : { name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() };
}

function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}
