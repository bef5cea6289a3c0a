import type { RecordedHeaders } from '@minigate/runtime/inspector';

/** A cookie that was sent. */
export interface SentCookie {
  readonly name: string;
  readonly value: string;
}

/** A cookie that a server set: RFC 6265, section 5.2. */
export interface SetCookie extends SentCookie {
  /** In their order and as they are written, those that nobody knows too: `Path=/`, `HttpOnly`, `Priority=High`. */
  readonly attributes: readonly string[];
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
    return { ...pairOf(first), attributes: rest.map((part) => part.trim()).filter((part) => part !== '') };
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
